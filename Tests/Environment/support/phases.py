"""Every phase in which a call can be delayed: a server that delays it, and how to detect that the phase is reached.
Used to test cancelling, freeing and time limits in each."""

import contextlib
import dataclasses
import itertools
import pathlib
import socket
import tempfile
import time
from collections.abc import Callable

from certificates import Authority
from replay import Server, answer, drip, hear, silence

from support.pages import page, user


@dataclasses.dataclass
class Held:
    """`url` and `options` for the client; `reached` returns when the call is in the phase."""

    url: str
    reached: Callable[[], None]
    options: dict = dataclasses.field(default_factory=dict)


def _settled(wait):
    """The client may not have reached the point that the server has seen."""

    def reached():
        wait()
        time.sleep(0.02)

    return reached


@contextlib.contextmanager
def connecting():
    """A listening socket whose queue is full: connections to it get no response."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        time.sleep(0.02)
        yield Held(f"http://127.0.0.1:{listener.getsockname()[1]}", lambda: time.sleep(0.1))


@contextlib.contextmanager
def handshaking():
    """The server has the client's first message. Uses a single CA, because libcurl takes long to read the system's
    hundred at this point."""
    with Server(None, greeting=(hear, silence)) as server, tempfile.TemporaryDirectory() as folder:
        options = {"ca_file": Authority(pathlib.Path(folder)).file}
        yield Held(server.url.replace("http", "https"), _settled(lambda: server.wait_for(requests=1)), options)


@contextlib.contextmanager
def _answered_by(*reply, **options):
    with Server(lambda request: reply) as server:
        yield Held(server.url, _settled(lambda: server.wait_for(requests=1)), options)


def awaiting_answer():
    return _answered_by(silence)


def reading_head():
    return _answered_by(b"HTTP/1.1 200 OK\r\nContent-Le", silence)


def reading_interim():
    return _answered_by(drip(itertools.repeat(b"HTTP/1.1 102 Processing\r\n\r\n"), 0.01))


def reading_body():
    return _answered_by(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id":', silence)


def reading_drip():
    """Sends single bytes slowly, so that there is always activity but no end."""
    endless = itertools.chain([b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"], itertools.repeat(b" "))
    return _answered_by(drip(endless, 0.01))


def reading_headers_without_end():
    return _answered_by(drip(itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"X: y\r\n")), 0.01))


def waiting_to_retry():
    return _answered_by(answer(503, {}, "Retry-After: 10"), max_retries=3)


@contextlib.contextmanager
def connecting_through_proxy():
    with Server(lambda request: silence) as proxy:
        options = {"proxy": proxy.url, "no_proxy": "nowhere.test"}
        yield Held("https://127.0.0.1:9", _settled(lambda: proxy.wait_for(requests=1)), options)


@contextlib.contextmanager
def waiting_for_the_pace():
    """The second page of a listing, one second after the first."""

    def script(request):
        return answer(200, page([user()], after=f"c{time.monotonic_ns()}"))

    with Server(script) as server:
        reached = _settled(lambda: server.wait_for(requests=1))
        yield Held(server.url, reached, {"directory_user_requests_per_second": 1, "look_ahead": -1})


# Phase -> the limit that ends it.
CONNECT, REQUEST = "connect_timeout_ms", "request_timeout_ms"
PHASES = {
    connecting: CONNECT,
    connecting_through_proxy: CONNECT,
    handshaking: CONNECT,
    awaiting_answer: REQUEST,
    reading_head: REQUEST,
    reading_interim: REQUEST,
    reading_headers_without_end: REQUEST,
    reading_body: REQUEST,
    reading_drip: REQUEST,
    waiting_to_retry: None,
    waiting_for_the_pace: None,
}
