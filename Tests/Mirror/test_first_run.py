import pytest
from support.content import assert_equal, changes, opened
from support.mirror import paused


@pytest.mark.parametrize("memberships", ["auto", "groups", "users", "records"])
def test_the_file_equals_the_directories(reader, memberships):
    cycle = reader.update("--memberships", memberships)
    assert cycle["listed"] == "first run"
    assert_equal(reader.path, reader.sandbox)
    paths = reader.sandbox.requests()
    assert any("user=" in path for path in paths) == (memberships == "users")
    assert any("group=" in path for path in paths) == (memberships in ("auto", "groups"))


@pytest.mark.parametrize(("groups", "users", "way"), [(40, 3, "user="), (2, 120, "group=")])
def test_memberships_are_listed_the_faster_way(mirror, groups, users, way):
    sandbox = mirror.sandbox
    for directory in sandbox.list("/directories"):
        sandbox.delete(f"directories/{directory['id']}")
    directory = sandbox.post("directories", {})["id"]
    made = [sandbox.post("groups", {"directory_id": directory})["id"] for _ in range(groups)]
    for _ in range(users):
        user = sandbox.post("users", {"directory_id": directory})["id"]
        sandbox.post("memberships", {"group_id": made[-1], "user_id": user})
    mirror.update(paced=True)
    paths = sandbox.requests()
    assert {name for name in ("user=", "group=") if any(name in path for path in paths)} == {way}
    assert_equal(mirror.path, sandbox)


def test_a_directory_is_one_change(reader):
    reader.update()
    assert {(c["kind"], c["action"], c["source"]) for c in changes(reader.path)} == {
        ("directory", "snapshot", "first run")
    }
    assert len(changes(reader.path)) == len(reader.sandbox.list("/directories"))


def test_a_cycle_without_changes_is_one_request(reader):
    reader.update()
    reader.sandbox.requests()
    cycle = reader.update()
    assert (cycle["requests"], cycle["events"], cycle["changes"]) == (1, 0, 0)
    assert len(reader.sandbox.requests()) == 1


def test_any_program_can_read_the_file(reader):
    reader.update()
    with opened(reader.path) as db:
        row = db.execute(
            """
            SELECT count(*) FROM users u JOIN memberships m ON m.user_id = u.id
            JOIN groups g ON g.id = m.group_id JOIN directories d ON d.id = g.directory_id
            WHERE d.type = 'okta scim v2.0' AND json_extract(u.record, '$.email') = u.email
            """
        ).fetchone()
        assert row[0] > 0
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_what_changes_while_it_is_listed_is_in_the_file_too(mirror):
    """The events since the start are applied to the listing, whether it included them or not."""
    sandbox = mirror.sandbox
    directory = sandbox.list("/directories", search="Okta")[0]["id"]
    users = sandbox.list("/directory_users", directory=directory)
    groups = sandbox.list("/directory_groups", directory=directory)
    sandbox.fault(f"/directory_users?limit=100&order=asc&directory={directory}*", delay_ms=400)
    process = mirror.start()
    sandbox.wait_for("/directory_users", process)
    with paused(process):
        sandbox.delete(f"users/{users[-1]['id']}")
        sandbox.delete(f"groups/{groups[0]['id']}")
        created = sandbox.post("users", {"directory_id": directory, "email": "late@example.com"})["id"]
        sandbox.post("memberships", {"group_id": groups[1]["id"], "user_id": created})
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert_equal(mirror.path, sandbox)
