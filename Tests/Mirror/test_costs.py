"""A mirror's cost grows only with its work. For figures at full size see Tests/Benchmarks/mirror_costs.py."""

import contextlib
import json
import os
import time

import pytest
from generated_service import GeneratedService
from processor_time import processor_time, processor_time_to_stop
from support.content import check, opened
from support.mirror import Mirror

pytestmark = pytest.mark.long
USERS = 100_000


@pytest.fixture
def serve(stack):
    return lambda *size: stack.enter_context(contextlib.closing(GeneratedService(*size)))


def cost(mirror, *options):
    """CPU seconds, and the peak of memory in MB."""
    process = mirror.start("--memberships", "groups", *options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.stderr.read()
    process.stdout.close(), process.stderr.close()
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def test_cpu_does_not_grow_with_the_number_of_directories(serve, tmp_path):
    """The same users in 500 directories cost only the requests for each directory in addition."""
    few = Mirror(tmp_path / "few.db", serve(10, 10_000))
    many = Mirror(tmp_path / "many.db", serve(500, 200))
    for options in ((), ("--reconcile",)):
        # The better of two, since the machine may be busy.
        least = min(cost(few, *options)[0], cost(few, "--reconcile")[0])
        assert min(cost(many, *options)[0], cost(many, "--reconcile")[0]) < 2 * least


def test_memory_does_not_grow_with_the_number_of_users(serve, tmp_path):
    peaks = []
    for users in (USERS // 4, USERS):
        mirror = Mirror(tmp_path / f"{users}.db", serve(1, users))
        peaks += [cost(mirror)[1], cost(mirror, "--reconcile")[1]]
    assert max(peaks) < 64, peaks
    assert max(peaks) < 1.3 * min(peaks), peaks


def test_a_large_directory_that_is_new(serve, tmp_path):
    """Its rows become the content in steps: neither memory nor the log holds all of them."""
    service = serve(0, USERS)
    mirror = Mirror(tmp_path / "people.db", service)
    cost(mirror)
    service.directories = 1
    process = mirror.start("--memberships", "groups", "--reconcile")
    log = tmp_path / "people.db-wal"
    sizes = [0]
    while process.poll() is None:
        with contextlib.suppress(FileNotFoundError):
            sizes.append(log.stat().st_size)
        time.sleep(0.02)
    output, error = process.communicate()
    assert process.returncode == 0, error
    assert json.loads(output)["changes"] == 1 + 1 + USERS + 10
    assert max(sizes) < 64e6, max(sizes)


def test_the_file_does_not_grow_with_the_number_of_listings(serve, tmp_path):
    mirror = Mirror(tmp_path / "people.db", serve(1, 20_000))
    for number in range(10):
        for user in range(number, 20_000, 50):
            mirror.sandbox.renamed[user] = f"Renamed{number}"
        cost(mirror, "--reconcile", "--keep-changes", "0.00001")
    with opened(mirror.path) as db:
        db.execute("VACUUM INTO ?", [str(tmp_path / "vacuumed.db")])
    assert mirror.path.stat().st_size < 1.2 * (tmp_path / "vacuumed.db").stat().st_size
    check(mirror.path)


def test_an_idle_watch_costs_nothing(serve, tmp_path):
    mirror = Mirror(tmp_path / "people.db", serve(1000, 20))
    cost(mirror)
    process = mirror.start("--watch", "--poll", 1)
    try:
        process.stdout.readline()
        before = processor_time(process)
        for _ in range(20):
            process.stdout.readline()
        assert processor_time(process) - before < 0.5
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_it_stops_at_once_whatever_it_does(serve, tmp_path):
    """SIGTERM at ten moments of a listing."""
    mirror = Mirror(tmp_path / "people.db", serve(1, USERS))
    began = time.monotonic()
    cost(mirror)
    whole = time.monotonic() - began
    for number in range(10):
        process = mirror.start("--memberships", "groups", "--reconcile")
        time.sleep(whole * number / 8)
        assert processor_time_to_stop(process) < 2, number
        process.communicate()
        check(mirror.path)
    cost(mirror, "--reconcile")
