"""Workers on a mirror in PostgreSQL, what they say, and a reader of its changes."""

import contextlib
import re
import signal
import subprocess
import time

from support.content import opened


def wait_for(condition, seconds=30):
    """The time that it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def holder(mirror):
    """The process that has the lease."""
    with opened(mirror.path) as db:
        row = db.execute("SELECT holder FROM mirror_lease").fetchone()
    found = re.search(r"process (\d+)$", row["holder"] or "")
    return int(found[1]) if found else None


def stop_before_commit(mirror, process):
    """Stops it in the transaction that adds a user. Returns the server's process for its connection."""
    waits = "SELECT pid FROM pg_locks WHERE relation = to_regclass('changes') AND NOT granted"
    state = "SELECT state FROM pg_stat_activity WHERE pid = ? AND state <> 'active'"
    with opened(mirror.path) as db, opened(mirror.path) as other:
        for _ in range(50):
            with db.own.transaction():
                db.execute("LOCK TABLE changes IN SHARE MODE")
                add_user(mirror.sandbox)
                wait_for(lambda: other.execute(waits).fetchone())
                pid = other.execute(waits).fetchone()["pid"]
                process.send_signal(signal.SIGSTOP)
            wait_for(lambda pid=pid: other.execute(state, [pid]).fetchone())
            if other.execute(state, [pid]).fetchone()["state"] == "idle in transaction":
                return pid
            # It was an earlier commit without changes that waited.
            process.send_signal(signal.SIGCONT)
    raise AssertionError("each commit came before the user")


def listed(mirror):
    with opened(mirror.path) as db:
        found = db.execute("SELECT to_regclass('mirror_state') IS NOT NULL AS is_there").fetchone()["is_there"]
        return found and db.execute("SELECT listed_at FROM mirror_state").fetchone()["listed_at"] is not None


def add_user(sandbox):
    return sandbox.post("users", {"directory_id": sandbox.list("/directories", search="Okta")[0]["id"]})["id"]


def refused(outcome, *words, code=74):
    assert outcome.code == code and outcome.error.count("\n") == 1, outcome
    for word in words:
        assert word in outcome.error, outcome


@contextlib.contextmanager
def following(mirror, *options):
    """The output of `mirror changes --follow`."""
    command = [*mirror.command()[:2], "changes", "--follow", "--database", str(mirror.path), *map(str, options)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process.stdout
    finally:
        process.terminate()
        _, error = process.communicate(timeout=20)
    assert (process.returncode, error) == (0, "")
