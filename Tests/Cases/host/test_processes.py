"""fork in the middle of a listing, exec during one, exit with everything still open."""

import pytest
from support.host import run
from support.pages import get_by_id, listing

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
    """With 8 other threads in the client at the time."""
    server = serve(script, authority.context() if secure else None)
    result = run("fork", server.url, authority.file if secure else "", manner, 8)
    check(result)
    assert min(result["calls"]) > 0


@pytest.mark.parametrize("manner", ["blocking", "polling"])
@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
def test_child_leaves_the_parents_connection_alone(manner, secure, serve, authority):
    """Without other threads the parent needs one connection for all it does, and each of the four children one."""
    server = serve(script, authority.context() if secure else None)
    check(run("fork", server.url, authority.file if secure else "", manner, 0))
    assert server.connections == 1 + 4
    assert server.handshake_problems == []


def test_exec_during_a_listing(serve, authority):
    """Close-on-exec: another program gets none of the library's descriptors, and none that is not marked so is ever
    there while a listing is under way."""
    server = serve(script, authority.context())
    result = run("descriptors", server.url, authority.file, "exec")
    assert result["inherited_by_exec"] == []
    # OpenSSL reads a file of authorities by itself, for a moment.
    assert set(result["without_close_on_exec"]) <= {authority.file}
    assert result["seen"] >= 4


def test_descriptors_come_back(serve, authority):
    """After many clients, iterators, errors and cancels there are as many as at the start."""
    server = serve(script, authority.context())
    result = run("descriptors", server.url, authority.file, "count")
    assert result["at_start"] == result["at_end"]
    assert result["client_alone"] == result["at_start"], "a client that has sent nothing holds none"


@pytest.mark.parametrize("open", ["client", "iterator", "pending", "everything"])
def test_exit_with_open_handles(open, serve):
    """B144."""
    run("exit", serve(script).url, open)
