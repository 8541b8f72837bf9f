import subprocess

from support.content import opened
from support.mirror import BINARY


def test_what_it_says(reader):
    assert reader.status()[0] == 74
    reader.update()
    code, status = reader.status()
    assert code == 0
    assert (status["health"], status["directories"], status["users"]) == ("healthy", 21, 523)
    # A listing begins at a time, so there is no cursor before the first event after it.
    assert "event_cursor" not in status and status["caught_up_at"] >= status["listed_at"]
    assert 0 <= status["last_success_age"] < 60
    assert "last_error" not in status


def test_for_people(reader):
    reader.update()
    command = [BINARY, "mirror", "status", "--database", reader.path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0
    assert "21 directories, 57 groups, 523 users" in done.stdout and "s ago" in done.stdout


def test_old_content_is_no_longer_healthy(reader):
    reader.update()
    with opened(reader.path) as db, db:
        db.execute("UPDATE mirror_state SET last_success_at = '2026-01-01T00:00:00.000Z'")
    code, status = reader.status()
    assert (code, status["health"]) == (1, "stale")
    assert reader.status("--max-age", 1e9)[0] == 0


def test_a_failure_shows_until_it_is_over(reader):
    reader.update()
    reader.sandbox.fault("/events*", status=403)
    assert reader.run().code == 77
    code, status = reader.status()
    assert (code, status["health"]) == (1, "failing") and "403" in status["last_error"]
    reader.update()
    code, status = reader.status()
    assert (code, status["health"]) == (0, "healthy") and "403" in status["last_error"]


def test_an_unfinished_listing_shows(reader):
    reader.sandbox.fault("/directory_users*", count=0, skip=3, status=500)
    reader.run("--max-retries", 0)
    code, status = reader.status()
    assert (code, status["health"], status["listing"]) == (2, "empty", "first run")
    assert status["listing_users"] > 0


def test_the_first_listing_is_content_before_the_cycle_ends(reader):
    """Its events are requested then, and the service has not replied."""
    reader.sandbox.fault("/events*", delay_ms=20_000)
    process = reader.start()
    try:
        reader.sandbox.wait_for("/events", process)
        code, status = reader.status()
        assert (code, status["health"], status["users"]) == (0, "healthy", 523)
        assert 0 <= status["last_success_age"] < 60 and "last_success_at" not in status
    finally:
        process.kill()
        process.communicate()
