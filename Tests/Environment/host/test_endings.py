"""A host that closes the library's descriptors, or exits during calls."""

import pytest
from replay import wait
from support.host import run_c
from support.pages import get_by_id, listing

PAGES = listing(5)


def script(request):
    return [wait(0.15), PAGES(request)] if request.query else get_by_id(request)


@pytest.fixture
def endings(c_program):
    program = c_program("endings", "host")
    return lambda server, authority, way: run_c(program, server.url, authority.file, way, patience=60)


@pytest.mark.parametrize("way", ["closed", "reopened"])
def test_closed_in_the_middle(way, endings, serve, authority):
    """The call fails at once, and the host's new files stay open."""
    result = endings(serve(script, authority.context()), authority, way)
    assert result["found"] == "1 2 INTERNAL"
    assert result["seconds"] < 1 and result["cpu"] < 0.5
    assert result["left"] == (20 if way == "reopened" else 0)


@pytest.mark.parametrize("way", ["return", "fresh"])
def test_main_returns_beside_threads(way, endings, serve, authority):
    """Sixty times, on idle connections and during handshakes."""
    server = serve(script, authority.context(), records=False)
    for _ in range(60):
        assert endings(server, authority, way) == {}


def test_call_at_exit(endings, serve, authority):
    """In an atexit handler registered before the first use of OpenSSL."""
    assert endings(serve(script, authority.context()), authority, "atexit") == {"status": "OK"}
