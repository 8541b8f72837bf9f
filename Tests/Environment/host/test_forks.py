"""Children forked at unusual moments work or fail at once, and never touch their parent's connections."""

import itertools

import pytest
from replay import answer, wait
from support.host import run_c
from support.pages import get_by_id, listing

PAGES = listing(5)
ALL = "1 2 3 4 5 DONE"


def script(request):
    return PAGES(request) if request.query else get_by_id(request)


def slow_script(request):
    """Each page takes longer than the operations during it."""
    return [wait(0.15), script(request)] if request.query else script(request)


@pytest.fixture
def forks(c_program):
    program = c_program("forks", "host")
    return lambda server, *arguments, ca_file="": run_c(program, server.url, ca_file, *arguments)


@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
@pytest.mark.parametrize("way", ["fork", "clone"])
def test_both_go_on(way, secure, forks, serve, authority):
    """With fork, and with a clone that runs no fork handlers, while the next page is requested."""
    server = serve(slow_script, authority.context() if secure else None)
    result = forks(server, way, ca_file=authority.file if secure else "")
    assert result == {"parent": ALL, "child": ALL, "status": 0}
    assert server.connections == 2 and server.handshake_problems == []


@pytest.mark.parametrize("way", ["shortage", "shortage-clone"])
def test_child_without_descriptors(way, forks, serve):
    """The child works, or its error is permanent. The parent is not affected."""
    result = forks(serve(slow_script), way)
    assert result["parent"] == ALL
    assert result["child"] in ("1 2 INTERNAL", ALL)


def test_child_frees(forks, serve, authority):
    """The child sends nothing on the parent's TLS session, not even a close_notify."""
    server = serve(slow_script, authority.context())
    assert forks(server, "free", ca_file=authority.file)["parent"] == ALL
    assert server.connections == 1


def test_cancel_in_child(forks, serve):
    result = forks(serve(slow_script), "cancel")
    assert (result["parent"], result["child"]) == (ALL, "1 2 CANCELLED")


@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
def test_daemon(secure, forks, serve, authority):
    """The child closes every descriptor and opens its own files, eventfds and epoll sets under their numbers."""
    server = serve(slow_script, authority.context() if secure else None)
    result = forks(server, "daemon", ca_file=authority.file if secure else "")
    assert result == {"parent": ALL, "child": f"{ALL} OK 0 changed", "status": 0}


def test_daemon_frees(forks, serve, authority):
    result = forks(serve(slow_script, authority.context()), "daemon-free", ca_file=authority.file)
    assert result == {"parent": ALL, "child": "1 2  0 changed", "status": 0}


def test_fork_before_a_retry(forks, serve):
    """on_attempt forks: both processes retry independently."""
    first = itertools.count()

    def refuse_once(request):
        if "after" in request.query and next(first) == 0:
            return answer(503, b"{}", "Retry-After: 0")
        return slow_script(request)

    assert forks(serve(refuse_once), "retry") == {"parent": ALL, "child": ALL, "status": 0}


@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
def test_fork_in_a_signal_handler(secure, forks, serve, authority):
    """The child returns into the call that the handler interrupted."""
    server = serve(slow_script, authority.context() if secure else None)
    result = forks(server, "signal", ca_file=authority.file if secure else "")
    assert result == {"parent": ALL, "child": ALL, "status": 0}


def test_chain_of_forks(forks, serve):
    """Inherited connections are closed."""
    server = serve(get_by_id)
    assert forks(server, "generations", 60) == {"generation": 60, "more": 0, "status": "OK"}
    assert server.connections == 61


def check_beside_threads(result, count):
    assert result["forks"] == count and result["bad"] == 0
    assert result["refused"] <= count // 50, "fork waits for the threads inside"
    assert result["slowest"] < 5


@pytest.mark.parametrize("way", ["threads", "threads-free"])
def test_beside_handshakes(way, forks, serve, authority):
    """Four other threads open TLS connections. A child that inherited a locked lock would hang."""
    check_beside_threads(forks(serve(get_by_id, authority.context()), way, 150, ca_file=authority.file), 150)


def test_after_cancelled_threads(forks, serve, authority):
    """pthread_cancel ends threads inside calls. fork does not wait for them, and the child can send requests."""
    result = forks(serve(get_by_id, authority.context()), "cancelled-threads", ca_file=authority.file)
    assert (result["parent"], result["child"]) == (0, 0) and result["fork"] < 0.9


@pytest.mark.long
@pytest.mark.parametrize("way", ["threads", "threads-free"])
@pytest.mark.parametrize("secure", [False, True], ids=["http", "tls"])
def test_three_thousand_forks(way, secure, forks, serve, authority):
    server = serve(get_by_id, authority.context() if secure else None)
    check_beside_threads(forks(server, way, 3000, ca_file=authority.file if secure else ""), 3000)
