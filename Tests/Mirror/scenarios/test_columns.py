"""Each column has the value of the library's accessor, for any record."""

import contextlib
import json
import os

import pytest
from oracle.trouble.proxy import Answer, Proxy
from sandbox_server import ROOT
from support.content import opened
from support.mirror import Mirror
from support.odd_records import MEMBERS, behaviour_records, odd_records, page, record
from support.values import canonical, exact

os.environ.setdefault("WORKOSDS_LIBRARY", str(ROOT / "build" / "libworkosds.so"))
KEY = "sk_test_columns"


class Served:
    """A service with three lists only."""

    def __init__(self, directories, groups, users):
        self.lists = {"/directories": directories, "/directory_groups": groups, "/directory_users": users}
        self.proxy = Proxy("http://127.0.0.1:9", self.answer)
        self.url, self.api_key = self.proxy.url, KEY
        self.close = self.proxy.close

    def answer(self, request, forward):
        if request.path == "/events" or "group" in request.query or "user" in request.query:
            return Answer(200, page([]))
        return Answer(200, page(self.lists[request.path]))


@pytest.fixture
def serve(stack):
    return lambda *lists: stack.enter_context(contextlib.closing(Served(*lists)))


def listed(served):
    import workosds

    with workosds.Client(KEY, base_url=served.url) as client:
        return {
            "directories": list(client.list_directories(order="asc")),
            "groups": list(client.list_groups(directory=f"directory_{0:026}", order="asc")),
            "users": list(client.list_users(directory=f"directory_{0:026}", order="asc")),
        }


def rows(path, table):
    with opened(path) as db:
        return {row["id"]: dict(row) for row in db.execute(f"SELECT * FROM {table}")}


def hold(path, accessors):
    """Compares every column of every row with the accessor of its name."""
    for table, records in accessors.items():
        found = rows(path, table)
        assert set(found) == {one.id for one in records}, table
        for one in records:
            row = found[one.id]
            for name in MEMBERS[table]:
                if name in ("roles", "custom_attributes", "something_new"):
                    continue
                assert row[name] == getattr(one, name), (table, one.id, name)
            record = exact(json.dumps(one.raw))
            assert canonical(table, exact(row["record"])) == canonical(table, record), (table, one.id)
            if table == "users":
                hold_parts(row, one, record)


def hold_parts(row, user, record):
    roles = json.loads(row["roles"]) if row["roles"] is not None else []
    assert isinstance(roles, list)
    assert [r["slug"] for r in roles if isinstance(r, dict) and isinstance(r.get("slug"), str)] == user.roles, user.id
    attributes = exact(row["custom_attributes"]) if row["custom_attributes"] is not None else {}
    sent = record.get("custom_attributes")
    assert attributes == (sent if isinstance(sent, dict) else {}), user.id


def test_every_member_with_every_value(serve, tmp_path):
    own = record("directories", 0, {})
    served = serve([own, *odd_records("directories")], odd_records("groups"), odd_records("users"))
    mirror = Mirror(tmp_path / "people.db", served)
    only = lambda request, forward: (  # noqa: E731
        Answer(200, page([]))
        if request.query.get("directory", f"directory_{0:026}") != f"directory_{0:026}"
        else forward(request)
    )
    served.proxy.layers.insert(0, only)
    mirror.update("--memberships", "groups")
    hold(mirror.path, listed(served))


def test_however_a_record_is_written(serve, tmp_path):
    """White space, escapes in names and duplicate members do not change columns; white space does not change
    records."""
    members = {
        "email": '"zoë@example.test"',
        "roles": '[ {"slug" : "a b"} , 7 ]',
        "custom_attributes": '{ "a" : [ 1 , 2 ] }',
    }
    usual = record("users", 1, members)
    spaced = json.dumps(json.loads(record("users", 2, members)), indent=3, ensure_ascii=False)
    escaped = record("users", 3, members).replace('"email"', '"\\u0065mail"').replace('"roles"', '"r\\u006fles"')
    repeated = ',"email":"second@example.test","name":"x","name":null,"role":{"slug":"a","slug":"b"}}'
    twice = record("users", 4, members)[:-1] + repeated
    served = serve([record("directories", 0, {})], [], [usual, spaced, escaped, twice])
    mirror = Mirror(tmp_path / "people.db", served)
    mirror.update("--memberships", "groups")
    hold(mirror.path, listed(served))
    found = rows(mirror.path, "users")
    compact = found[f"directory_user_{1:026}"]["record"].replace(f"{1:026}", f"{2:026}")
    assert found[f"directory_user_{2:026}"]["record"] == compact


def test_the_records_of_the_behaviour_table(serve, tmp_path):
    texts = behaviour_records()
    assert len(texts) > 20
    served = serve([record("directories", 0, {})], [], texts)
    mirror = Mirror(tmp_path / "people.db", served)
    mirror.update("--memberships", "groups")
    hold(mirror.path, listed(served))


def test_by_events_as_by_listings(copied):
    """The same values in the same columns, from listings and from events."""
    values = [json.loads(value) for value in ('"a\\u0000b"', '"\\ud83d"', "123456789012345678901234567890", "[1.0]")]
    for value in values:
        copied.user(first_name=value, custom_attributes={"a": value}, role={"slug": value}, job_title=value)
        copied.group(name=value)
    copied.update()
    by_events = {table: rows(copied.path, table) for table in ("groups", "users")}
    mark = copied.mark()
    copied.update("--reconcile")
    assert copied.changes(after=mark) == []
    other = copied.folder / "again.db" if copied.is_file else type(copied.path)(f"{copied.path}_again")
    again = Mirror(other, copied.mirror.sandbox)
    again.update("--memberships", "groups")
    for table, found in by_events.items():
        for identifier, row in rows(again.path, table).items():
            told = {name: found[identifier][name] for name in row}
            for texts in (told, row):
                for name in ("record", "custom_attributes", "roles"):
                    if texts.get(name) is not None:
                        texts[name] = exact(texts[name])
            assert told == row, identifier


def test_ids_that_json_writes_with_escapes(serve, tmp_path):
    """A membership refers to its user and group, however their ids are spelled."""
    directory = record("directories", 0, {})
    group = record("groups", 1, {"id": '"directory_\\u0067roup_\\/1"'})
    user = record("users", 1, {"id": '"directory_user_\\u00e9\\"1"'})

    class Members(Served):
        def answer(self, request, forward):
            if "group" in request.query:
                return Answer(200, page([user]))
            return super().answer(request, forward)

    served = Members([directory], [group], [user])
    try:
        mirror = Mirror(tmp_path / "people.db", served)
        mirror.update("--memberships", "groups")
        with opened(mirror.path) as db:
            pairs = [tuple(row) for row in db.execute("SELECT group_id, user_id FROM memberships")]
        assert pairs == [("directory_group_/1", 'directory_user_é"1')]
    finally:
        served.proxy.close()
