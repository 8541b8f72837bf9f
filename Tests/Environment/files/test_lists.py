"""The list bodies: what the accessors say, what goes on with the neighbours and the cursor, and that the text handed
out is what CPython's json makes of the body."""

import json

import pytest
from expectations.lists import ABSENT, ENVELOPES, FILES, NO_LISTS, RECORDS
from expectations.values import MALFORMED, VALUES
from replay import always, ok
from support import reference
from support.client import Failure
from support.inputs import BODIES, read
from support.pages import USER, around, page, user


def dig(value, path):
    for key in path:
        if isinstance(value, dict) and key not in value:
            return ABSENT
        value = value[key]
    return value


def first_page(body):
    """A script: this page, and behind it an empty one."""
    return lambda request: ok(page([]) if "after" in request.query else body)


def read_list(client, noun):
    """Every record by its accessors, with the same record's text as `raw`, and the cursor behind them."""
    query = {} if noun == "directory" else {"directory": "directory_1"}
    with client.list(noun, max_items=100, **query) as records, client.list(noun, max_items=100, **query) as texts:
        found = [record | {"raw": json.loads(text)} for record, text in zip(records, texts.texts("json"), strict=True)]
        return found, records.cursor()


def read_page(client, noun):
    query = {} if noun == "directory" else {"directory": "directory_1"}
    with client.list(noun, max_items=100, **query) as iterator:
        return iterator.next_text("page_json") or b"[]"


def expected_records(body, noun):
    records = reference.read(body)["data"]
    if noun == "directory":
        names = {"linked": "active", "unlinked": "inactive"}
        records = [record | {"state": names.get(record["state"], record["state"])} for record in records]
    return records


def check_documented_form(record, raw):
    """The `_json` of a record is the server's record, and the documented members it lacks as null."""
    for name, value in record["json"].items():
        assert reference.same(value, raw.get(name)), name
    assert raw.keys() <= record["json"].keys()


@pytest.mark.parametrize("name", FILES)
def test_file(name, connect, serve):
    case, body = FILES[name], read(f"{name}.json")
    client = connect(serve(first_page(body)))
    if case.error:
        with pytest.raises(Failure) as failure:
            read_list(client, case.noun)
        assert (failure.value.status, failure.value.http_status) == (case.error, 200)
        assert failure.value.body == body
        return
    records, _ = read_list(client, case.noun)
    expected = expected_records(body, case.noun)
    assert [record["id"] for record in records] == [record["id"] for record in expected]
    assert len(records) == case.count
    for (number, *path), value in case.values.items():
        found = dig(records[number], path)
        assert found is ABSENT if value is ABSENT else reference.same(found, value), (number, path, found)
    for record, raw in zip(records, expected, strict=True):
        assert reference.same(record["raw"], raw)
        check_documented_form(record, raw)
    assert reference.same(reference.read(read_page(client, case.noun), mend=False), expected)


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name].count == 3])
def test_cursor_is_readable(name, connect, serve):
    """An odd value costs neither the records behind it nor the way on: the next page is asked for by the cursor."""
    end = ok({"data": [user(4)], "list_metadata": {"after": None}})
    server = serve(lambda request: end if "after" in request.query else ok(read(f"{name}.json")))
    with connect(server).list_users() as iterator:
        assert [record["id"] for record in iterator] == [USER(number) for number in range(1, 5)]
    assert [request.query.get("after") for request in server.requests] == [None, USER(3)]


@pytest.mark.parametrize("name", ["B15-after-empty-string", "B16d-cursor-keys-absent", "B54-utf8-bom"])
def test_last_page_is_the_end(name, connect, serve):
    server = serve(always(ok(read(f"{name}.json"))))
    with connect(server).list_users() as iterator:
        assert len(list(iterator)) == 1
        assert iterator.cursor() is None
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", RECORDS)
def test_record(name, connect, serve):
    body = read(f"{name}.json")
    client = connect(serve(always(ok(body))))
    record = client.get_user()
    for path, value in RECORDS[name].items():
        assert reference.same(dig(record, path), value), path
    check_documented_form(record, reference.read(body))
    with client.start("get_user", "u1", "user") as iterator:
        assert reference.same(reference.read(iterator.next_text("page_json"), mend=False), [reference.read(body)])


def test_one_shape_from_list_and_get(connect, serve):
    """B61."""
    body = read("B61-get-user-same-shape.json")
    listed = b'{"data":[' + body + b'],"list_metadata":{}}'
    client = connect(serve(lambda request: ok(listed if request.query else body)))
    with client.list_users() as iterator:
        assert list(iterator) == [client.get_user()]


def test_every_body_is_expected():
    assert {name.removesuffix(".json") for name in BODIES} == {*FILES, *RECORDS}


@pytest.mark.parametrize("name", ENVELOPES)
def test_envelope(name, connect, serve):
    data, metadata, error = ENVELOPES[name]
    for body in (b"{%s,%s}" % (data, metadata), b"{%s,%s}" % (metadata, data)):
        client = connect(serve(always(ok(body))))
        if not error:
            assert read_list(client, "user") == ([], None)
            continue
        with pytest.raises(Failure) as failure:
            read_list(client, "user")
        assert (failure.value.status, failure.value.body) == (error, body)


@pytest.mark.parametrize("name", NO_LISTS)
def test_no_list(name, connect, serve):
    client = connect(serve(always(ok(NO_LISTS[name]))))
    with pytest.raises(Failure) as failure:
        read_list(client, "user")
    assert (failure.value.status, failure.value.http_status) == ("PROTOCOL", 200)
    assert failure.value.body == NO_LISTS[name]


@pytest.mark.parametrize("member", ["raw_attributes", "custom_attributes", "extra"])
def test_values(member, connect, serve):
    """All of expectations/values.py, in a member that is read, one that is parsed, one that is unknown."""
    client = connect(serve(lambda request: ok(around(VALUE_OF[request.query["email"]], member))))
    for number, (value, expected) in enumerate(VALUES.items()):
        with client.list_users(email=str(number)) as iterator, client.list_users(email=str(number)) as pages:
            one, two, three = (next(iter(iterator)) for _ in range(3))
            assert [one["id"], two["id"], three["id"]] == [USER(1), USER(2), USER(3)], value
            assert iterator.cursor() == USER(3)
            assert reference.same(two["json"][member]["x"], expected), value
            found = reference.read(pages.next_text("page_json"), mend=False)
            assert reference.same(found[1][member]["x"], expected), value
            assert reference.same(reference.read(around(value, member))["data"], found), value


VALUE_OF = {str(number): value for number, value in enumerate(VALUES)}


def test_malformed_values(connect, serve):
    client = connect(serve(lambda request: ok(around(MALFORMED[int(request.query["email"])]))))
    for number, value in enumerate(MALFORMED):
        with pytest.raises(Failure) as failure, client.list_users(email=str(number)) as iterator:
            list(iterator)
        assert failure.value.status == "PROTOCOL", value
        assert failure.value.body == around(value)
