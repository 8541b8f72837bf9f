"""Hosts that replace waiting functions: eventlet, gevent, uvloop, systems without poll()."""

import threading

import pytest
from raw_server import http, pages, user

# A greenlet counts while the main one waits for a response.
GREEN = """
import sys
{before}
import workosds
{after}
ticks = 0

def tick():
    global ticks
    while True:
        ticks += 1
        sleep(0.001)

spawn(tick)
with workosds.Client("sk_test", base_url=sys.argv[1], directory_user_requests_per_second=None) as client:
    assert len(list(client.list_users(directory="d"))) == 6
    before = ticks
    assert client.get_user("slow").id == "directory_user_1"
    assert ticks > before + 1, (before, ticks)
    results = []
    join([spawn(lambda: results.append(client.get_user("together").id)) for _ in range(20)])
    assert results == ["directory_user_1"] * 20
    waiting = spawn(attempt, lambda: client.get_user("never"))
    sleep(0.05)
    client.cancel()
    assert type(result(waiting)) is workosds.CancelledError, result(waiting)
    waiting = spawn(attempt, lambda: client.get_user("slow"))
    sleep(0.05)
assert result(waiting).id == "directory_user_1"  # close waited for it
print("ok")
"""
ATTEMPT = """
def attempt(call):
    try:
        return call()
    except workosds.Error as error:
        return error
"""
EVENTLET = """
from eventlet import sleep, spawn
def join(all): [one.wait() for one in all]
def result(one): return one.wait()
"""
GEVENT = """
from gevent import joinall as join, sleep, spawn
def result(one): return one.get()
"""
PATCHES = {
    "eventlet": ("import eventlet; eventlet.monkey_patch()", EVENTLET),
    "gevent": ("from gevent import monkey; monkey.patch_all()", GEVENT),
}


@pytest.fixture
def slow(serve):
    """Responds to "slow" after 0.2 seconds, to "together" when there are 20 of them, and to "never" never."""
    end, together = threading.Event(), threading.Barrier(20)

    def answer(request):
        if "/slow" in request:
            end.wait(0.2)
        elif "/together" in request:
            together.wait(60)
        elif "/never" in request:
            end.wait(60)
            return None
        return pages(3)(request) if "?" in request.split("\r\n")[0] else http(user(1))

    yield serve(answer)
    end.set()
    together.abort()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("host", PATCHES)
def test_other_greenlets_run_while_a_call_waits(run, slow, host, when):
    patch, names = PATCHES[host]
    before, after = (patch, names) if when == "before" else ("", f"{patch}\n{names}")
    program = GREEN.format(before=before, after=after + ATTEMPT)
    result = run(program, slow.url, PYTHONWARNINGS="ignore")
    assert (result.stdout, result.returncode) == ("ok\n", 0), result.stderr


PLAIN = """
import fcntl, os, resource, select, selectors, sys
{patch}
import workosds
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
if {descriptors}:
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    held = [os.dup(0) for _ in range({descriptors})]
with workosds.Client("sk_test", base_url=sys.argv[1], directory_user_requests_per_second=None) as client:
    assert client.get_user("slow").id == "directory_user_1"
    assert len(list(client.list_users(directory="d"))) == 6
print("ok")
"""
NO_POLL = "del select.poll"
NO_SELECTORS = f"{NO_POLL}\nselectors.DefaultSelector = None"


@pytest.mark.parametrize(
    "patch, descriptors",
    [("", 1100), (NO_POLL, 0), (NO_POLL, 1100), (NO_SELECTORS, 0), ("import eventlet; eventlet.monkey_patch()", 1100)],
)
def test_without_poll_and_with_many_descriptors(run, slow, patch, descriptors):
    result = run(PLAIN.format(patch=patch, descriptors=descriptors), slow.url, PYTHONWARNINGS="ignore")
    assert (result.stdout, result.returncode) == ("ok\n", 0), result.stderr


def test_uvloop(run, slow):
    program = """
import asyncio, sys, uvloop, workosds

async def main():
    async with workosds.AsyncClient("sk_test", base_url=sys.argv[1], directory_user_requests_per_second=None) as client:
        ids = [user.id async for user in client.list_users(directory="d")]
        slow = await asyncio.gather(*(client.get_user("slow") for _ in range(10)))
        print(len(ids), {user.id for user in slow})

uvloop.run(main())
"""
    result = run(program, slow.url)
    assert (result.stdout, result.stderr) == ("6 {'directory_user_1'}\n", "")
