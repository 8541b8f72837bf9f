"""`kill -9` at random moments: the file stays valid and consistent, and the next run completes it."""

import random
import time

import pytest
from support.content import assert_equal, changes, check, held, identifiers, opened, replayed
from support.mirror import Mirror
from support.mutations import Mutator


def kill_after(mirror, seconds, *options):
    process = mirror.start(*options)
    time.sleep(seconds)
    process.kill()
    process.communicate()


@pytest.mark.parametrize("rounds", [10, pytest.param(250, marks=pytest.mark.long)])
def test_in_the_first_run(unchanged, tmp_path, rounds):
    moments = random.Random(rounds)
    whole = None
    for number in range(rounds):
        mirror = Mirror(tmp_path / f"{number}.db", unchanged)
        kill_after(mirror, moments.uniform(0, 0.6))
        if mirror.path.exists() and mirror.path.stat().st_size:
            check(mirror.path)
            assert mirror.status()[0] in (0, 1, 2, 74)
        mirror.update()
        if whole is None:
            assert_equal(mirror.path, unchanged)
            whole = held(mirror.path)
        check(mirror.path)
        assert held(mirror.path) == whole
        for file in tmp_path.iterdir():
            file.unlink()


@pytest.mark.parametrize("rounds", [10, pytest.param(250, marks=pytest.mark.long)])
def test_in_later_runs(mirror, rounds):
    """With events and listings: a page of events, or a listing, is in the file completely or not at all."""
    moments = random.Random(rounds)
    mutator = Mutator(mirror.sandbox, random.Random(rounds))
    mirror.update()
    base = identifiers(held(mirror.path))
    mark = changes(mirror.path)[-1]["id"]
    for number in range(rounds):
        mutator.change(25)
        options = ("--reconcile", "--max-removal", 100) if number % 2 else ()
        kill_after(mirror, moments.uniform(0, 0.5 if options else 0.15), *options)
        check(mirror.path)
        assert replayed(base, changes(mirror.path, after=mark)) == identifiers(held(mirror.path))
        mirror.update("--max-removal", 100)
        assert_equal(mirror.path, mirror.sandbox)


def pages_of_users(sandbox):
    wanted = "directory=directory_01KF0GENERATED"
    return [path for path in sandbox.arrived() if wanted in path and "users" in path and "group=" not in path]


def test_the_next_run_goes_on_after_the_last_page(start_sandbox, tmp_path):
    sandbox = start_sandbox("--users", 4000, "--page-delay-ms", 40)
    mirror = Mirror(tmp_path / "people.db", sandbox)
    process = mirror.start()
    while len(pages_of_users(sandbox)) < 20:
        assert process.poll() is None
        time.sleep(0.02)
    # Pages of the last quarter of a second may be lost, earlier ones may not.
    process.kill()
    process.communicate()
    sandbox.requests()
    mirror.update()
    resumed = pages_of_users(sandbox)
    assert "after=" in resumed[0] and len(resumed) <= 30
    with opened(mirror.path) as db:
        assert db.execute("SELECT count(*) FROM users").fetchone()[0] == 4000 + 523
