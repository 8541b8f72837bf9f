"""What is asked for again, how often, after which wait; and what never is."""

import time

import abi
import pytest
from replay import answer, close, drip, in_turn, ok, reset
from support.client import Failure
from support.pages import page, user

REPEATED = [408, 429, 500, 502, 503, 504]
FINAL = [300, 304, 400, 401, 402, 403, 404, 405, 409, 410, 418, 422, 425, 451, 501, 505, 507, 511, 599]
CUT = [b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", close]
LOST = {
    "closed": close,
    "reset": reset,
    "cut": CUT,
    "cut by a reset": [CUT[0], reset],
    "cut in the status line": [b"HTTP/1.1 20", close],
    "cut in the headers": [b"HTTP/1.1 200 OK\r\nContent-Len", close],
}
CALLS = {"get": lambda client: client.get_user(), "delete": lambda client: client.delete_directory()}


def requests(serve, connect, call, *replies, status=None, retries=3):
    """How many requests the call made."""
    server = serve(in_turn(*replies))
    client = connect(server, max_retries=retries)
    if status is None:
        call(client)
    else:
        with pytest.raises(Failure) as failure:
            call(client)
        assert failure.value.status == status
    return len(server.requests)


@pytest.mark.parametrize("status", REPEATED)
@pytest.mark.parametrize("name", CALLS)
def test_passing_status(name, status, serve, connect):
    """B110: whatever the body."""
    fault = answer(status, b"<html>", "Retry-After: 0")
    assert requests(serve, connect, CALLS[name], fault, fault, ok(user())) == 3


@pytest.mark.parametrize("status", FINAL)
@pytest.mark.parametrize("name", CALLS)
def test_final_status(name, status, serve, connect):
    """B111."""
    with pytest.raises(Failure) as failure:
        server = serve(in_turn(answer(status, {}, "Retry-After: 0"), ok(user())))
        CALLS[name](connect(server, max_retries=3))
    assert failure.value.http_status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("loss", LOST)
@pytest.mark.parametrize("name", CALLS)
def test_lost_answer(name, loss, serve, connect):
    assert requests(serve, connect, CALLS[name], LOST[loss], ok(user())) == 2


@pytest.mark.parametrize("retries", [abi.NO_RETRIES, 1, 2, 5])
def test_number_of_attempts(retries, serve, connect):
    fault = answer(503, {}, "Retry-After: 0")
    call = CALLS["get"]
    assert requests(serve, connect, call, *[fault] * 9, status="SERVER", retries=retries) == 1 + max(retries, 0)


@pytest.mark.parametrize("bad", [b"<html>", b"", b'{"id":', b"\xff\xfe", b"[]"])
def test_bad_answer_is_final(bad, serve, connect):
    """A 2xx that is no record would be none the next time either."""
    assert requests(serve, connect, CALLS["get"], ok(bad), ok(user()), status="PROTOCOL") == 1


def test_refused_coding_is_final(serve, connect):
    bad = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx"
    assert requests(serve, connect, CALLS["get"], bad, ok(user()), status="PROTOCOL") == 1


@pytest.mark.parametrize("unknown", [close, CUT, answer(500, {}, "Retry-After: 0"), answer(504, {}, "Retry-After: 0")])
def test_deleted_after_all(unknown, serve, connect):
    """B112: gone after an attempt whose outcome nobody knows is what was asked for."""
    assert requests(serve, connect, CALLS["delete"], unknown, answer(404, {})) == 2


@pytest.mark.parametrize("known", [answer(429, {}, "Retry-After: 0")])
def test_never_deleted(known, serve, connect):
    """A limiter has not let the first one through: the directory was not there."""
    assert requests(serve, connect, CALLS["delete"], known, answer(404, {}), status="NOT_FOUND") == 2


SYNC = {
    "answered 429": (answer(429, {}, "Retry-After: 0"), 2),
    "answered 503": (answer(503, {}, "Retry-After: 0"), 1),
    "closed": (close, 1),
    "cut": (CUT, 1),
}


@pytest.mark.parametrize("name", SYNC)
def test_sync_is_asked_for_once(name, serve, connect):
    """A POST is repeated only where the server cannot have acted on it."""
    fault, expected = SYNC[name]
    server = serve(in_turn(fault, answer(202, {})))
    client = connect(server, max_retries=3)
    if expected == 1:
        with pytest.raises(Failure):
            client.request_directory_sync()
    else:
        client.request_directory_sync()
    assert len(server.requests) == expected


def test_same_request_again(serve, connect):
    server = serve(in_turn(close, answer(503, {}, "Retry-After: 0"), ok(page([user()]))))
    with connect(server, max_retries=3).list_users(email="a+b@c.test", limit=7) as iterator:
        assert len(list(iterator)) == 1
    assert len({request.raw for request in server.requests}) == 1


def test_nothing_of_a_failed_attempt_is_left(serve, connect):
    """A cut page, an error's body, a retry-after: the record and the error come from the last attempt alone."""
    cut = [
        b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\nX-Request-ID: cut\r\n\r\n{"data":[{"id":"of the cut page"},',
        close,
    ]
    error = answer(503, {"message": "m", "code": "c"}, "Retry-After: 0", "X-Request-ID: error")
    server = serve(in_turn(cut, error, ok(page([user()], after="c1")), cut, error, answer(404, {})))
    found = []
    with pytest.raises(Failure) as failure, connect(server, max_retries=3).list_users() as iterator:
        for record in iterator:
            found.append(record["id"])
    assert found == [user()["id"]]
    assert (failure.value.status, failure.value.code, failure.value.request_id) == ("NOT_FOUND", None, None)
    assert failure.value.retry_after_ms == -1


def test_attempts_are_reported(serve, connect, library):
    """The callback sees each attempt, with what came of it and how long until the next."""
    seen = []

    @abi.AttemptCallback
    def callback(attempt, _):
        names = ("number", "status", "http_status", "wait_ms", "bytes")
        values = {name: getattr(library, f"attempt_{name}")(attempt) for name in names}
        texts = {name: getattr(library, f"attempt_{name}")(attempt) for name in ("method", "path", "request_id")}
        seen.append(values | texts)

    body = ok(user())
    server = serve(in_turn(answer(429, b"12345", "Retry-After: 0", "X-Request-ID: r1"), CUT, body))
    connect(server, max_retries=3, on_attempt=callback).get_user("u1")
    assert [attempt["number"] for attempt in seen] == [1, 2, 3]
    assert [library.status_name(attempt["status"]) for attempt in seen] == [b"RATE_LIMITED", b"NETWORK", b"OK"]
    assert [attempt["http_status"] for attempt in seen][::2] == [429, 200]
    assert [attempt["request_id"] for attempt in seen] == [b"r1", None, None]
    assert {(attempt["method"], attempt["path"]) for attempt in seen} == {(b"GET", b"/directory_users/u1")}
    assert seen[0]["wait_ms"] == 0 and seen[1]["wait_ms"] >= 0 and seen[2]["wait_ms"] == -1
    assert seen[0]["bytes"] == 5 and seen[2]["bytes"] == len(body.partition(b"\r\n\r\n")[2])


def test_waits(serve, connect):
    """Retry-After is waited for; without it the back-off is at most half a second at first."""
    for header, least, most in ((["Retry-After: 1"], 1.0, 4.0), ([], 0.0, 3.0)):
        server = serve(in_turn(answer(503, {}, *header), ok(user())))
        began = time.monotonic()
        connect(server, max_retries=1).get_user()
        assert least <= time.monotonic() - began + 0.002 and time.monotonic() - began < most


def test_listing_through_faults(serve, connect):
    """Every page fails in another way before it comes; nothing is lost."""
    faults = [answer(503, {}, "Retry-After: 0"), close, CUT, [CUT[0], reset], answer(429, {}, "Retry-After: 0")]
    faults.append([drip(b"HTTP/1.1 200 OK\r\nContent-Len", 0.001, 7), close])
    replies = []
    for number in range(1, 13):
        replies += [faults[number % len(faults)], ok(page([user(number)], after=f"c{number}" if number < 12 else None))]
    with connect(serve(in_turn(*replies)), max_retries=2).list_users() as iterator:
        assert list(iterator.ids()) == [user(number)["id"] for number in range(1, 13)]
