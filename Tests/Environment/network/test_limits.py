"""Time limits end a call in every phase in which a server can delay it."""

import select
import time

import abi
import pytest
from replay import close, in_turn, ok, silence, wait
from support.client import Client, Failure
from support.pages import page, user
from support.phases import CONNECT, PHASES

LIMIT_MS = 250
SLACK = 1.0  # for a busy machine; without a limit a call would take many seconds


def ended_by(call, status="TIMEOUT", limit_ms=LIMIT_MS):
    began = time.monotonic()
    with pytest.raises(Failure) as failure:
        call()
    elapsed = time.monotonic() - began
    assert failure.value.status == status
    assert limit_ms / 1000 <= elapsed + 0.005 and elapsed < limit_ms / 1000 + SLACK
    return failure.value


@pytest.mark.parametrize("phase", [phase for phase in PHASES if PHASES[phase]])
def test_attempt(phase, connect):
    """connect_timeout_ms applies until the request is sent, request_timeout_ms from then on."""
    with phase() as held:
        client = connect(held.url, **held.options, **{PHASES[phase]: LIMIT_MS})
        failure = ended_by(client.get_user)
        assert PHASES[phase] in failure.message
        assert failure.is_retryable and failure.http_status == 0 and failure.body is None


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("retries", [-1, 5])
def test_call(phase, retries, connect):
    """call_timeout_ms applies regardless of other limits and retries. A call that would have to wait longer for a retry
    fails at once with its last error."""
    with phase() as held:
        options = held.options | {"max_retries": retries, "call_timeout_ms": LIMIT_MS, "max_retry_wait_ms": 60_000}
        with connect(held.url, **options).list_users() as iterator:
            if "retry" in phase.__name__:
                ended_by(lambda: list(iterator.ids()), "SERVER", limit_ms=0)
            else:
                ended_by(lambda: list(iterator.ids()))


@pytest.mark.parametrize("phase", [phase for phase in PHASES if PHASES[phase]])
def test_event_loop(phase, connect):
    """The descriptor becomes readable when the limit is due."""
    with phase() as held, connect(held.url, **held.options, **{PHASES[phase]: LIMIT_MS}).list_users() as iterator:
        iterator.set_blocking(False)

        def loop():
            while iterator.next()[0] == abi.PENDING:
                assert select.select([iterator.descriptor()], [], [], 5)[0], "never woken"

        assert PHASES[phase] in ended_by(loop).message


@pytest.mark.parametrize("phase", [phase for phase in PHASES if PHASES[phase] == CONNECT])
def test_late_event_loop(phase, connect):
    """libcurl's connection timer expires first, with the same error as the library's own."""
    with phase() as held, connect(held.url, **held.options, connect_timeout_ms=LIMIT_MS).list_users() as iterator:
        iterator.set_blocking(False)
        assert iterator.next()[0] == abi.PENDING
        time.sleep(2 * LIMIT_MS / 1000)
        with pytest.raises(Failure) as failure:
            while iterator.next()[0] == abi.PENDING:
                pass
        assert (
            failure.value.status == "TIMEOUT" and ": no connection within connect_timeout_ms" in failure.value.message
        )


def test_attempts_are_limited_one_by_one(serve, connect):
    """The limit is longer than elsewhere, because the third response must not be late."""
    server = serve(in_turn(silence, silence, ok(user())))
    began = time.monotonic()
    client = connect(server, request_timeout_ms=4 * LIMIT_MS, max_retries=3)
    assert client.get_user()["id"] == user()["id"]
    assert time.monotonic() - began >= 8 * LIMIT_MS / 1000
    assert len(server.requests) == 3


def test_slow_but_within_limits(serve, connect):
    """Each attempt has its own limit. A whole listing has none unless one is set."""
    pages = [[wait(0.5), ok(page([user(number)], after=f"c{number}" if number < 4 else None))] for number in range(5)]
    client = connect(serve(in_turn(*pages)), request_timeout_ms=2000, call_timeout_ms=abi.NO_TIME_LIMIT)
    with client.list_users() as iterator:
        assert len(list(iterator)) == 5


def test_slow_caller_is_no_slow_server(serve, connect):
    """Time that the caller spends on a page counts against no limit, although the next page is being requested."""
    pages = [ok(page([user(number)], after=f"c{number}" if number < 2 else None)) for number in range(3)]
    client = connect(serve(in_turn(*pages)), request_timeout_ms=1000, connect_timeout_ms=1000, call_timeout_ms=1000)
    with client.list_users() as iterator:
        for _ in iterator.ids():
            time.sleep(1.2)


def test_no_other_negative_limit(library):
    """-1 means no limit; other negative values are invalid."""
    for name in ("connect_timeout_ms", "request_timeout_ms", "call_timeout_ms"):
        with pytest.raises(Failure) as failure:
            Client(library, "http://127.0.0.1:1", **{name: -2})
        assert failure.value.status == "INVALID_ARGUMENT" and name in failure.value.message


def test_hang_up_is_no_time_out(serve, connect):
    with pytest.raises(Failure) as failure:
        connect(serve(in_turn(close))).get_user()
    assert failure.value.status == "NETWORK"
