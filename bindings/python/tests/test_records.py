"""Records: fields, raw, JSON, and what a server may send instead."""

import copy
import dataclasses
import json
import pickle

import pytest
from raw_server import http, page, user

import workosds

RECORDS = {
    "directory": {
        "object": "directory",
        "id": "directory_1",
        "organization_id": "org_1",
        "external_key": "key",
        "domain": None,
        "name": "Directory",
        "type": "okta scim v2.0",
        "state": "active",
        "metadata": {"users": {"active": 3, "inactive": 1}, "groups": 2},
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    },
    "group": {
        "object": "directory_group",
        "id": "directory_group_1",
        "idp_id": "idp",
        "directory_id": "directory_1",
        "organization_id": "org_1",
        "name": "Group",
        "raw_attributes": {"a": 1},
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    },
    "user": {
        "object": "directory_user",
        "id": "directory_user_1",
        "directory_id": "directory_1",
        "organization_id": "org_1",
        "idp_id": "idp",
        "email": "a@example.com",
        "first_name": "Zoë",
        "last_name": "Ångström",
        "name": "Zoë Ångström",
        "emails": [{"value": "a@example.com"}],
        "job_title": None,
        "username": None,
        "state": "active",
        "role": {"slug": "admin"},
        "roles": [{"slug": "admin"}, {"slug": "member"}],
        "custom_attributes": {"department": "Sales"},
        "raw_attributes": {},
        "groups": [],
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    },
}
NOT_AS_THEY_ARE = {"metadata", "role", "roles", "object", "groups"}


@pytest.fixture
def get(serve):
    """What the client makes of a record that the server sends."""
    clients = []

    def get(kind, record):
        server = serve(lambda request: http(record))
        client = workosds.Client("sk_test", base_url=server.url)
        clients.append(client)
        return getattr(client, "get_" + kind)("id")

    yield get
    for client in clients:
        client.close()


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field(get, kind):
    sent = RECORDS[kind]
    record = get(kind, sent)
    for name, value in sent.items():
        if name not in NOT_AS_THEY_ARE:
            assert getattr(record, name) == value
    assert record.raw == sent
    assert json.loads(record.to_json()) == sent
    assert list(json.loads(record.to_json())) == list(sent)


def test_fields_made_of_others(get):
    directory = get("directory", RECORDS["directory"])
    assert (directory.active_user_count, directory.inactive_user_count, directory.group_count) == (3, 1, 2)
    user = get("user", {**RECORDS["user"], "groups": [RECORDS["group"]]})
    assert (user.role, user.roles) == ("admin", ["admin", "member"])
    assert user.groups == [get("group", RECORDS["group"])]


@pytest.mark.parametrize("wire, documented", [("linked", "active"), ("unlinked", "inactive"), ("newer", "newer")])
def test_state_of_a_directory(get, wire, documented):
    directory = get("directory", {**RECORDS["directory"], "state": wire})
    assert directory.state == directory.raw["state"] == json.loads(directory.to_json())["state"] == documented


@pytest.mark.parametrize("kind", RECORDS)
def test_newer_members_are_kept(get, kind):
    record = get(kind, {**RECORDS[kind], "newer": {"a": [1]}})
    assert record.raw["newer"] == json.loads(record.to_json())["newer"] == {"a": [1]}


@pytest.mark.parametrize("kind", RECORDS)
def test_members_that_are_missing(get, kind):
    record = get(kind, {"id": "some_id"})
    empty = {"emails": [], "roles": [], "groups": [], "raw_attributes": {}, "custom_attributes": {}}
    for field in dataclasses.fields(record):
        if field.name not in ("id", "raw"):
            assert getattr(record, field.name) == empty.get(field.name)
    assert json.loads(record.to_json()) == dict.fromkeys(RECORDS[kind]) | {"id": "some_id"}
    assert record.raw == {"id": "some_id"}


@pytest.mark.parametrize("value", [7, 1.5, True, [], {}, ["text"], {"a": "text"}])
@pytest.mark.parametrize("kind", RECORDS)
def test_members_of_another_type(get, kind, value):
    sent = dict.fromkeys(RECORDS[kind], value)
    record = get(kind, sent)
    for field in dataclasses.fields(record):
        got = getattr(record, field.name)
        if field.name in ("emails", "raw_attributes", "custom_attributes"):
            assert got == (value if type(value) is (list if field.name == "emails" else dict) else type(got)())
        elif field.name != "raw":
            assert not got
    assert record.raw == sent


def test_odd_entries(get):
    odd = {"roles": [{"slug": "member"}, {}, 1, None, {"slug": 2}], "groups": [1, RECORDS["group"], None]}
    user = get("user", {**RECORDS["user"], **odd})
    assert user.roles == ["member"]
    assert [group.id for group in user.groups] == ["directory_group_1"]
    directory = get("directory", {**RECORDS["directory"], "metadata": {"users": [], "groups": "2"}})
    assert (directory.active_user_count, directory.group_count) == (None, None)


def test_text_of_every_kind(get):
    text = '\x00\x1f"\\/ü€😀\u2028'
    assert get("user", {**RECORDS["user"], "email": text}).email == text


def test_numbers_keep_their_digits(get):
    numbers = (
        b'{"id":"u","custom_attributes":{"big":123456789012345678901234567890,"real":1e400,"int":9007199254740993}}'
    )
    attributes = get("user", numbers).custom_attributes
    assert attributes == {"big": "123456789012345678901234567890", "real": "1e400", "int": 9007199254740993}


def test_deep_nesting(get):
    deep = b'{"id":"u","custom_attributes":{"deep":' + b"[" * 400 + b"]" * 400 + b"}}"
    assert json.loads(get("user", deep).to_json())["custom_attributes"] == json.loads(deep)["custom_attributes"]


@pytest.mark.parametrize("kind", RECORDS)
def test_they_are_values(get, kind):
    record, same = get(kind, RECORDS[kind]), get(kind, RECORDS[kind])
    other = get(kind, {**RECORDS[kind], "name": "Other"})
    assert record == same != other
    assert pickle.loads(pickle.dumps(record)) == copy.copy(record) == copy.deepcopy(record) == record
    assert dataclasses.replace(record, name="Other", raw=other.raw) == other
    assert dataclasses.asdict(record)["name"] == record.name
    assert f"id={record.id!r}" in repr(record) and "raw=" not in repr(record)
    assert not hasattr(record, "__dict__")
    assert not hasattr(record, "nonsense")


def test_records_outlive_the_client(serve):
    server = serve(lambda request: page([RECORDS["user"]]))
    with workosds.Client("sk_test", base_url=server.url) as client:
        (user,) = client.list_users(directory="d")
    assert user.custom_attributes == {"department": "Sales"}


NUL = "admin@example.test\0.attacker.test"


def test_a_nul_in_a_text_is_exact(serve):
    role = {"slug": "admin\0x"}
    sent = user(1, email=NUL, idp_id="1\x002", role=role, roles=[role], custom_attributes={"k": "v\0w"})
    server = serve(lambda request: page([sent]) if "?" in request.split("\r\n")[0] else http(sent))
    with workosds.Client("sk_test", base_url=server.url) as client:
        for one in (client.get_user("x"), *client.list_users(directory="d")):
            assert (one.email, one.idp_id, one.role, one.roles) == (NUL, "1\x002", "admin\0x", ["admin\0x"])
            assert one.custom_attributes == {"k": "v\0w"} and one.raw == sent
