"""Several workers on a schema of a PostgreSQL server share the work, a directory each at a time."""

import contextlib
import random
import signal
import threading
import time

import pytest
from generated_service import MEMBERS, directory_id
from support.amount import long
from support.content import assert_equal, held, last_change, opened
from support.mirror import Mirror
from support.team import Team
from support.workers import add_user, holder, listed, stop_before_commit, wait_for

pytestmark = pytest.mark.postgresql

USERS = "/directory_users"


@pytest.fixture
def team(server, stack):
    return lambda *arguments, **settings: stack.enter_context(contextlib.closing(Team(server, *arguments, **settings)))


def assert_listed(team, directories, users):
    """Everything once, and nothing is left in the staging tables."""
    wait_for(lambda: listed(team.mirror))
    content = held(team.mirror.path)
    counts = {table: len(rows) for table, rows in content.items()}
    assert counts == {
        "directories": directories,
        "groups": directories,
        "users": directories * users,
        "memberships": directories * MEMBERS,
    }
    assert last_change(team.mirror.path) == directories
    for table in ("users", "groups", "memberships", "seen", "listings", "directory_listings"):
        assert team.query(f"SELECT count(*) FROM staging_{table}") == [(0,)], table


def test_workers_share_a_listing(team):
    team = team(8, 150, 4)
    team.service.hold(USERS)
    team.service.release(team.LIST)
    wait_for(lambda: [len(own) for own in team.leases().values()] == [2, 2, 2, 2])
    assert set().union(*team.leases().values()) == {directory_id(number) for number in range(8)}
    workers = team.mirror.status()[1]["workers"]
    assert sorted((w["leads"], w["directories"]) for w in workers) == [(False, 2)] * 3 + [(True, 2)]
    team.service.release(USERS)
    assert_listed(team, 8, 150)
    for number in range(8):
        assert len(team.service.times(USERS, directory_id(number))) == 3
    leader = team.process(leads=True)
    outputs = [team.end(process) for process in list(team.processes) if process is not leader]
    assert all('"result":"listed"' in output for output in outputs)


@pytest.mark.parametrize(
    ("to_lister", "to_leader"), [(signal.SIGSTOP, signal.SIGKILL), *long((signal.SIGKILL, signal.SIGSTOP))]
)
def test_workers_that_fail_while_they_list(team, to_lister, to_leader):
    """A paused one writes nothing when it continues."""
    team = team(8, 150, 4)
    team.service.hold(USERS)
    team.service.release(team.LIST)
    wait_for(lambda: [len(own) for own in team.leases().values()] == [2, 2, 2, 2])
    lister, leader = team.process(leads=False), team.process(leads=True)
    lister.send_signal(to_lister)
    leader.send_signal(to_leader)
    others = {process.pid for process in team.processes} - {lister.pid, leader.pid}
    assert wait_for(lambda: holder(team.mirror) in others) < 10
    wait_for(lambda: sum(len(own) for pid, own in team.leases().items() if pid in others) == 8)
    team.service.release(USERS)
    assert_listed(team, 8, 150)
    paused = lister if to_lister == signal.SIGSTOP else leader
    paused.send_signal(signal.SIGCONT)
    wait_for(lambda: paused.pid in team.leases())
    # It has lost its leases, or its connection if it was paused in a transaction.
    assert '"result":"failed"' in team.end(paused)
    assert_listed(team, 8, 150)


@pytest.mark.parametrize("leads", [True, False])
def test_a_worker_that_stops_while_it_sends(team, relay, leads):
    """The server waits for the rest, and keeps the worker's locks."""
    team = team(8, 150, 0)
    between = relay(b"COPY ")
    paths = [team.mirror.path, between.address(team.mirror.path)]
    for path in reversed(paths) if leads else paths:
        team.start(Mirror(path, team.service))
        wait_for(lambda: team.query("SELECT count(*) FROM mirror_lease WHERE holder IS NOT NULL") == [(1,)])
    team.settle()
    stopped, other = team.processes if leads else reversed(team.processes)
    team.service.hold(USERS)
    team.service.release(team.LIST)
    wait_for(lambda: [len(own) for own in team.leases().values()] == [4, 4])
    team.service.release(USERS)
    assert between.is_stalled.wait(30)
    stopped.send_signal(signal.SIGSTOP)
    assert wait_for(lambda: holder(team.mirror) == other.pid) < 10
    assert_listed(team, 8, 150)
    between.close()
    stopped.send_signal(signal.SIGCONT)
    assert '"result":"failed"' in team.end(stopped)
    assert_listed(team, 8, 150)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(30))
def test_a_worker_that_is_paused_at_any_moment(team, seed):
    """While it creates the tables, takes a lease, lists or adopts."""
    chance = random.Random(seed)
    team = team(8, 1500, 0)
    team.service.release(team.LIST)
    paused, other = (team.start(team.mirror) for _ in range(2))
    time.sleep(chance.random() * 2)
    paused.send_signal(signal.SIGSTOP)
    wait_for(lambda: team.query("SELECT 1 FROM mirror_state WHERE listed_at IS NOT NULL") == [(1,)])
    assert wait_for(lambda: holder(team.mirror) == other.pid) < 10
    assert_listed(team, 8, 1500)
    paused.send_signal(signal.SIGCONT)
    for process in (paused, other):
        team.end(process)
    assert_listed(team, 8, 1500)


def test_all_workers_share_the_limit_of_the_key(team):
    rate, directories = 40, 50
    team = team(directories, 20, 4, "--max-requests-per-minute", rate * 60, paced=True)
    team.service.arrived.clear()
    began = time.monotonic()
    team.service.release(team.LIST)
    assert_listed(team, directories, 20)
    arrived = team.service.times("/")
    assert len(arrived) > 3 * directories
    for number, at in enumerate(arrived, 1):
        # Each worker may be one request ahead.
        assert number <= rate + rate * (at - began) + 4, number


def test_a_directory_keeps_its_limit_when_another_worker_takes_it(team):
    team = team(1, 900, 2, paced=True)
    team.service.release(team.LIST)
    wait_for(lambda: len(team.service.times(USERS)) >= 5)
    owner = next(pid for pid, own in team.leases().items() if own)
    team.end(next(process for process in team.processes if process.pid == owner))
    assert_listed(team, 1, 900)
    arrived = team.service.times(USERS)
    assert len(arrived) >= 10
    for first, fifth in zip(arrived, arrived[4:], strict=False):
        assert fifth - first >= 1


def test_a_reader_misses_nothing(server, sandbox):
    """One of four workers is paused between writing and commit."""
    mirror = Mirror(server.database(), sandbox)
    processes = [mirror.start("--watch", "--poll", 0.1) for _ in range(4)]
    numbers, has_ended = [], threading.Event()
    try:
        wait_for(lambda: listed(mirror))
        first = last_change(mirror.path)

        def read():
            with opened(mirror.path) as db:
                while not has_ended.is_set():
                    last = numbers[-1] if numbers else first
                    rows = db.execute("SELECT id FROM changes WHERE id > ? ORDER BY id", [last])
                    numbers.extend(row["id"] for row in rows)

        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(40):
            add_user(sandbox)
        leader = next(process for process in processes if process.pid == holder(mirror))
        stop_before_commit(mirror, leader)
        user = add_user(sandbox)
        wait_for(lambda: user in held(mirror.path)["users"])
        leader.send_signal(signal.SIGCONT)
        user = add_user(sandbox)
        wait_for(lambda: user in held(mirror.path)["users"])
        last = last_change(mirror.path)
        wait_for(lambda: numbers[-1] == last)
    finally:
        has_ended.set()
        for process in processes:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.communicate()
    reader.join()
    assert numbers == list(range(first + 1, last + 1))
    assert_equal(mirror.path, sandbox)
