"""Closing, use after close, garbage collection, interpreter exit."""

import copy
import gc
import itertools
import pickle
import warnings

import pytest
from conftest import descriptors, no_warnings_of_clients
from raw_server import http, pages

import workosds

METHODS = ["get_directory", "get_group", "get_user", "delete_directory", "request_directory_sync"]


@pytest.fixture
def server(serve):
    return serve(lambda request: pages(50)(request) if "?" in request else http({"id": "x"}))


def make(server, **options):
    options = {"base_url": server.url, "directory_user_requests_per_second": None} | options
    return workosds.Client("sk_test", **options)


def test_use_after_close(server):
    client = make(server)
    users, begun = client.list_users(directory="d"), iter(client.list_users(directory="d"))
    next(begun)
    client.close()
    assert client.closed
    for method in METHODS:
        with pytest.raises(workosds.ClosedError):
            getattr(client, method)("x")
    for method in (client.list_directories, client.list_groups, client.list_users):
        with pytest.raises(workosds.ClosedError):
            method()
    for reading in (users, users.pages()):
        with pytest.raises(workosds.ClosedError):
            list(reading)
    assert next(begun).id == "directory_user_1"  # from the page that had arrived
    with pytest.raises(workosds.ClosedError):
        next(begun)
    client.cancel()


def test_closing_twice(server):
    client = make(server)
    client.get_user("x")
    client.close()
    client.close()
    with client:
        pass
    assert repr(client) == "<workosds.Client closed>"


def test_close_frees_every_descriptor(server):
    before = descriptors()
    client = make(server)
    readings = [iter(client.list_users(directory="d")) for _ in range(5)]
    for reading in readings:
        next(reading)
    assert descriptors() > before + 10
    client.close()
    assert descriptors() == before


def test_a_leaked_client_warns_and_is_freed(server):
    before = descriptors()
    client = make(server)
    client.get_user("x")
    with pytest.warns(ResourceWarning, match="<workosds.Client> was not closed"):
        del client
    assert descriptors() == before


def test_a_closed_one_does_not_warn(server):
    with no_warnings_of_clients():
        with make(server) as client:
            client.get_user("x")
        del client


def test_one_that_could_not_be_made_does_not_warn():
    with no_warnings_of_clients():
        for options in ({"timeout": 0}, {"base_url": "ftp://x"}, {"nonsense": 1}):
            with pytest.raises((ValueError, TypeError)):
                workosds.Client("sk_test", **options)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
@pytest.mark.parametrize("hook", [None, lambda attempt: None])
def test_garbage_in_any_order(server, order, hook):
    client = make(server, on_attempt=hook)
    users = client.list_users(directory="d")
    reading, other = iter(users), iter(users.pages())
    next(reading)
    next(other)
    objects = [client, users, reading, other]
    del client, users, reading, other
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for index in order:
            objects[index] = None
            gc.collect()


def test_garbage_in_a_cycle(server):
    before = descriptors()
    cycle = {"client": make(server)}
    cycle["reading"] = iter(cycle["client"].list_users(directory="d"))
    next(cycle["reading"])
    cycle["self"] = cycle
    with pytest.warns(ResourceWarning):
        del cycle
        gc.collect()
    assert descriptors() == before


def test_no_copies(server):
    with make(server) as client:
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="neither copied nor pickled"):
                attempt(client)


EXIT = """
import sys, threading, workosds
client = workosds.Client("sk_test", base_url=sys.argv[1], on_attempt=HOOK, directory_user_requests_per_second=None)
users = client.list_users(directory="d")
reading, pages, unread = iter(users), iter(users.pages()), iter(users)
next(reading), next(pages)
cycle = [client, reading]
cycle.append(cycle)
sys.keep = [client, reading, pages, cycle]
END
print("end")
"""
ENDS = {
    "plain": "",
    "exit": "import atexit; atexit.register(lambda: print(client.get_user('x').id))",
    "exception": "print('end'); 1 / 0",
    "daemon": "threading.Thread(target=lambda: [list(users) for _ in range(1000)], daemon=True).start()",
    "modules": "del sys.modules['workosds'], workosds",
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("hook", ["None", "lambda attempt: None"])
def test_interpreter_exit_with_live_iterators(server, run, end, hook):
    done = run(EXIT.replace("HOOK", hook).replace("END", ENDS[end]), server.url)
    assert done.stdout.startswith("end")
    assert done.returncode == (1 if end == "exception" else 0)
    assert "ZeroDivisionError" in done.stderr if end == "exception" else done.stderr == ""
    assert ("x" in done.stdout) == (end == "exit")


def test_interpreter_exit_with_asyncio(server, run):
    program = """
import asyncio, sys, workosds
async def main():
    global reading, client
    client = workosds.AsyncClient("sk_test", base_url=sys.argv[1], directory_user_requests_per_second=None)
    reading = aiter(client.list_users(directory="d"))
    print((await anext(reading)).id)
asyncio.run(main())
"""
    done = run(program, server.url)
    assert (done.returncode, done.stdout, done.stderr) == (0, "directory_user_0\n", "")
