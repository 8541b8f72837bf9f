"""Attempts on the wire: the same request each time, nothing left of a failed one, and the waits between them. What is
retried and what is not: Tests/Behaviour."""

import time

import abi
import pytest
from replay import answer, close, drip, in_turn, ok, reset
from support.client import Failure
from support.pages import page, user

CUT = [b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", close]


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
