"""Tests that take minutes: many users, and many directories at the API's rate limit."""

import os
import subprocess
import time

import pytest
from support.content import check, opened
from support.mirror import Mirror

pytestmark = pytest.mark.long


def test_200_000_users(start_sandbox, tmp_path):
    sandbox = start_sandbox("--users", 200_000)
    mirror = Mirror(tmp_path / "people.db", sandbox)
    process = mirror.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.stderr.read()
    process.stdout.close(), process.stderr.close()
    check(mirror.path)
    with opened(mirror.path) as db:
        count = "SELECT count(*) FROM {} WHERE {} LIKE '%GENERATED%'"
        assert db.execute(count.format("users", "directory_id")).fetchone()[0] == 200_000
        assert db.execute(count.format("memberships", "user_id")).fetchone()[0] == 200_000
        assert db.execute("SELECT count(DISTINCT email) FROM users WHERE email LIKE '%large%'").fetchone()[0] > 0
    # Memory contains a few pages, whatever the number of users.
    assert usage.ru_maxrss < 250_000
    assert mirror.update()["requests"] == 1
    sandbox.lose_events()
    assert mirror.update("--reconcile", timeout=300)["changes"] == 0


def filled(sandbox, count):
    """Only this many directories of 2,000 users."""
    for directory in sandbox.list("/directories"):
        sandbox.delete(f"directories/{directory['id']}")
    for _ in range(count):
        directory = sandbox.post("directories", {})["id"]
        group = sandbox.post("groups", {"directory_id": directory})["id"]
        for number in range(2000):
            user = sandbox.post("users", {"directory_id": directory, "email": f"{number}@example.com"})["id"]
            if number < 200:
                sandbox.post("memberships", {"group_id": group, "user_id": user})


def seconds(mirror):
    """A first run within the API's rate limit: 4 requests for users per second and directory."""
    began = time.monotonic()
    subprocess.run(mirror.command("--memberships", "groups"), env=mirror.environment, check=True)
    return time.monotonic() - began


def test_eight_directories_take_hardly_longer_than_one(start_sandbox, tmp_path):
    times = []
    for count in (1, 8):
        sandbox = start_sandbox("--rate-limit", "window")
        filled(sandbox, count)
        times.append(seconds(Mirror(tmp_path / f"{count}.db", sandbox)))
        assert not any(request["status"] == 429 for request in sandbox.get("/_sandbox/requests")["data"])
    print(f"one: {times[0]:.1f} s, eight: {times[1]:.1f} s")
    assert times[1] < 1.3 * times[0]
