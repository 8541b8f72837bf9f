"""`--dry-run` and `mirror verify`: runs that change nothing."""

import json
import os
import subprocess

import pytest
from support.content import changes, held, last_change, opened
from support.mirror import BINARY


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def run(mirror, subcommand, *options):
    done = subprocess.run(
        [BINARY, "mirror", *subcommand, "--database", str(mirror.path), "--unpaced", *map(str, options)],
        capture_output=True, text=True, timeout=60, env=mirror.environment | {"TMPDIR": os.environ["TMPDIR"]},
    )  # fmt: skip
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def what(lines):
    names = ("kind", "action", "directory_id", "group_id", "user_id", "source", "event_id")
    return [{name: line.get(name) for name in names} for line in lines]


def test_a_dry_run_prints_what_a_run_would_change(mirror, mutator, temporary):
    mirror.update()
    mutator.change(40)
    before, mark, bytes_before = held(mirror.path), last_change(mirror.path), mirror.path.read_bytes()
    done, lines = run(mirror, [], "--dry-run")
    assert done.returncode == 0 and lines
    assert held(mirror.path) == before and last_change(mirror.path) == mark
    assert mirror.path.read_bytes() == bytes_before
    mirror.update()
    assert what(lines) == what(changes(mirror.path, after=mark))


def test_a_dry_run_before_the_first_run(mirror, temporary):
    done, lines = run(mirror, [], "--dry-run")
    assert done.returncode == 0 and lines[0]["source"] == "first run"
    assert not mirror.path.exists()


def test_a_dry_run_while_another_process_mirrors(mirror, temporary):
    process = mirror.start("--watch", "--poll", 60)
    try:
        process.stdout.readline()
        user = mirror.sandbox.list("/directory_users", directory=mirror.sandbox.list("/directories")[0]["id"])[0]
        mirror.sandbox.patch(f"users/{user['id']}", {"last_name": "Renamed"})
        done, lines = run(mirror, [], "--dry-run", "--reconcile")
        assert done.returncode == 0
        assert [(line["action"], line["user_id"]) for line in lines] == [("updated", user["id"])]
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_a_dry_run_that_would_hold(mirror, temporary):
    mirror.update()
    mirror.sandbox.lose_events()
    for user in mirror.sandbox.list("/directory_users", directory=okta(mirror)):
        mirror.sandbox.delete(f"users/{user['id']}")
    done, lines = run(mirror, [], "--dry-run", "--reconcile")
    assert done.returncode == 3 and okta(mirror) in done.stderr
    mirror.assert_healthy()


def okta(mirror):
    return mirror.sandbox.list("/directories", search="Okta")[0]["id"]


def test_verify_finds_nothing(mirror, mutator, temporary):
    mutator.change(30)
    mirror.update()
    # Events that are not in the file yet are not a difference.
    mutator.change(30)
    bytes_before = mirror.path.read_bytes()
    done, lines = run(mirror, ["verify"])
    assert (done.returncode, lines) == (0, []), done
    assert "equals" in done.stderr and mirror.path.read_bytes() == bytes_before


def test_verify_finds_each_difference(mirror, temporary):
    mirror.update()
    with opened(mirror.path) as db, db:
        gone, wrong, member = [row[0] for row in db.execute("SELECT id FROM users ORDER BY id LIMIT 3")]
        groups = db.execute("SELECT count(*) FROM memberships WHERE user_id IN (?, ?)", [gone, member]).fetchone()[0]
        db.execute("DELETE FROM memberships WHERE user_id IN (?, ?)", [gone, member])
        db.execute("DELETE FROM users WHERE id = ?", [gone])
        db.execute("UPDATE users SET email = 'wrong@example.com' WHERE id = ?", [wrong])
    done, lines = run(mirror, ["verify"])
    assert done.returncode == 1
    found = sorted((line["kind"], line["action"], line["user_id"]) for line in lines if line["kind"] == "user")
    assert found == sorted([("user", "created", gone), ("user", "updated", wrong)])
    assert sum(line["kind"] == "membership" for line in lines) == groups


def test_verify_needs_all_of_the_service(mirror, temporary):
    mirror.update()
    mirror.sandbox.fault("/directory_groups*", status=403, count=0)
    done, lines = run(mirror, ["verify"])
    assert done.returncode in (2, 77) and lines == [] and "equals" not in done.stderr


def test_verify_of_a_damaged_file(mirror, temporary):
    mirror.update()
    with opened(mirror.path) as db, db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'users_by_email'")
    done, _ = run(mirror, ["verify"])
    assert done.returncode == 74 and "repair" in done.stderr and str(mirror.path) in done.stderr


def test_verify_of_no_file(mirror, temporary):
    done, _ = run(mirror, ["verify"])
    assert done.returncode == 74 and not mirror.path.exists()
