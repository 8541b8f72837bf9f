"""`--watch` and its signals."""

import os
import signal

import pytest
from support.content import assert_equal, held
from support.mirror import next_line
from support.workers import add_user


def test_changes_arrive(mirror, watch):
    process = watch()
    assert next_line(process)["listed"] == "first run"
    user = add_user(mirror.sandbox)
    assert next_line(process, events=1)["changes"] == 1
    assert user in held(mirror.path)["users"]
    mirror.assert_healthy()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_signal_to_stop(mirror, watch, number):
    process = watch()
    next_line(process)
    process.send_signal(number)
    assert process.wait(timeout=10) == 0
    assert not mirror.path.with_name("people.db-wal").exists()
    assert_equal(mirror.path, mirror.sandbox)


def test_to_stop_while_a_request_is_under_way(mirror, watch):
    mirror.sandbox.fault("/directory_users*", count=0, delay_ms=20_000)
    process = watch()
    mirror.sandbox.wait_for("/directory_users", process)
    process.terminate()
    assert process.wait(timeout=10) == 0


def test_a_single_run_that_is_stopped(mirror):
    mirror.sandbox.fault("/directory_users*", count=0, delay_ms=20_000)
    process = mirror.start()
    mirror.sandbox.wait_for("/directory_users", process)
    process.terminate()
    assert process.wait(timeout=15) == 143
    process.communicate()
    mirror.sandbox.clear_faults()
    assert "continued" in mirror.update()["listed"]
    assert_equal(mirror.path, mirror.sandbox)


def test_sighup_lists_everything(mirror, watch):
    process = watch()
    next_line(process)
    mirror.sandbox.lose_events()
    user = add_user(mirror.sandbox)
    next_line(process, events=0)
    assert user not in held(mirror.path)["users"]
    process.send_signal(signal.SIGHUP)
    assert next_line(process, listed="asked for")["changes"] == 1
    assert user in held(mirror.path)["users"]


def test_sighup_reads_the_key_again(mirror, watch, tmp_path):
    key = tmp_path / "key"
    key.write_text("sk_test_wrong\n")
    key.chmod(0o600)
    process = watch("--api-key-file", key)
    assert "401" in next_line(process)["error"]
    key.write_text(mirror.sandbox.api_key + "\n")
    process.send_signal(signal.SIGHUP)
    assert next_line(process, result="done")["listed"]


def test_failures_pass(mirror, watch):
    process = watch("--max-retries", 0)
    next_line(process)
    mirror.sandbox.fault("/events*", status=500, count=2)
    failed = next_line(process, result="failed")
    assert "500" in failed["error"]
    code, status = mirror.status()
    assert code in (0, 1) and "500" in status["last_error"]
    add_user(mirror.sandbox)
    next_line(process, events=1)
    mirror.assert_healthy()
    assert_equal(mirror.path, mirror.sandbox)


def test_the_schedule_of_listings(mirror, watch):
    process = watch("--reconcile-every", 1)
    next_line(process)
    assert next_line(process, listed="scheduled")["changes"] == 0


def test_a_removal_that_is_held_ends_nothing(mirror, watch):
    process = watch()
    next_line(process)
    mirror.sandbox.lose_events()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    for user in mirror.sandbox.list("/directory_users", directory=directory)[:100]:
        mirror.sandbox.delete(f"users/{user['id']}")
    process.send_signal(signal.SIGHUP)
    assert "--confirm-removal" in next_line(process, result="failed")["error"]
    assert "--confirm-removal" in next_line(process, result="failed")["error"]


def test_a_line_for_people(mirror):
    process = mirror.start("--log", "text")
    output, _ = process.communicate(timeout=30)
    assert "0 events, 21 changes, everything listed (first run)" in output
    assert os.linesep == output[-1] and output.count("\n") == 1
