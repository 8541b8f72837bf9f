"""Cancelling and freeing end a call within 100 ms, in every phase, from the same thread or another."""

import select
import threading
import time

import abi
import pytest
from replay import ok, silence, until
from support.client import Failure
from support.pages import get_by_id, listing, user
from support.phases import PHASES, waiting_for_the_pace
from support.threads import Task

PROMPT = 0.1
ATTEMPTS = 4  # the machine may be busy during some


def phases(*without):
    return pytest.mark.parametrize("phase", [phase for phase in PHASES if phase not in without])


def get(client):
    client.get_user()


def walk(client):
    with client.list_users() as iterator:
        for _ in iterator.ids():
            pass


def promptly(attempt):
    """One of a few attempts must be prompt; all must have the right result."""
    elapsed = []
    while len(elapsed) < ATTEMPTS:
        elapsed.append(attempt())
        if elapsed[-1] < PROMPT:
            return
    raise AssertionError(elapsed)


@phases(waiting_for_the_pace)
def test_cancel_client_in_get(phase, connect):
    def attempt():
        with phase() as held:
            return cancelled_after(connect(held.url, **held.options), held, get)

    promptly(attempt)


@phases()
def test_cancel_client_in_listing(phase, connect):
    def attempt():
        with phase() as held:
            return cancelled_after(connect(held.url, **held.options), held, walk)

    promptly(attempt)


def cancelled_after(client, held, call):
    task = Task(call, client)
    held.reached()
    began = time.monotonic()
    client.cancel()
    with pytest.raises(Failure) as failure:
        task.result()
    assert failure.value.status == "CANCELLED"
    return time.monotonic() - began


@phases()
def test_cancel_iterator(phase, connect):
    """The iterator ends permanently, and its client still works."""

    def attempt():
        with phase() as held, connect(held.url, **held.options).list_users() as iterator:
            task = Task(lambda: list(iterator.ids()))
            held.reached()
            began = time.monotonic()
            iterator.cancel()
            for step in (task.result, iterator.next, iterator.next):
                with pytest.raises(Failure) as failure:
                    step()
                assert failure.value.status == "CANCELLED"
            return time.monotonic() - began

    promptly(attempt)


@phases()
@pytest.mark.parametrize("whose", ["iterator", "client"])
def test_cancel_pending(whose, phase, connect):
    """In an event loop a cancel makes the descriptor readable, and the next call returns CANCELLED."""
    with phase() as held:
        client = connect(held.url, **held.options)
        iterator = pending(client, held)
        (client if whose == "client" else iterator).cancel()
        assert readable(iterator, 0.5)
        with pytest.raises(Failure) as failure:
            iterator.next()
        assert failure.value.status == "CANCELLED"
        iterator.close()


@phases()
def test_free_pending(phase, connect):
    def attempt():
        with phase() as held:
            client = connect(held.url, **held.options)
            iterator = pending(client, held)
            began = time.monotonic()
            iterator.close()
            client.close()
            return time.monotonic() - began

    promptly(attempt)


def pending(client, held):
    """An iterator that an event loop has brought into the phase."""
    iterator = client.list_users()
    iterator.set_blocking(False)
    driver = Task(held.reached)
    while driver.is_running or drive(iterator) != abi.PENDING:
        readable(iterator, 0.01)
        drive(iterator)
    driver.result()
    return iterator


def drive(iterator):
    while (status := iterator.next()[0]) == abi.OK:
        pass
    return status


def readable(iterator, patience):
    return bool(select.select([iterator.descriptor()], [], [], patience)[0])


def test_calls_begun_afterwards_work(serve, connect):
    server = serve(lambda request: silence if "held" in request.path else get_by_id(request))
    client = connect(server)
    for round in range(1, 20):
        tasks = [Task(client.get_user, f"held{number}") for number in range(4)]
        server.wait_for(requests=5 * round - 1)
        client.cancel()
        for task in tasks:
            with pytest.raises(Failure) as failure:
                task.result()
            assert failure.value.status == "CANCELLED"
        assert client.get_user(f"u{round}")["id"] == f"u{round}"


def test_cancel_between_calls_harms_none(serve, connect):
    """Cancelling the client does not affect an idle iterator: it returns its records, and the listing continues."""
    client = connect(serve(listing(30, 3)))
    with client.list_users() as iterator:
        client.cancel()
        ids = []
        for id in iterator.ids():
            ids.append(id)
            if len(ids) < 3:
                client.cancel()
        assert ids == [user(number)["id"] for number in range(1, 31)]


def test_cancelled_look_ahead(serve, connect):
    """A cancelled iterator discards its records and its request."""
    server = serve(listing(100, 2))
    with connect(server).list_users() as iterator:
        for _ in range(5):
            iterator.next()
        iterator.cancel()
        with pytest.raises(Failure) as failure:
            iterator.next()
    assert failure.value.status == "CANCELLED"
    time.sleep(0.05)
    assert len(server.requests) <= 4


def test_cancel_storm(serve, connect):
    """Cancels at random moments: each call either returns its own response or is cancelled."""
    client = connect(serve(get_by_id))
    end = time.monotonic() + 1.5

    def calls(number):
        done = []
        while time.monotonic() < end:
            try:
                assert client.get_user(f"u{number}")["id"] == f"u{number}"
                done.append("OK")
            except Failure as failure:
                done.append(failure.status)
        return done

    tasks = [Task(calls, number) for number in range(6)]
    while time.monotonic() < end:
        client.cancel()
        time.sleep(0.001)
    outcomes = {outcome for task in tasks for outcome in task.result()}
    assert "CANCELLED" in outcomes and outcomes <= {"OK", "CANCELLED"}


def test_connection_of_a_cancelled_call_is_not_used_again(serve, connect):
    """Its response arrives late; the next call gets its own response."""
    late = threading.Event()

    def script(request):
        own = ok(user(id=request.path.rsplit("/", 1)[1]))
        return [until(late), own] if request.path.endswith("slow") else own

    server = serve(script)
    client = connect(server)
    task = Task(client.get_user, "slow")
    server.wait_for(requests=1)
    client.cancel()
    with pytest.raises(Failure):
        task.result()
    late.set()
    for number in range(5):
        assert client.get_user(f"u{number}")["id"] == f"u{number}"
    assert server.connections == 2
