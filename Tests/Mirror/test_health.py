"""Problems in `status` and the logs, and the time to stop."""

import json
import signal
import sqlite3
import subprocess
import time

import pytest
from processor_time import processor_time_to_stop
from support.content import held, opened
from support.mirror import BINARY

HOSTILE = "\x1b[2J\x1b]0;owned\x07\r\n2026-01-01T00:00:00.000Z forged line \u202eevil\u202c\u2028\x9b31m"


def text_status(mirror, *options):
    command = [BINARY, "mirror", "status", "--database", str(mirror.path), *options]
    return subprocess.run(command, capture_output=True, timeout=20)


def assert_harmless(output, lines=None):
    text = output.decode() if isinstance(output, bytes) else output
    assert not any(ord(c) < 0x20 and c != "\n" or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u202c\u2028" for c in text), (
        text
    )
    assert lines is None or text.count("\n") == lines, text


@pytest.fixture
def hostile(mirror):
    """A directory whose name contains escape sequences, and half of whose users disappear without events."""
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    mirror.sandbox.patch(f"directories/{directory}", {"name": HOSTILE})
    mirror.update()
    mirror.sandbox.lose_events()
    users = mirror.sandbox.list("/directory_users", directory=directory)
    for user in users[: len(users) // 2]:
        mirror.sandbox.delete(f"users/{user['id']}")
    return mirror, directory


@pytest.mark.parametrize("form", ["text", "json"])
def test_names_are_escaped(hostile, form):
    mirror, directory = hostile
    process = mirror.start("--reconcile", "--log", form)
    output, error = process.communicate(timeout=60)
    assert process.returncode == 3
    assert directory in error and directory in output
    assert_harmless(error, lines=1)
    assert_harmless(output, lines=1)
    if form == "json":
        assert HOSTILE in json.loads(output)["error"] or "\\x1b[2J" in json.loads(output)["error"]
    for options in ((), ("--json",)):
        told = text_status(mirror, *options)
        assert told.returncode == 1
        assert_harmless(told.stdout)
        assert directory.encode() in told.stdout
    with opened(mirror.path) as db:
        assert_harmless(db.execute("SELECT last_error FROM mirror_state").fetchone()[0], lines=0)


def test_what_is_held_is_named(hostile):
    mirror, directory = hostile
    assert mirror.run("--reconcile").code == 3
    code, status = mirror.status()
    assert (code, status["health"]) == (1, "held")
    assert [entry["directory"] for entry in status["held"]] == [directory]
    assert "125 of 250 users" in status["held"][0]["problem"]
    assert status["held"][0]["name"].startswith("\x1b")


def test_what_cannot_be_listed_is_named(mirror):
    mirror.update()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    asked = next(p for p in mirror.sandbox.arrived() if p.startswith("/directory_groups") and directory in p)
    mirror.sandbox.fault(asked + "*", status=403, count=0)
    failed = mirror.run("--reconcile")
    assert failed.code == 1 and directory in failed.error
    code, status = mirror.status()
    assert code == 1 and [entry["directory"] for entry in status["to_be_listed"]] == [directory]
    mirror.sandbox.clear_faults()
    mirror.update()
    mirror.assert_healthy()


def test_a_clock_that_was_ahead(mirror):
    mirror.update()
    with opened(mirror.path) as db, db:
        db.execute("UPDATE mirror_state SET last_success_at = '2040-01-01T00:00:00.000Z'")
    code, status = mirror.status("--max-age", 1e12)
    assert (code, status["health"]) == (1, "clock")
    assert b"in " in text_status(mirror).stdout
    mirror.update()
    mirror.assert_healthy()


def test_the_times_of_the_table(mirror):
    mirror.update()
    mirror.run("--api-key-file", "/dev/null")
    status = mirror.status()[1]
    with opened(mirror.path) as db:
        row = dict(db.execute("SELECT * FROM mirror_state").fetchone())
    for name in ("listed_at", "last_success_at", "caught_up_at"):
        assert status[name] == row[name]


def test_a_listing_under_way(mirror):
    mirror.update()
    mirror.sandbox.fault("/directory_users*", count=0, skip=3, delay_ms=20_000)
    process = mirror.start("--reconcile")
    try:
        mirror.sandbox.wait_for("/directory_users", process)
        deadline = time.monotonic() + 20
        while "listing" not in (status := mirror.status()[1]) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert status["listing"] == "asked for" and status["listing_users"] >= 0
    finally:
        process.kill()
        process.communicate()


def test_one_is_no_plural(mirror):
    mirror.update()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    mirror.sandbox.post("users", {"directory_id": directory})
    process = mirror.start("--log", "text")
    assert " 1 event, 1 change (" in process.communicate(timeout=30)[0]


def test_a_reason_is_not_doubled(mirror):
    mirror.update()
    mirror.sandbox.fault("/directory_users*", status=500, count=0)
    lines = [mirror.run("--reconcile", "--max-retries", 0).lines for _ in range(3)]
    mirror.sandbox.clear_faults()
    assert all("continued: continued" not in str(line) for line in lines), lines
    mirror.update()


class TestLocked:
    """Another process writes to the file for a long time."""

    @pytest.fixture
    def locked(self, mirror):
        mirror.update()
        connection = sqlite3.connect(mirror.path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield mirror, connection
        connection.close()

    def start(self, mirror):
        mirror.sandbox.post("users", {"directory_id": mirror.sandbox.list("/directories")[0]["id"]})
        return mirror.start("--watch", "--poll", 0.2)

    def test_it_passes(self, locked):
        mirror, connection = locked
        process = self.start(mirror)
        try:
            line = json.loads(process.stdout.readline())
            assert line["result"] == "failed" and "locked" in line["error"] and str(mirror.path) in line["error"]
            connection.rollback()
            lines = [json.loads(process.stdout.readline())]
            while lines[-1]["result"] != "done":
                lines.append(json.loads(process.stdout.readline()))
            mirror.assert_healthy()
        finally:
            process.terminate()
            process.communicate(timeout=20)

    def test_it_can_be_stopped(self, locked):
        mirror, _ = locked
        process = self.start(mirror)
        mirror.sandbox.wait_for("/events", process)
        time.sleep(1)
        process.terminate()
        # Otherwise it would wait for five seconds, and print that the cycle has failed.
        assert process.communicate(timeout=20) == ("", "") and process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_any_moment(start_sandbox, tmp_path, number):
    """During the listing, its adoption, and waiting."""
    from support.mirror import Mirror

    sandbox = start_sandbox("--users", "20000")
    for index, pause in enumerate((0, 0.3, 0.8, 1.5, 3)):
        mirror = Mirror(tmp_path / f"{index}.db", sandbox)
        process = mirror.start("--watch", "--poll", 60)
        # Signals are handled before the lock is taken.
        lock = mirror.path.with_name(f"{index}.db.lock")
        while not lock.exists():
            assert process.poll() is None
        time.sleep(pause)
        assert processor_time_to_stop(process, number) < 0.5
        process.communicate()
        assert process.returncode == 0


def test_the_limits_of_the_guard(mirror):
    """Both limits must be exceeded: it is 12 percent and 30 users."""
    mirror.update()
    mirror.sandbox.lose_events()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    for user in mirror.sandbox.list("/directory_users", directory=directory)[:30]:
        mirror.sandbox.delete(f"users/{user['id']}")
    limits = ("--reconcile", "--max-removal", 11, "--max-removal-count")
    assert mirror.run(*limits, 29).code == 3
    assert "30 of 250 users" in mirror.status()[1]["held"][0]["problem"]
    before = held(mirror.path)
    assert mirror.run("--reconcile", "--max-removal", 11).code == 3 and held(mirror.path) == before
    mirror.update("--reconcile", "--max-removal", 15, "--max-removal-count", 0)
    assert len(held(mirror.path)["users"]) == len(before["users"]) - 30
