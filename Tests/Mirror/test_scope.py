"""Mirrors of a part of the data: `--organization`, `--directory`, `--state`, `--without`."""

import json

import pytest
from generated_service import GeneratedService
from support.content import changes, check, expected, held, opened
from support.mirror import Mirror

SECRET = "a-secret-that-nobody-may-keep"


def directories(sandbox, count=2):
    """The directories with the most users, in a fixed order."""
    found = sandbox.list("/directories")
    sizes = {d["id"]: len(sandbox.list("/directory_users", directory=d["id"])) for d in found}
    return sorted(sizes, key=lambda id: (-sizes[id], id))[:count]


def part(sandbox, keep_directory=lambda d: True, keep_user=lambda u: True):
    """The sandbox's part of it."""
    content = expected(sandbox)
    content["directories"] = {i: d for i, d in content["directories"].items() if keep_directory(d)}
    for table in ("groups", "users"):
        content[table] = {i: r for i, r in content[table].items() if r["directory_id"] in content["directories"]}
    content["users"] = {i: u for i, u in content["users"].items() if keep_user(u)}
    content["memberships"] = {
        (g, u) for g, u in content["memberships"] if g in content["groups"] and u in content["users"]
    }
    return content


def assert_holds(mirror, wanted, leave_out=()):
    check(mirror.path)
    found = held(mirror.path)
    for table in wanted:
        assert set(found[table]) == set(wanted[table]), table
    for table in ("groups", "users"):
        for id, row in found[table].items():
            other = wanted[table][id]
            assert {k: v for k, v in row.items() if k not in leave_out} == {
                k: v for k, v in other.items() if k not in leave_out
            }


def add_user(sandbox, directory, **more):
    return sandbox.post("users", {"directory_id": directory, "email": "new@example.com"} | more)["id"]


def test_one_directory(mirror, mutator):
    one, other = directories(mirror.sandbox)
    options = ("--directory", one)
    mirror.sandbox.requests()
    mirror.update(*options)
    assert not any(other in path for path in mirror.sandbox.arrived())
    assert_holds(mirror, part(mirror.sandbox, lambda d: d["id"] == one))
    mutator.change(60)
    new = mirror.sandbox.post("directories", {"name": "Somebody else's"})["id"]
    add_user(mirror.sandbox, new)
    mirror.sandbox.requests()
    mirror.update(*options)
    assert not any(other in path or new in path for path in mirror.sandbox.arrived())
    assert_holds(mirror, part(mirror.sandbox, lambda d: d["id"] == one))
    mirror.update("--reconcile", *options)
    assert_holds(mirror, part(mirror.sandbox, lambda d: d["id"] == one))


def test_an_organization(mirror, mutator):
    organization = mirror.sandbox.list("/directories")[0]["organization_id"]
    options = ("--organization", organization)
    mirror.update(*options)
    wanted = part(mirror.sandbox, lambda d: d["organization_id"] == organization)
    assert wanted["directories"] and len(wanted["directories"]) < len(expected(mirror.sandbox)["directories"])
    assert_holds(mirror, wanted)
    mutator.change(60)
    mirror.update(*options)
    assert_holds(mirror, part(mirror.sandbox, lambda d: d["organization_id"] == organization))


def is_active(user):
    return user["state"] == "active"


def test_a_state(mirror, mutator):
    options = ("--state", "active")
    mutator.change(60)
    mirror.update(*options)
    assert_holds(mirror, part(mirror.sandbox, keep_user=is_active))
    for _ in range(3):
        mutator.change(60)
        mirror.update(*options)
        assert_holds(mirror, part(mirror.sandbox, keep_user=is_active))
    mirror.update("--reconcile", *options)
    assert_holds(mirror, part(mirror.sandbox, keep_user=is_active))


@pytest.mark.parametrize("by", ["events", "listing"])
def test_who_leaves_the_state_and_comes_back(mirror, by):
    sandbox, options = mirror.sandbox, ["--state", "active"]
    if by == "listing":
        sandbox.lose_events()
        options.append("--reconcile")
    mirror.update(*options)
    # More than the removal guard allows, but they exist and are excluded by the state.
    directory = directories(sandbox)[0]
    users = [u["id"] for u in sandbox.list("/directory_users", directory=directory) if u["state"] == "active"][:60]
    before = held(mirror.path)
    for user in users:
        sandbox.patch(f"users/{user}", {"state": "inactive"})
    mirror.update(*options)
    assert not set(users) & set(held(mirror.path)["users"])
    assert_holds(mirror, part(sandbox, keep_user=is_active))
    for user in users:
        sandbox.patch(f"users/{user}", {"state": "active"})
    mirror.update(*options)
    assert_holds(mirror, part(sandbox, keep_user=is_active))
    assert held(mirror.path)["memberships"] == before["memberships"]


def everything_in(mirror):
    """The bytes of the file; of a server its rows, because nobody else reads its files."""
    if str(mirror.path).startswith("postgresql://"):
        with opened(mirror.path) as db:
            tables = [
                row[0] for row in db.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            ]
            rows = [row[0] for table in tables for row in db.execute(f"SELECT t::text FROM {table} AS t")]
        return "\n".join(rows).encode()
    files = [mirror.path, mirror.path.with_name("people.db-wal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


def give_secret(sandbox, directory):
    user = add_user(sandbox, directory, custom_attributes={"salary": SECRET})
    sandbox.patch(f"users/{user}", {"custom_attributes": {"salary": SECRET + "2"}})
    return user


def test_without_attributes(mirror, mutator):
    options = ("--without", "custom_attributes")
    directory = directories(mirror.sandbox)[0]
    give_secret(mirror.sandbox, directory)
    mirror.update(*options)
    user = give_secret(mirror.sandbox, directory)
    mutator.change(60)
    mirror.update(*options)
    mirror.sandbox.patch(f"users/{user}", {"custom_attributes": {"salary": SECRET + "3"}, "last_name": "Seen"})
    mirror.update(*options)
    mirror.sandbox.lose_events()
    give_secret(mirror.sandbox, directory)
    mirror.update("--reconcile", *options)
    assert SECRET.encode() not in everything_in(mirror)
    assert_holds(mirror, part(mirror.sandbox), leave_out=("custom_attributes", "record"))
    with opened(mirror.path) as db:
        rows = db.execute("SELECT custom_attributes, record FROM users").fetchall()
    assert all(row[0] is None and "custom_attributes" not in json.loads(row[1]) for row in rows)
    assert any(change["user_id"] == user and change["action"] == "updated" for change in changes(mirror.path))


def test_one_statement_changes_many_pages(tmp_path):
    """Their previous content does not fit into the memory of a statement."""
    service = GeneratedService(1, 2000)
    try:
        mirror = Mirror(tmp_path / "people.db", service)
        mirror.update("--memberships", "groups")
        mirror.update("--memberships", "groups", "--without", "custom_attributes")
    finally:
        service.close()
    check(mirror.path)
    with opened(mirror.path) as db:
        assert db.execute("SELECT count(*) FROM users WHERE custom_attributes IS NULL").fetchone()[0] == 2000


def test_without_records(mirror, mutator):
    options = ("--without", "custom_attributes,record")
    directory = directories(mirror.sandbox)[0]
    mirror.update(*options)
    for _ in range(2):
        give_secret(mirror.sandbox, directory)
        mutator.change(60)
        mirror.update(*options)
        assert_holds(mirror, part(mirror.sandbox), leave_out=("custom_attributes", "record"))
    mirror.update("--reconcile", *options)
    assert_holds(mirror, part(mirror.sandbox), leave_out=("custom_attributes", "record"))
    assert SECRET.encode() not in everything_in(mirror)
    with opened(mirror.path) as db:
        for (record,) in db.execute("SELECT record FROM users UNION ALL SELECT record FROM groups"):
            assert set(json.loads(record)) == {"id", "updated_at"}


def test_less_than_before(mirror):
    """Stored values are removed from the file, including free pages and `changes`."""
    sandbox = mirror.sandbox
    one, other = directories(sandbox)
    mirror.update()
    give_secret(sandbox, one)
    sandbox.post("users", {"directory_id": other, "email": f"{SECRET}@example.com"})
    mirror.update()
    assert SECRET.encode() in everything_in(mirror)
    told = mirror.update("--without", "custom_attributes", "--directory", one)
    assert told["listed"] and mirror.status()[1]["scope"] == {"directories": [one], "without": ["custom_attributes"]}
    assert SECRET.encode() not in everything_in(mirror)
    assert_holds(mirror, part(sandbox, lambda d: d["id"] == one), leave_out=("custom_attributes", "record"))
    deleted = [c for c in changes(mirror.path) if c["source"] == "scope" and c["kind"] == "directory"]
    assert other in {c["directory_id"] for c in deleted}
    assert "listed" not in mirror.update("--without", "custom_attributes", "--directory", one)


def test_more_than_before(mirror, mutator):
    options = ("--without", "record", "--state", "active", "--directory", directories(mirror.sandbox)[0])
    mirror.update(*options)
    mutator.change(40)
    assert mirror.update()["listed"]
    assert_holds(mirror, part(mirror.sandbox))
    mirror.assert_healthy()
