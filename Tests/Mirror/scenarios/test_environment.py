"""A key of another environment, a wrong clock, a missing file, a lock of another process."""

import dataclasses
import os
import shutil
import signal

import pytest
from oracle.trouble.proxy import Answer
from support.amount import long
from support.content import opened
from support.mirror import Mirror


def started_watch(world, *options):
    """--watch, after its first line of output."""
    process = world.mirror.start("--watch", "--poll", 0.2, *options)
    process.stdout.readline()
    return process


@pytest.fixture
def other_environment(start_sandbox):
    other = start_sandbox("--no-gzip")
    for directory in other.list("/directories"):
        other.delete(f"directories/{directory['id']}")
    directory = other.post("directories", {"name": "Foreign"})["id"]
    other.user = other.post("users", {"directory_id": directory, "email": "foreign@example.com"})["id"]
    return other


@pytest.mark.parametrize("is_quiet", [True, *long(False)])
@pytest.mark.parametrize("options", [[], *long(["--reconcile"], ["--reconcile", "--max-removal", 100])])
def test_the_key_of_another_environment(copied, other_environment, is_quiet, options):
    """The two environments are never mixed, even after a long pause."""
    if is_quiet:
        copied.execute("UPDATE mirror_state SET event_cursor_at = '2026-01-01T00:00:00.000Z'")
    before = copied.query("SELECT id FROM users ORDER BY id")
    outcome = Mirror(copied.path, other_environment).run(*options)
    assert outcome.code not in (0, -9) and outcome.error.count("\n") == 1, outcome
    assert copied.query("SELECT id FROM users ORDER BY id") == before
    copied.update("--reconcile")
    copied.assert_equal()


def test_a_new_key_of_the_same_environment(copied):
    """Keys are rotated: what the file is of is known by its content."""

    real = f"Bearer {copied.sandbox.api_key}"
    copied.layer(lambda request, forward: forward(dataclasses.replace(request, key=real)))
    copied.mirror.sandbox.api_key = "sk_test_rotated_0000000000000000"
    user = copied.user()["id"]
    copied.update()
    assert copied.has(user)
    copied.update("--reconcile")
    copied.assert_equal()


def test_a_clock_that_was_ahead_once(copied):
    copied.execute("UPDATE mirror_state SET last_success_at = '2040-01-01T00:00:00.000Z'")
    copied.sandbox.fault("/events*", status=403, count=0)
    copied.run()
    code, status = copied.status()
    assert code == 1 and status["health"] != "healthy"


def test_a_clock_that_was_ahead_at_the_last_listing(copied):
    copied.execute("UPDATE mirror_state SET listed_at = '2040-01-01T00:00:00.000Z'")
    copied.sandbox.patch(f"directories/{copied.middle}", {"name": "Renamed"})
    copied.update("--reconcile-every", 3600)
    copied.assert_equal()


@pytest.mark.parametrize("status", [422, *long(400)])
def test_a_range_that_is_refused(copied, status):
    copied.execute("UPDATE mirror_state SET event_cursor_at = '2026-01-01T00:00:00.000Z'")

    def layer(request, forward):
        refused = Answer.of(status, {"message": "range_start is too old"})
        return refused if "range_start" in request.query else forward(request)

    copied.layer(layer)
    user = copied.user()["id"]
    copied.run()
    assert copied.has(user)
    copied.honest()
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("status", [410, *long(400, 404, 422)])
def test_a_cursor_that_is_refused(copied, status):
    copied.user()
    copied.update()
    cursor = copied.value("SELECT event_cursor FROM mirror_state")

    def layer(request, forward):
        is_refused = request.path == "/events" and request.query.get("after") == cursor
        return Answer.of(status, {"message": "No such event"}) if is_refused else forward(request)

    copied.layer(layer)
    copied.user()
    copied.sandbox.patch(f"directories/{copied.middle}", {"name": "Renamed"})
    assert copied.run().last.get("listed")
    copied.honest()
    copied.update()
    copied.assert_equal()


@pytest.mark.sqlite
@pytest.mark.parametrize("way", ["removed", "replaced", *long("moved")])
def test_the_file_goes_under_watch(copied, way, tmp_path):
    """It does not keep writing to a deleted file, nor corrupt another file with its log."""
    backup = tmp_path / "backup.db"
    with opened(copied.path) as db:
        db.execute("VACUUM INTO ?", [str(backup)])
    process = started_watch(copied)
    try:
        names = [copied.path.with_name(copied.path.name + suffix) for suffix in ("", "-wal", "-shm")]
        if way == "replaced":
            shutil.move(backup, copied.path)
        for name in names:
            if way == "moved" and name.exists():
                name.rename(name.with_name("moved-" + name.name))
            if way == "removed" and name.exists():
                name.unlink()
        for _ in range(3):
            copied.user()
        _, error = process.communicate(timeout=60)
        assert process.returncode == 74 and str(copied.path) in error
    finally:
        process.kill()
        process.communicate()


@pytest.mark.sqlite
@pytest.mark.parametrize("seconds", [1, *long(13)])
def test_somebody_holds_the_lock_under_watch(copied, seconds):
    process = started_watch(copied)
    try:
        with opened(copied.path) as db:
            db.isolation_level = None
            db.execute("BEGIN IMMEDIATE")
            user = copied.sandbox.post("users", {"directory_id": copied.small})["id"]
            try:
                process.wait(timeout=seconds)
            except Exception as error:
                assert "timed out" in str(error)
            db.execute("ROLLBACK")
        for _ in process.stdout:
            if copied.has(user):
                break
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.communicate()


def test_names_cannot_write_to_the_terminal(world):
    """A directory's name is untrusted, and may appear in messages, the log and `status`."""
    evil = "Evil\x1b[2J\r\n2026-01-01T00:00:00.000Z 0 events\u202e\u009b31m"
    directory = world.large
    world.sandbox.patch(f"directories/{directory}", {"name": evil})
    world.update()
    world.lose_events()
    for user in world.users(directory)[:100]:
        world.sandbox.delete(f"users/{user}")
    process = world.mirror.start("--reconcile", "--memberships", "groups", "--log", "text")
    output, error = process.communicate(timeout=60)
    assert process.returncode == 3 and directory in error
    texts = [output, error, world.value("SELECT coalesce(last_error, '') FROM mirror_state")]
    command = world.mirror.command()[:2] + ["status", "--database", str(world.path)]
    texts.append(os.popen(" ".join(command)).read())
    for text in texts:
        assert not set(text) & set("\x1b\r\u202e\u009b"), text
        assert "\n2026-01-01" not in text
    assert error.count("\n") == 1


def test_a_view_of_the_first_hour(world):
    """Objects that users added to the file are kept, and do not disturb the mirror."""
    world.refuse("/directory_users", 500)
    world.run("--max-retries", 0)
    world.honest()
    world.execute("CREATE VIEW addresses AS SELECT email FROM users")
    world.execute("CREATE INDEX users_by_state ON users (state)")
    world.update()
    world.assert_equal()
    assert world.value("SELECT count(*) FROM addresses") == 292
    catalog = "sqlite_master WHERE name" if world.is_file else "pg_class WHERE relname"
    assert world.query(f"SELECT 1 FROM {catalog} = 'users_by_state'")


def test_two_environments_in_two_files(copied, other_environment, tmp_path):
    second = Mirror(tmp_path / "other.db", other_environment)
    second.update()
    with opened(second.path) as db:
        assert db.execute("SELECT id FROM users").fetchall()[0][0] == other_environment.user
    copied.update()
    copied.assert_equal()
