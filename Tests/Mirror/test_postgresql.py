"""A schema of a PostgreSQL server as the database: what differs from a file."""

import contextlib
import decimal
import json
import re
import subprocess
import sys

import psycopg
import pytest
from oracle.trouble.proxy import Answer, Proxy
from sandbox_server import ROOT
from support.content import assert_equal, changes, held, last_change, opened
from support.mirror import Mirror
from support.odd_records import odd_records, page, record
from support.values import without_nul
from support.workers import add_user, refused


@pytest.fixture
def mirror(server, sandbox):
    return Mirror(server.database(), sandbox)


@pytest.fixture
def reader(server, unchanged):
    return Mirror(server.database(), unchanged)


# The content


def test_the_first_run_and_what_follows(mirror):
    assert mirror.update()["listed"] == "first run"
    assert_equal(mirror.path, mirror.sandbox)
    user = add_user(mirror.sandbox)
    assert mirror.update()["changes"] == 1
    assert user in held(mirror.path)["users"]
    assert mirror.status()[1]["health"] == "healthy"
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


def test_what_the_server_cannot_store(server):
    """NUL and a lone surrogate become U+FFFD, and a number keeps its digits, on one page with others."""
    number = "123456789012345678901234567890"
    members = {
        "email": '"a\\u0000b"',
        "first_name": '"\\ud83d"',
        "custom_attributes": f'{{"n":{number},"t":"\\u0000"}}',
    }
    users = [record("users", 1, members), record("users", 2, {"email": '"plain"'})]
    with serving([record("directories", 0, {})], [], users) as served:
        mirror = Mirror(server.database(), served)
        mirror.update("--memberships", "groups")
    first, second = (row for _, row in sorted(rows(mirror.path, "users").items()))
    assert (first["email"], first["first_name"], second["email"]) == ("a\ufffdb", "\ufffd", "plain")
    attributes = json.loads(first["custom_attributes"])
    assert str(attributes["n"]) in (number, repr(number)) and attributes["t"] == "\ufffd"


def test_an_id_that_the_server_cannot_store(server):
    """Its directory is named, and others are there."""
    odd = record("users", 1, {"id": '"directory_user_\\u0000"'})
    with serving([record("directories", 0, {}), record("directories", 1, {})], [], [odd]) as served:
        mirror = Mirror(server.database(), served)
        outcome = mirror.run("--memberships", "groups")
    assert outcome.code == 1 and f"directory_{0:026}" in outcome.error
    assert rows(mirror.path, "users") == {} and f"directory_{1:026}" in rows(mirror.path, "directories")
    assert [entry["directory"] for entry in mirror.status()[1]["to_be_listed"]] == [f"directory_{0:026}"]


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


def test_notifications(mirror):
    mirror.update()
    with psycopg.connect(mirror.path.without_schema, autocommit=True) as listener:
        listener.execute("LISTEN workosds_changes")
        add_user(mirror.sandbox)
        mirror.update()
        told = [note.payload for note in listener.notifies(timeout=10, stop_after=1)]
    assert told == [str(last_change(mirror.path))]


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


# The documentation

TEXT = (ROOT / "docs" / "mirror-postgresql.md").read_text()


def test_the_reader_in_python(mirror, tmp_path):
    mirror.update()
    program = tmp_path / "reader.py"
    program.write_text(re.search(r"```python\n(.*?)```", TEXT, re.S)[1])
    last = last_change(mirror.path)
    arguments = [mirror.path.without_schema, mirror.path.schema, str(last)]
    process = subprocess.Popen([sys.executable, program, *arguments], stdout=subprocess.PIPE, text=True)
    try:
        for number in (last + 1, last + 2):
            user = add_user(mirror.sandbox)
            mirror.update()
            assert process.stdout.readline() == f"{number} user created {user}\n"
    finally:
        process.kill()
        process.communicate()


def test_the_statements(mirror):
    mirror.update()
    changes, security = re.findall(r"```sql\n(.*?)```", TEXT, re.S)
    with opened(mirror.path) as db:
        for statement in (changes + security).split(";"):
            db.own.execute(statement)
        organization = db.execute("SELECT min(organization_id) AS id FROM users").fetchone()["id"]
        db.own.execute(f"GRANT USAGE ON SCHEMA {mirror.path.schema} TO tenant")
        db.own.execute("SET ROLE tenant")
        assert db.execute("SELECT count(*) AS n FROM users").fetchone()["n"] == 0
        db.own.execute(f"SET app.organization = '{organization}'")
        found = [row["organization_id"] for row in db.execute("SELECT organization_id FROM users")]
    assert found and set(found) == {organization}
    add_user(mirror.sandbox)
    mirror.update()


# What may be wrong


def test_a_wrong_password(server, unchanged, monkeypatch):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    mirror = Mirror(server.database("guarded"), unchanged)
    refused(mirror.run(), "password", "PGPASSWORD")
    monkeypatch.setenv("PGPASSWORD", "wrong")
    refused(mirror.run(), "password authentication failed", "PGPASSWORD")
    monkeypatch.setenv("PGPASSWORD", "secret")
    refused(mirror.run(), "permission denied", "CREATE")
    server.control("GRANT CREATE ON DATABASE people TO guarded")
    mirror.update()


@pytest.mark.parametrize(
    "address", ["postgresql://a:b@h/d", "postgresql://a@h/d?password=b", "postgresql://h/d?schema="]
)
def test_an_address_that_is_refused(unchanged, address):
    refused(Mirror(address, unchanged).run(), "--database", code=64)


def test_no_server(unchanged, tmp_path):
    refused(Mirror(f"postgresql://a@/d?host={tmp_path}", unchanged).run(), "postgresql://a@/d", "failed")


def test_a_schema_without_a_mirror(reader, server):
    code, error = reader.status()
    assert code == 74 and "has no mirror" in error
    with psycopg.connect(reader.path.without_schema, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {reader.path.schema}")
        db.execute(f"CREATE TABLE {reader.path.schema}.users (id int)")
    refused(reader.run(), "another program", "users")


def test_a_newer_version(reader):
    reader.update()
    with opened(reader.path) as db:
        db.execute("UPDATE mirror_lease SET version = version + 1")
    refused(reader.run(), "newer version")
    code, error = reader.status()
    assert code == 74 and "newer version" in error


def test_a_server_that_is_read_only(reader, server):
    reader.update()
    options = "&options=-c%20default_transaction_read_only%3Don"
    with_option = Mirror(type(reader.path)(reader.path.replace("&schema", f"{options}&schema")), reader.sandbox)
    refused(with_option.run(), "read-only", "primary")
    assert with_option.status()[0] == 0


def test_without_the_client_library(reader, tmp_path, monkeypatch):
    """A file of that name that is no library."""
    (tmp_path / "libpq.so.5").write_text("")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    refused(reader.run(), "libpq5")
