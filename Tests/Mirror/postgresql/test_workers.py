"""Several workers on a schema of a PostgreSQL server, some of which are killed or paused."""

import contextlib
import random
import signal
import subprocess
import time

import psycopg
import pytest
from support.amount import long
from support.between import PgBouncer
from support.content import assert_equal, changes, held, identifiers, last_change, opened, replayed
from support.mirror import Mirror, paused
from support.mutations import Mutator
from support.workers import add_user, holder, listed, refused, stop_before_commit, wait_for

pytestmark = pytest.mark.postgresql


def test_a_second_worker_is_refused(mirror, watch):
    first = watch()
    wait_for(lambda: listed(mirror))
    refused(mirror.run(), str(first.pid), code=4)


@pytest.mark.parametrize("how", [signal.SIGTERM, *long(signal.SIGKILL, signal.SIGSTOP)])
def test_another_worker_takes_over(mirror, watch, how):
    first = watch()
    wait_for(lambda: listed(mirror))
    second = watch()
    wait_for(lambda: len(mirror.status()[1]["workers"]) == 2)
    assert holder(mirror) == first.pid
    if how == signal.SIGTERM:
        # To any worker.
        before = mirror.status()[1]["listed_at"]
        second.send_signal(signal.SIGHUP)
        wait_for(lambda: mirror.status()[1]["listed_at"] != before)
    first.send_signal(how)
    assert wait_for(lambda: holder(mirror) == second.pid) < 10
    user = add_user(mirror.sandbox)
    wait_for(lambda: user in held(mirror.path)["users"])
    if how == signal.SIGSTOP:
        first.send_signal(signal.SIGCONT)
        late = add_user(mirror.sandbox)
        wait_for(lambda: late in held(mirror.path)["users"])
        second.kill()
        wait_for(lambda: holder(mirror) == first.pid)
        first.terminate()
        assert first.wait(timeout=20) == 0
        assert_equal(mirror.path, mirror.sandbox)


def test_a_worker_that_was_paused_writes_nothing(mirror):
    """Its lease went to another worker while it held no transaction."""
    mirror.update()
    mirror.sandbox.requests()
    mirror.sandbox.fault("/events*", count=1, delay_ms=1500)
    process = mirror.start()
    mirror.sandbox.wait_for("/events", process)
    with paused(process), opened(mirror.path) as db:
        db.execute("UPDATE mirror_lease SET fence = fence + 1, holder = 'another'")
        before = db.execute("SELECT * FROM mirror_state").fetchone()
    output, error = process.communicate(timeout=30)
    assert process.returncode == 74 and "took over" in error, (output, error)
    with opened(mirror.path) as db:
        assert list(db.execute("SELECT * FROM mirror_state").fetchone()) == list(before)


def test_a_worker_that_stops_while_it_takes_the_lease(mirror, relay, watch):
    mirror.update()
    between = relay(b"fence = fence + 1")
    stopped = watch(of=Mirror(between.address(mirror.path), mirror.sandbox))
    assert between.is_stalled.wait(30)
    stopped.send_signal(signal.SIGSTOP)
    other = watch()
    assert wait_for(lambda: holder(mirror) == other.pid) < 10


def test_a_pause_in_a_transaction_ends_nothing_if_nobody_else_needs_it(mirror, watch):
    """Virtual machines pause, and laptops sleep."""
    process = watch()
    wait_for(lambda: listed(mirror))
    backend = stop_before_commit(mirror, process)
    with opened(mirror.path) as db:
        paused = "SELECT state FROM pg_stat_activity WHERE pid = ? AND now() - state_change > interval '6 s'"
        wait_for(lambda: db.execute(paused, [backend]).fetchone())
        assert db.execute(paused, [backend]).fetchone()["state"] == "idle in transaction"
    process.send_signal(signal.SIGCONT)
    user = add_user(mirror.sandbox)
    wait_for(lambda: user in held(mirror.path)["users"])
    process.terminate()
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 0 and '"result":"failed"' not in output, output


@pytest.mark.parametrize("copies", [True, False])
def test_a_worker_that_stopped_in_a_transaction_keeps_no_lock(mirror, copies):
    """Not even one that another worker waits for already."""
    mirror.update()
    with (
        pytest.raises(psycopg.OperationalError, match="administrator"),
        psycopg.connect(mirror.path.without_schema) as stopped,
    ):
        stopped.execute(f"SET search_path TO {mirror.path.schema}")
        stopped.execute("LOCK TABLE staging_directory_listings IN ROW EXCLUSIVE MODE")
        with stopped.cursor().copy("COPY staging_seen FROM STDIN") if copies else contextlib.nullcontext():
            mirror.update("--reconcile")
        stopped.execute("SELECT 1")


@pytest.mark.parametrize(("kills", "restarts", "directories"), [(3, 1, 4), *long((200, 10, 100))])
def test_workers_and_servers_that_are_killed(mirror, server, tmp_path, kills, restarts, directories):
    """No change is lost or written twice. A SQLite file is the witness."""
    chance = random.Random(kills)
    mutator = Mutator(mirror.sandbox, chance)
    while len(mutator.directories) < directories:
        mutator.create_directory()
    mutator.change(directories)
    witness = Mirror(tmp_path / "people.db", mirror.sandbox)
    witness.update()
    mirror.update()
    before, mark = identifiers(held(mirror.path)), last_change(mirror.path)
    started = []

    def start():
        options = ("--watch", "--poll", 0.1, "--reconcile-every", 1)
        started.append(mirror.start(*options, stdout=subprocess.DEVNULL))

    for _ in range(4):
        start()
    try:
        for number in range(kills):
            mutator.change(10)
            if number % 20 == 0:
                witness.update()
            time.sleep(chance.random())
            victim = chance.choice(started)
            started.remove(victim)
            victim.kill()
            victim.communicate()
            if number < restarts:
                server.kill()
                server.start()
            start()
        # It comes after all the others.
        directory = mirror.sandbox.post("directories", {"name": "The last"})["id"]
        user = mirror.sandbox.post("users", {"directory_id": directory})["id"]
        wait_for(lambda: user in held(mirror.path)["users"], 60)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            # The last one may not have begun to handle signals.
            assert process.wait(timeout=30) in (0, -signal.SIGTERM)
            process.stderr.close()
    mirror.update()
    witness.update()
    assert_equal(mirror.path, mirror.sandbox)
    assert identifiers(held(mirror.path)) == identifiers(held(witness.path))
    told = changes(mirror.path, mark)
    assert [change["id"] for change in told] == list(range(mark + 1, last_change(mirror.path) + 1))
    assert replayed(before, told) == identifiers(held(mirror.path))


@pytest.mark.parametrize("pool_mode", ["session", "transaction"])
def test_through_pgbouncer(mirror, server, pool_mode):
    pooler = PgBouncer(server, pool_mode)
    try:
        pooled = Mirror(pooler.address(mirror.path), mirror.sandbox)
        processes = [pooled.start("--watch", "--poll", 0.2) for _ in range(2)]
        wait_for(lambda: listed(mirror))
        for number in range(2 if pool_mode == "transaction" else 1):
            user = add_user(mirror.sandbox)
            wait_for(lambda user=user: user in held(mirror.path)["users"])
            pooled.assert_healthy()
            if number == 0 and pool_mode == "transaction":
                first = next(process for process in processes if process.pid == holder(mirror))
                first.kill()
                first.communicate()
                processes.remove(first)
                wait_for(lambda: holder(mirror) == processes[0].pid)
        assert_equal(mirror.path, mirror.sandbox)
    finally:
        for process in processes:
            process.kill()
            process.communicate()
        pooler.close()


def test_a_newer_version_while_a_worker_runs(mirror, watch):
    process = watch()
    wait_for(lambda: listed(mirror))
    with opened(mirror.path) as db:
        db.execute("UPDATE mirror_lease SET version = version + 1")
    _, error = process.communicate(timeout=30)
    assert process.returncode == 74 and "newer version" in error


def test_a_server_that_restarts(mirror, watch, server):
    process = watch()
    wait_for(lambda: listed(mirror))
    for mode in ("fast", "immediate"):
        server.stop(mode)
        server.start()
        user = add_user(mirror.sandbox)
        wait_for(lambda user=user: user in held(mirror.path)["users"])
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert_equal(mirror.path, mirror.sandbox)


def test_another_isolation_of_transactions(mirror, watch):
    """Of the role, the database or the address."""
    mirror.update()
    strict = Mirror(mirror.path.with_setting("default_transaction_isolation", "serializable"), mirror.sandbox)
    processes = [watch("--reconcile-every", 1, of=strict) for _ in range(4)]
    wait_for(lambda: len(mirror.status()[1].get("workers", [])) == 4)
    for _ in range(5):
        user = add_user(mirror.sandbox)
        wait_for(lambda user=user: user in held(mirror.path)["users"])
    for process in processes:
        process.terminate()
    outputs = [process.communicate(timeout=30)[0] for process in processes]
    assert not any('"failed"' in output for output in outputs), outputs
