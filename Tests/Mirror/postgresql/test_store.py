"""A schema of a PostgreSQL server as the database: what differs from a file."""

import contextlib
import dataclasses
import decimal
import json
import subprocess

import pytest
from oracle.trouble.proxy import Answer, Proxy
from support.content import assert_equal, changes, held, last_change, opened
from support.mirror import Mirror
from support.odd_records import odd_records, page, record
from support.values import without_nul
from support.workers import add_user

pytestmark = pytest.mark.postgresql


def test_the_first_run_and_what_follows(mirror):
    assert mirror.update()["listed"] == "first run"
    assert_equal(mirror.path, mirror.sandbox)
    user = add_user(mirror.sandbox)
    assert mirror.update()["changes"] == 1
    assert user in held(mirror.path)["users"]
    mirror.assert_healthy()
    assert [change["id"] for change in changes(mirror.path)] == list(range(1, last_change(mirror.path) + 1))


@contextlib.contextmanager
def serving(directories, groups, users):
    """A service with three lists only."""
    lists = {"/directories": directories, "/directory_groups": groups, "/directory_users": users}

    def answer(request, forward):
        is_other = "group" in request.query or "user" in request.query
        is_empty = request.query.get("directory", f"directory_{0:026}") != f"directory_{0:026}"
        return Answer(200, page([] if is_other or is_empty else lists.get(request.path, [])))

    proxy = Proxy("http://127.0.0.1:9", answer)
    proxy.api_key = "sk_test_odd"
    try:
        yield proxy
    finally:
        proxy.close()


def rows(path, table):
    with opened(path) as db:
        return {row["id"]: dict(row) for row in db.execute(f"SELECT * FROM {table}")}


NUMBER = "123456789012345678901234567890"
PAGE = [
    record("users", 1, {"id": '"directory_user_\\u0000"'}),
    record(
        "users",
        2,
        {"email": '"a\\u0000b"', "first_name": '"\\ud83d"', "custom_attributes": f'{{"n":{NUMBER},"t":"\\u0000"}}'},
    ),
    record("users", 3, {"id": '"directory_user_\\ud800"'}),
    record("users", 4, {"email": '"plain"'}),
]


@pytest.fixture(params=["file", "schema"])
def either(request, server, tmp_path):
    """A database of each kind that does not exist yet."""
    return tmp_path / "people.db" if request.param == "file" else server.database()


@pytest.mark.parametrize("memberships", ["groups", "records"])
def test_what_cannot_be_stored(either, memberships):
    """A NUL, a lone surrogate and a number of thirty digits in one page: only records with such an id are left out."""
    with serving([record("directories", 0, {})], [], PAGE) as served:
        mirror = Mirror(either, served)
        for options in ([], ["--reconcile"]):
            mirror.update("--memberships", memberships, *options)
            assert len(rows(either, "users")) == 2
    second, fourth = (row for _, row in sorted(rows(either, "users").items()))
    is_file = not str(either).startswith("postgresql")
    assert (second["email"], fourth["email"]) == ("a\0b" if is_file else "a\ufffdb", "plain")
    assert second["first_name"] == "\ufffd"
    attributes = json.loads(second["custom_attributes"])
    assert str(attributes["n"]) in (NUMBER, repr(NUMBER)) and attributes["t"] == ("\0" if is_file else "\ufffd")
    code, status = mirror.status()
    assert code == 0 and status["left_out"] == [
        {"directory": f"directory_{0:026}", "kind": "user", "id": f"directory_user_{sign}"}
        for sign in ("\u2400", "\ufffd")
    ]


def test_a_directory_that_cannot_be_stored(either):
    lists = [record("directories", 0, {}), record("directories", 1, {"id": '"directory_\\u0000"'})]
    with serving(lists, [], [PAGE[3]]) as served:
        mirror = Mirror(either, served)
        mirror.update()
    assert list(rows(either, "directories")) == [f"directory_{0:026}"]
    assert mirror.status()[1]["left_out"] == [{"kind": "directory", "id": "directory_\u2400"}]


def test_a_long_id(server):
    """It does not fit into an index of the server."""
    with serving(
        [record("directories", 0, {})], [], [record("users", 1, {"id": f'"{"x" * 3000}"'}), PAGE[3]]
    ) as served:
        mirror = Mirror(server.database(), served)
        mirror.update()
    assert len(rows(mirror.path, "users")) == 1 and len(mirror.status()[1]["left_out"]) == 1


def test_a_number_that_is_too_small(copied):
    """jsonb rejects it: the record is left out, and the other records and events of its page are not."""
    world = copied
    odd = world.user(custom_attributes={"n": "TINY"})["id"]
    other = world.user()["id"]

    def answer(request, forward):
        found = forward(request)
        return dataclasses.replace(found, body=found.body.replace(b'"TINY"', b"1e-99999"))

    world.layer(answer)
    for options in ([], ["--reconcile"]):
        world.update(*options)
        assert world.has(other) and not world.has(odd)
        assert [entry["id"] for entry in world.status()[1]["left_out"]] == [odd]


JSON_COLUMNS = ("record", "roles", "custom_attributes")


def comparable(row):
    """As PostgreSQL can have it: without U+0000, and of each number the value."""

    def value(name, text):
        if text is None or name not in JSON_COLUMNS:
            return text and text.replace("\0", "\ufffd")
        return json.loads(without_nul(text), parse_int=decimal.Decimal, parse_float=decimal.Decimal)

    return {name: value(name, text) for name, text in row.items()}


def test_every_column_is_as_in_a_file(server, tmp_path):
    lists = [[record("directories", 0, {}), *odd_records("directories")], odd_records("groups"), odd_records("users")]
    with serving(*lists) as served:
        mirrors = [Mirror(path, served) for path in (tmp_path / "people.db", server.database())]
        for mirror in mirrors:
            mirror.update("--memberships", "groups")
    for table in ("directories", "groups", "users"):
        file, schema = (rows(mirror.path, table) for mirror in mirrors)
        assert set(file) == set(schema)
        for identifier, row in file.items():
            assert comparable(schema[identifier]) == comparable(row), identifier


def test_verify_and_rehearse(mirror):
    mirror.update()
    user = add_user(mirror.sandbox)
    before = held(mirror.path)
    outcome = mirror.run("--dry-run")
    assert outcome.code == 0 and [line.get("user_id") for line in outcome.lines if "kind" in line] == [user]
    assert held(mirror.path) == before
    with opened(mirror.path) as db:
        db.execute("UPDATE users SET email = 'other' WHERE id = (SELECT min(id) FROM users)")
    mirror.update()
    found = mirror.command()[:2] + ["verify", "--database", mirror.path, "--unpaced"]
    done = subprocess.run(found, capture_output=True, text=True, env=mirror.environment, timeout=60)
    assert done.returncode == 1 and done.stdout.count("\n") == 1, done


def test_from_one_to_the_other_and_back(mirror, tmp_path):
    mirror.update()
    add_user(mirror.sandbox)
    mirror.update()
    file, schema = Mirror(tmp_path / "people.db", mirror.sandbox), Mirror(mirror.path + "_back", mirror.sandbox)
    schema.path = type(mirror.path)(schema.path)
    for source, target in ((mirror, file), (file, schema)):
        outcome = copy(source, target)
        assert outcome.returncode == 0, outcome
        assert held(target.path) == held(mirror.path)
        assert [c["id"] for c in changes(target.path)] == [c["id"] for c in changes(mirror.path)]
    add_user(mirror.sandbox)
    for target in (file, schema):
        assert target.update() | {"time": 0, "seconds": 0} == {
            "time": 0, "result": "done", "seconds": 0, "requests": 1, "events": 1, "changes": 1
        }  # fmt: skip
        assert last_change(target.path) == last_change(mirror.path) + 1
    assert copy(file, schema).returncode == 74


def copy(source, target):
    command = source.command()[:2] + ["copy", "--from", str(source.path), "--to", str(target.path)]
    return subprocess.run(command, capture_output=True, text=True, env=source.environment, timeout=60)


def test_what_others_made_on_the_empty_tables_stays(mirror, server):
    server.control("DO $$ BEGIN CREATE ROLE reading; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    mirror.sandbox.fault("/directories*", count=1, status=403)
    assert mirror.run("--max-retries", 0).code != 0
    with opened(mirror.path) as db:
        db.execute("CREATE VIEW emails AS SELECT id, email FROM users")
        db.execute("GRANT SELECT ON groups TO reading")
    mirror.update()
    assert_equal(mirror.path, mirror.sandbox)
    with opened(mirror.path) as db:
        counts = db.execute("SELECT (SELECT count(*) FROM emails) = (SELECT count(*) FROM users) AS same").fetchone()
    assert counts["same"] == 1
