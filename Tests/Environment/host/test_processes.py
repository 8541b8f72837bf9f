"""fork in the middle of a listing, exec during one, exit with open handles."""

import os
import pathlib
import time

import pytest
from support.host import run, start
from support.pages import get_by_id, listing

CLOSE_ON_EXEC = 0o2000000
PAGES = listing(120, 3)


def script(request):
    return PAGES(request) if request.query else get_by_id(request)


def check(result):
    good = {"inherited": True, "own": True, "calls": True}
    for fork in result["forks"]:
        assert fork == {"parent": good, "child": good}


@pytest.mark.parametrize("manner", ["blocking", "polling"])
@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
def test_fork(manner, secure, serve, authority):
    """While 8 other threads use the client."""
    server = serve(script, authority.context() if secure else None)
    result = run("fork", server.url, authority.file if secure else "", manner, 8)
    check(result)
    assert min(result["calls"]) > 0


@pytest.mark.parametrize("manner", ["blocking", "polling"])
@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
def test_child_leaves_the_parents_connection_alone(manner, secure, serve, authority):
    """Without other threads the parent needs only one connection, and each of the four children one."""
    server = serve(script, authority.context() if secure else None)
    check(run("fork", server.url, authority.file if secure else "", manner, 0))
    assert server.connections == 1 + 4
    assert server.handshake_problems == []


def test_exec_during_a_listing(serve, authority):
    """Another program inherits none of the library's descriptors."""
    server = serve(script, authority.context())
    result = run("descriptors", server.url, authority.file, "exec")
    assert result["inherited_by_exec"] == []
    assert result["seen"] >= 4


def test_close_on_exec(serve, authority):
    """Every descriptor is close-on-exec during listings. Checked from another process, so that the check opens none.
    libcurl's own descriptors are marked just after they are opened, so a descriptor may be unmarked once."""
    program = start("descriptors", serve(script, authority.context()).url, authority.file, "exec")
    unmarked, looks = set(), 0
    while program.poll() is None:
        now = without_close_on_exec(program.pid)
        assert not now & unmarked
        unmarked = now
        looks += 1
        time.sleep(0.002)
    assert program.wait() == 0 and looks > 20
    program.communicate()


def without_close_on_exec(process):
    found = set()
    for path in pathlib.Path(f"/proc/{process}/fd").glob("*"):
        try:
            target = os.readlink(path)
            flags = pathlib.Path(f"/proc/{process}/fdinfo/{path.name}").read_text().split()[3]
        except OSError:
            continue  # closed in the meantime
        is_file = target.startswith("/")  # OpenSSL reads its configuration and certificates itself
        if int(path.name) > 2 and not is_file and not int(flags, 8) & CLOSE_ON_EXEC:
            found.add(target)
    return found


def test_descriptors_come_back(serve, authority):
    """After many clients, iterators, errors and cancels there are as many descriptors as at the start."""
    server = serve(script, authority.context())
    result = run("descriptors", server.url, authority.file, "count")
    assert result["at_start"] == result["at_end"]
    assert result["client_alone"] == result["at_start"], "a client that has sent nothing has none open"


@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
def test_few_descriptors_left(secure, serve, authority):
    """A call works, or fails because of them: not because of the certificate file, which libcurl cannot open. Later
    calls work."""
    server = serve(script, authority.context() if secure else None)
    results = run("shortage", server.url, authority.file if secure else "")
    assert {few.split(":")[0] for few, _ in results} == {"INTERNAL", "OK"}
    assert {later for _, later in results} == {"OK"}


def test_few_descriptors_left_for_a_name():
    """The lookup needs some as well. With enough of them the machine's name server says that there is no such host,
    unless it takes longer than the call."""
    results = run("shortage", "https://no-such-host.invalid", "")
    classes = {few.split(":")[0] for few, _ in results}
    assert "INTERNAL" in classes and classes <= {"INTERNAL", "NETWORK", "TIMEOUT"}
    assert not [few for few, _ in results if "thread" in few]
    assert {later.split(":")[0] for _, later in results} <= {"NETWORK", "TIMEOUT"}


@pytest.mark.parametrize("open", ["client", "iterator", "pending", "everything"])
def test_exit_with_open_handles(open, serve):
    run("exit", serve(script).url, open)
