"""Attempts on the wire: the same request each time, nothing left of a failed one, and the waits between them. For which
errors are retried see Tests/Behaviour."""

import time

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
    """After a truncated page, an error's body or a Retry-After, the record and the error are from the last attempt
    only."""
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


def test_waits(serve, connect):
    """Retry-After determines the wait; without it the first back-off is at most half a second."""
    for header, least, most in ((["Retry-After: 1"], 1.0, 4.0), ([], 0.0, 3.0)):
        server = serve(in_turn(answer(503, {}, *header), ok(user())))
        began = time.monotonic()
        connect(server, max_retries=1).get_user()
        assert least <= time.monotonic() - began + 0.002 and time.monotonic() - began < most


def test_listing_through_faults(serve, connect):
    """Every page first fails in a different way; no record is lost."""
    faults = [answer(503, {}, "Retry-After: 0"), close, CUT, [CUT[0], reset], answer(429, {}, "Retry-After: 0")]
    faults.append([drip(b"HTTP/1.1 200 OK\r\nContent-Len", 0.001, 7), close])
    replies = []
    for number in range(1, 13):
        replies += [faults[number % len(faults)], ok(page([user(number)], after=f"c{number}" if number < 12 else None))]
    with connect(serve(in_turn(*replies)), max_retries=2).list_users() as iterator:
        assert list(iterator.ids()) == [user(number)["id"] for number in range(1, 13)]
