"""Connections are reused while they are valid, and never deliver another call's response."""

import contextlib
import itertools
import socket
import threading
import time

import abi
import pytest
from replay import HangUp, answer, close, in_turn, ok, received, reset, until
from support.client import Failure
from support.host import compile_library, run
from support.pages import listing, page, user
from support.threads import together


def own(request):
    return ok(user(id=request.path.rsplit("/", 1)[1]))


def check_calls(client, count=10):
    for number in range(count):
        assert client.get_user(f"u{number}")["id"] == f"u{number}"


def test_kept_alive(serve, connect):
    server = serve(own)
    check_calls(connect(server), 50)
    assert server.connections == 1


@pytest.mark.parametrize("end", [close, reset])
def test_closed_after_each_answer(end, serve, connect):
    """The server closes without notice, and retries are off. The client may or may not have noticed when it sends the
    next request; both must work."""
    server = serve(lambda request: [own(request), end])
    client = connect(server)
    check_calls(client, 20)
    for number in range(5):
        time.sleep(0.01)
        assert client.get_user(f"u{number}")["id"] == f"u{number}"
    assert server.connections == 25


def test_closed_while_sending(serve, tmp_path):
    """Retries are off. Each request after the first finds out by its own send, and is sent again on a new connection.
    libcurl does that too, but only five times for each of its handles."""
    server = serve(listing(40, 2))
    result = run("listing", server.url, LD_PRELOAD=compile_library("broken_sends", tmp_path))
    assert result["records"] == 40
    assert len(server.requests) == server.connections == 20


@pytest.mark.parametrize("end", [close, reset])
def test_closed_when_the_next_request_comes(end, serve, connect):
    """The client cannot have noticed before. It sends the request again once, on a new connection."""
    served = set()

    def script(request):
        if request.connection in served:
            return end
        served.add(request.connection)
        return own(request)

    server = serve(script)
    check_calls(connect(server), 10)
    assert len(server.requests) == 19 and server.connections == 10


def test_delete_is_not_repeated_by_itself(serve, connect):
    """A command is sent once unless retries are allowed, because its outcome must be known."""
    server = serve(lambda request: own(request) if request.method == "GET" else close)
    client = connect(server)
    client.get_user("u")
    for call in (client.delete_directory, client.request_directory_sync):
        with pytest.raises(Failure) as failure:
            call("d1")
        assert failure.value.status == "NETWORK"
    assert [request.method for request in server.requests] == ["GET", "DELETE", "POST"]


def test_commands_after_an_idle_connection_died(serve, connect):
    server = serve(lambda request: [answer(200, {}), close])
    client = connect(server)
    for _ in range(5):
        client.delete_directory("d1")
        client.request_directory_sync("d1")
    assert len(server.requests) == 10


def test_commands_on_a_kept_connection_that_dies(serve, connect):
    """The connection ends without a byte of the response. The command may have arrived, so libcurl must not repeat
    it."""
    server = serve(in_turn(ok(user()), close, answer(404, {}), close, answer(202, {})))
    client = connect(server, max_retries=3)
    client.get_user()
    client.delete_directory("d1")
    assert len(server.requests) == 3
    with pytest.raises(Failure) as failure:
        client.request_directory_sync("d1")
    assert failure.value.status == "NETWORK"
    assert len(server.requests) == 4


def test_unknown_host(connect):
    with pytest.raises(Failure) as failure:
        connect("https://no-such-host.invalid").get_user()
    assert failure.value.status == "NETWORK" and "no-such-host.invalid" in failure.value.message


@pytest.mark.parametrize("connection", ["close", "Close", "keep-alive"])
def test_said_to_close(connection, serve, connect):
    server = serve(lambda request: [own(request).replace(b"\r\n", f"\r\nConnection: {connection}\r\n".encode(), 1)])
    check_calls(connect(server), 5)
    assert server.connections == (1 if connection == "keep-alive" else 5)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    "extra", [ok({"id": "of another"}), b"x", b"\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", answer(500)]
)
def test_bytes_behind_an_answer(extra, late, serve, connect):
    """Bytes after a response belong to no later call. Late: they arrive after the call has returned and before the next
    one."""
    turn = threading.Barrier(2, timeout=10)

    def take_turn(conversation):
        turn.wait()

    def script(request):
        return [own(request), take_turn, extra, received, take_turn] if late else [own(request) + extra]

    server = serve(script)
    client = connect(server)
    for number in range(10):
        assert client.get_user(f"u{number}")["id"] == f"u{number}"
        if late:
            turn.wait()
            turn.wait()
    assert server.connections == 10


def test_answer_of_a_timed_out_call(serve, connect):
    """The response arrives late, on a connection that is no longer used."""
    release = threading.Event()

    def script(request):
        return [until(release), own(request)] if "slow" in request.path else own(request)

    server = serve(script)
    client = connect(server)
    with client.derive(request_timeout_ms=100) as hurried, pytest.raises(Failure) as failure:
        hurried.get_user("slow")
    assert failure.value.status == "TIMEOUT"
    release.set()
    check_calls(client, 5)
    assert server.connections == 2


def test_answer_half_read(serve, connect):
    """The connection is not reused if the response was too large or not HTTP."""
    rest = threading.Event()
    bad = {
        "large": b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + bytes(2_000_000),
        "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "coding": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n" + b"x" * 400,
        "garbage": b"garbage\r\n\r\n",
    }

    def script(request):
        name = request.path.rsplit("/", 1)[1]
        return [bad[name], until(rest, 0.1), ok({"id": "late"})] if name in bad else own(request)

    client = connect(serve(script), max_response_bytes=1_000_000)
    for name in bad:
        with pytest.raises(Failure):
            client.get_user(name)
        check_calls(client, 3)


def test_white_space_before_the_first_header(serve, connect):
    """libcurl takes the line for the continuation of a header. Some of its versions add it to one of the previous
    response, which has been freed (curl#11101), others skip it or report an error."""
    head = b"HTTP/1.1 200 OK\r\n folded: " + b"x" * 300
    server = serve(in_turn(*[ok(user()), ok(user()).replace(b"HTTP/1.1 200 OK", head, 1)] * 5))
    client = connect(server)
    for _ in range(5):
        client.get_user()
        with contextlib.suppress(Failure):
            client.get_user()
    assert len(server.requests) == 10


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 " + b"O" * 200_000, b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000])
def test_line_too_long(head, serve, connect):
    """libcurl calls both out of memory."""
    client = connect(serve(lambda request: ok(user()).replace(b"HTTP/1.1 200 OK", head, 1)))
    with pytest.raises(Failure) as failure:
        client.get_user()
    assert failure.value.status == "PROTOCOL"


def test_look_ahead_that_nobody_fetches(serve, connect):
    """The iterator is freed while the next page is being requested. The response is discarded."""
    client = connect(serve(lambda request: listing(100, 1)(request) if request.query else own(request)))
    for count in (1, 2, 3, 4):
        with client.list_users() as iterator:
            for _ in range(count):
                iterator.next()
        check_calls(client, 3)


def test_other_iterators_go_on(serve, connect):
    """Many listings at once with one client, each with its own pages."""

    def script(request):
        name, number = request.query["email"], int(request.query.get("after", "0"))
        return ok(page([user(id=f"{name}-{number}")], after=str(number + 1) if number < 9 else None))

    server = serve(script)
    client = connect(server)
    iterators = {f"i{number}": client.list_users(email=f"i{number}").ids() for number in range(12)}
    for step in range(10):
        for name, iterator in iterators.items():
            assert next(iterator) == f"{name}-{step}"
    for iterator in iterators.values():
        assert next(iterator, None) is None


def test_pool_is_bounded(serve, connect):
    """At most 8 idle connections stay open; close_idle closes them."""
    gate = threading.Barrier(20)

    def script(request):
        if "gate" in request.path:
            gate.wait(10)
        return own(request)

    server = serve(script)
    client = connect(server)
    together(20, lambda number: client.get_user("gate"))
    assert server.connections == 20
    wait_until(lambda: server.open_connections <= 8)
    check_calls(client, 20)
    assert server.connections == 20
    client.library.client_close_idle(client.pointer)
    wait_until(lambda: server.open_connections == 0)
    check_calls(client, 2)


def wait_until(condition, patience=5):
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("order", itertools.permutations(("client", "iterator", "copy")), ids=" ".join)
def test_frees_in_any_order(order, serve, connect, library):
    """Everything that a handle needs lives as long as the handle."""
    client = connect(serve(listing(6, 2)))
    iterator = client.list_users()
    _, record = iterator.next()
    copy = library.user_copy(record)
    frees = {"client": client.close, "iterator": iterator.close, "copy": lambda: library.user_free(copy)}
    for number, name in enumerate(order):
        frees[name]()
        if "copy" not in order[: number + 1]:
            assert library.user_id(copy) == user(1)["id"].encode()
        if "iterator" not in order[: number + 1]:
            assert iterator.next()[0] == abi.OK


def test_server_that_hangs_up_at_once(serve, connect):
    def refuse(conversation):
        raise HangUp

    server = serve(in_turn(), greeting=refuse)
    with pytest.raises(Failure) as failure:
        connect(server).get_user()
    assert failure.value.status == "NETWORK"


def test_nobody_listens(connect):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Failure) as failure:
            connect(url).get_user()
    assert failure.value.status == "NETWORK" and failure.value.is_retryable
