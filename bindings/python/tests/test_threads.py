"""One client in many threads; closing and cancelling from others."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from raw_server import http, pages

import workosds


class Gate:
    """Responds when it is opened."""

    def __init__(self):
        self.asked, self.opened = threading.Semaphore(0), threading.Event()

    def __call__(self, request):
        if "slow" in request:
            self.asked.release()
            self.opened.wait(60)
        return pages(3)(request) if "?" in request else http({"id": "x"})


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.opened.set()


@pytest.fixture
def client(serve, gate):
    server = serve(gate)
    with workosds.Client("sk_test", base_url=server.url, directory_user_requests_per_second=None) as client:
        yield client


CALLS = [lambda client: client.get_user("slow"), lambda client: len(list(client.list_users(directory="slow")))]


@pytest.mark.parametrize("call", CALLS)
def test_others_run_while_a_call_waits(client, gate, call):
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(call, client)
        assert gate.asked.acquire(timeout=30)
        for _ in range(20):
            assert client.get_user("quick").id == "x"
        assert not waiting.done()
        gate.opened.set()
        assert waiting.result(30) in (6, client.get_user("x"))


def test_many_threads(client):
    with ThreadPoolExecutor(16) as pool:
        lists = list(pool.map(lambda _: [user.id for user in client.list_users(directory="d")], range(100)))
    assert lists == [[f"directory_user_{number}" for number in range(6)]] * 100


@pytest.mark.parametrize("call", CALLS)
def test_close_waits_for_a_running_call(client, gate, call):
    with ThreadPoolExecutor() as pool:
        running = pool.submit(call, client)
        assert gate.asked.acquire(timeout=30)
        closing = [pool.submit(client.close) for _ in range(2)]
        while not client.closed:
            time.sleep(0.001)
        with pytest.raises(workosds.ClosedError):
            client.get_user("x")
        assert not closing[0].done() and not closing[1].done() and not running.done()
        gate.opened.set()
        if call is CALLS[0]:
            assert running.result(30).id == "x"
        else:
            with pytest.raises(workosds.ClosedError):
                running.result(30)
        for one in closing:
            one.result(30)


@pytest.mark.parametrize("call", CALLS)
def test_cancel_from_another_thread(client, gate, call):
    with ThreadPoolExecutor() as pool:
        running = [pool.submit(call, client) for _ in range(3)]
        for _ in running:
            assert gate.asked.acquire(timeout=30)
        client.cancel()
        for one in running:
            with pytest.raises(workosds.CancelledError):
                one.result(30)
        assert client.get_user("quick").id == "x"


def test_cancel_then_close_does_not_wait(client, gate):
    with ThreadPoolExecutor() as pool:
        running = pool.submit(client.get_user, "slow")
        assert gate.asked.acquire(timeout=30)
        closing = pool.submit(client.close)
        client.cancel()
        closing.result(30)
        with pytest.raises((workosds.CancelledError, workosds.ClosedError)):
            running.result(30)


def test_one_iterator_in_two_threads(client, gate):
    """Python itself rejects a generator that is already running."""
    reading = iter(client.list_users(directory="slow"))
    with ThreadPoolExecutor() as pool:
        running = pool.submit(next, reading)
        assert gate.asked.acquire(timeout=30)
        with pytest.raises(ValueError, match="already executing"):
            next(reading)
        gate.opened.set()
        assert running.result(30).id == "directory_user_0"


def test_handed_from_thread_to_thread(client):
    reading = iter(client.list_users(directory="d"))
    with ThreadPoolExecutor(4) as pool:
        assert [pool.submit(next, reading).result(30).id for _ in range(6)][-1] == "directory_user_5"


def test_attempts_belong_to_their_thread(serve):
    seen = []
    server = serve(lambda request: http({"id": "x"}))
    hook = lambda attempt: seen.append((threading.get_ident(), attempt.path))  # noqa: E731
    with workosds.Client("sk_test", base_url=server.url, on_attempt=hook) as client:

        def call(number):
            for _ in range(20):
                client.get_user(f"{number}")
            return threading.get_ident(), f"/directory_users/{number}"

        with ThreadPoolExecutor(8) as pool:
            calls = list(pool.map(call, range(8)))
    assert len(seen) == 160
    assert set(seen) == set(calls)


def test_closing_at_any_moment(serve):
    server = serve(lambda request: pages(3)(request) if "?" in request else http({"id": "x"}))
    options = {"base_url": server.url, "directory_user_requests_per_second": None}

    def work(client):
        count = 0
        try:
            while True:
                client.get_user("x")
                count += len(list(client.list_users(directory="d")))
        except (workosds.ClosedError, workosds.CancelledError):
            return count

    with ThreadPoolExecutor(4) as pool:
        for number in range(60):
            client = workosds.Client("sk_test", on_attempt=(lambda attempt: None) if number % 2 else None, **options)
            working = [pool.submit(work, client) for _ in range(4)]
            threading.Event().wait(number / 5000)
            if number % 3 == 0:
                client.cancel()
            client.close()
            assert all(one.result(30) % 6 == 0 for one in working)
