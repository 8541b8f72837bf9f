"""Signals: the host's dispositions do not change, SIGPIPE never reaches it, and interrupted system calls are
handled."""

import signal

import pytest
from replay import hear, ok, reset, wait
from support.host import compile_library, run
from support.pages import get_by_id, listing, user

TELLING = {
    # The client writes its request, a retry or a TLS close_notify to a closed connection.
    "reset before the request is read": {"after_handshake": reset},
    "reset when the request has come": {"script": lambda request: reset},
    "reset behind the answer": {"script": lambda request: [get_by_id(request), reset]},
    "reset on an idle connection": {"script": lambda request: [get_by_id(request), wait(0.005), reset]},
    "reset in the body": {"script": lambda request: [ok(user())[:-5], reset]},
    "reset in the handshake": {"greeting": (hear, reset)},
}


@pytest.fixture(scope="module")
def plain_send(tmp_path_factory):
    return compile_library("plain_send", tmp_path_factory.mktemp("plain_send"))


@pytest.mark.parametrize("name", TELLING)
@pytest.mark.parametrize("what", ["pipe", "pending"])
def test_sigpipe(name, what, plain_send, serve, authority):
    """With SIG_DFL, also if TLS writes without MSG_NOSIGNAL. Finally the process is killed by SIGPIPE from its own
    pipe."""
    behaviour = {"script": get_by_id} | TELLING[name]
    server = serve(behaviour.pop("script"), authority.context(), **behaviour)
    result = run("signals", server.url, authority.file, what, LD_PRELOAD=plain_send)
    assert set(result["outcomes"]) <= {"OK", "NETWORK", "TLS"} and result["outcomes"]
    if what == "pipe":
        assert (result["host_dies_of"], result["pending"]) == (signal.SIGPIPE, [])
    else:
        assert result["pending"] == [signal.SIGPIPE]


def test_dispositions_and_mask(serve, authority):
    """All 64 signals and the mask of the calling threads, before, during and after calls."""
    pages = listing(50, 5)

    def script(request):
        return pages(request) if request.query else [get_by_id(request), reset]

    server = serve(script, authority.context())
    result = run("signals", server.url, authority.file, "dispositions")
    assert result["same"] and "OK" in result["outcomes"]
    assert result["looks"] == 1, "a disposition changed for a moment"


def test_interrupted_system_calls(serve, authority):
    pages = listing(40, 1)
    server = serve(lambda request: [wait(0.005), pages(request)], authority.context())
    result = run("signals", server.url, authority.file, "interrupted")
    assert result["records"] == 40 and result["signals"] > 20
