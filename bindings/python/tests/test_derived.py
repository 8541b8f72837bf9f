"""Clients returned by with_options: lifetime, threads, hooks, processes and hosts."""

import asyncio
import gc
import itertools
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import pytest
from conftest import descriptors, no_warnings_of_clients
from raw_server import http, pages

import workosds


def answer(request):
    return pages(3)(request) if "?" in request.split("\r\n")[0] else http({"id": "x"})


@pytest.fixture
def server(serve):
    return serve(answer)


def make(server, kind=workosds.Client, **options):
    options = {"base_url": server.url, "directory_user_requests_per_second": None} | options
    return kind("sk_test", **options)


@pytest.fixture
def client(server):
    with make(server) as client:
        yield client


@pytest.mark.parametrize("name", ["nonsense", "base_uri", "on_attempt_data"])
def test_an_unknown_option(client, name):
    with pytest.raises(TypeError, match=name):
        client.with_options(**{name: "x"})


@pytest.mark.parametrize("headers", ["X: y", [("X", "y")], {"X": 1}, {1: "x"}, {"X": b"y"}])
def test_headers_of_another_type(client, headers):
    with pytest.raises(TypeError):
        client.with_options(headers=headers)


def test_headers_of_any_mapping(client, server):
    client.with_options(headers=MappingProxyType({"X-A": "1", "X-B": "2"})).get_user("x")
    assert "\r\nX-A: 1\r\nX-B: 2" in server.requests[0]


def test_none_removes_a_time_limit(serve):
    """The second answer comes later than the time limit of the first client allows."""
    ended = threading.Event()

    def late(request):
        ended.wait(60 if "/first" in request else 0.3)
        return http({"id": "x"})

    with make(serve(late), timeout=0.1, call_timeout=0.1, max_retries=0) as client:
        with pytest.raises(workosds.RequestTimeoutError):
            client.get_user("first")
        assert client.with_options(timeout=None, call_timeout=None).get_user("second").id == "x"
    ended.set()


def test_look_ahead_of_each(serve):
    """A page is requested ahead or not, whatever the first client does."""
    server = serve(pages(10))
    for first, second, count in ((True, False, 2), (False, True, 3), (True, True, 3)):
        with make(server, look_ahead=first) as client:
            del server.requests[:]
            reading = client.with_options(look_ahead=second).list_users(directory="d").pages().__iter__()
            assert len(next(reading)) == len(next(reading)) == 2
            arrived = threading.Event()
            for _ in range(3000 if count == 3 else 0):
                if len(server.requests) == count:
                    break
                arrived.wait(0.01)
            reading.close()
            assert len(server.requests) == count


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
@pytest.mark.parametrize("hook", [None, lambda attempt: None])
def test_garbage_in_any_order(server, order, hook):
    before = descriptors()
    client = make(server, on_attempt=hook)
    derived = client.with_options(timeout=30)
    reading = iter(derived.list_users(directory="d"))
    objects = [client, derived, derived.with_options(headers={"X": "y"}), reading]
    next(reading)
    del client, derived, reading
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for index in order:
            objects[index] = None
            gc.collect()
    assert descriptors() == before


def test_one_that_was_not_closed_does_not_warn(client):
    with no_warnings_of_clients():
        client.with_options(timeout=5).get_user("x")
        assert len(list(client.with_options(timeout=5).list_users(directory="d"))) == 6
        with pytest.raises(workosds.InvalidArgumentError):
            client.with_options(timeout=5, proxy="http://127.0.0.1:1")


def test_closing_the_first_one(server):
    client = make(server)
    derived = client.with_options(timeout=30)
    reading = iter(derived.list_users(directory="d"))
    next(reading)
    client.close()
    assert derived.get_user("x").id == "x" and len(list(reading)) == 5
    with pytest.raises(workosds.ClosedError):
        client.with_options(timeout=1)
    with derived:
        pass
    assert derived.closed and repr(derived) == "<workosds.Client closed>"


def test_closing_the_derived_one(client):
    reading = iter(client.list_users(directory="d"))
    next(reading)
    with client.with_options(timeout=30) as derived:
        own = iter(derived.list_users(directory="d"))
        next(own)
    assert client.get_user("x").id == "x" and len(list(reading)) == 5
    next(own)
    with pytest.raises(workosds.ClosedError):
        next(own)


def test_a_hook_that_both_have(server):
    """Cancelling one of them in the hook ends its calls only."""
    seen = []

    def hook(attempt):
        seen.append(attempt.headers)
        if attempt.path.endswith("cancel"):
            client.cancel()

    first = make(server, on_attempt=hook, headers={"X-A": "1"})
    with first as client, client.with_options(headers={"X-B": "2"}) as derived:
        assert derived.get_user("cancel").id == "x"
        with pytest.raises(workosds.CancelledError):
            client.get_user("cancel")
        own = []
        with derived.with_options(on_attempt=own.append) as observed:
            observed.get_user("x")
    assert seen == [{"X-B": "2"}, {"X-A": "1"}] and [attempt.headers for attempt in own] == [{"X-B": "2"}]


def test_many_threads(server):
    """Each sends its own header, over connections that all of them share."""
    with make(server) as client, ThreadPoolExecutor(8) as pool:

        def work(number):
            for _ in range(50):
                client.with_options(headers={"X-Thread": f"{number}"}).get_user(f"{number}")

        list(pool.map(work, range(8)))
        assert len(server.requests) == 400 and len(server.connections) <= 16
    for request in server.requests:
        assert request.endswith(f"\r\nX-Thread: {request.split()[1].rpartition('/')[2]}")


def test_cancel_ends_the_calls_of_one(serve):
    asked, released = threading.Semaphore(0), threading.Event()

    def slow(request):
        asked.release()
        released.wait(60)
        return http({"id": "x"})

    with make(serve(slow)) as client, client.with_options(timeout=30) as derived, ThreadPoolExecutor() as pool:
        calls = [pool.submit(one.get_user, "x") for one in (client, derived)]
        for _ in calls:
            assert asked.acquire(timeout=30)
        client.cancel()
        with pytest.raises(workosds.CancelledError):
            calls[0].result(30)
        released.set()
        assert calls[1].result(30).id == "x"


def test_asyncio(server):
    async def main():
        client = make(server, workosds.AsyncClient)
        derived = client.with_options(headers={"X-A": "1"})
        assert isinstance(derived, workosds.AsyncClient)
        own, other = await asyncio.gather(client.get_user("x"), derived.get_user("x"))
        assert own == other
        await client.close()
        assert len([user async for user in derived.list_users(directory="d")]) == 6
        await derived.close()

    asyncio.run(main())


FORK = """
import os, sys, workosds
client = workosds.Client("sk_test", base_url=sys.argv[1], directory_user_requests_per_second=None)
derived = client.with_options(headers={"X-A": "1"})
begun = iter(derived.list_users(directory="d"))
next(begun)
def use(name):
    fresh = client.with_options(timeout=5)
    os.write(1, f"{name} {len(list(begun))} {fresh.get_user('x').id} {derived.get_user('x').id}\\n".encode())
child = os.fork()
use("parent" if child else "child")
if child:
    print(os.waitpid(child, 0)[1])
    client.close()
"""


def test_fork(server, run):
    done = run(FORK, server.url)
    assert sorted(done.stdout.splitlines()) == ["0", "child 5 x x", "parent 5 x x"]
    assert done.stderr == ""


def test_gevent(serve, run):
    """Other greenlets run while a derived client's call waits."""
    released = threading.Event()

    def slow(request):
        released.wait(0.2)
        return http({"id": "x"})

    program = """
from gevent import monkey; monkey.patch_all()
import sys, gevent, workosds
with workosds.Client("sk_test", base_url=sys.argv[1]) as client:
    call = gevent.spawn(lambda: client.with_options(timeout=30).get_user("x").id)
    gevent.sleep(0)
    print(call.ready(), call.get())
"""
    done = run(program, serve(slow).url, PYTHONWARNINGS="ignore")
    assert done.stdout == "False x\n", done.stderr
