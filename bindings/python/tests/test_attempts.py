"""The on_attempt hook, what it can do, and logging."""

import gc
import logging

import pytest
from conftest import descriptors
from raw_server import http, pages

import workosds


def broken_first(count, answer):
    """Responds with 503 this many times first."""
    left = [count]

    def serve(request):
        if left[0]:
            left[0] -= 1
            return http({"message": "busy"}, 503, Retry_After="0", X_Request_Id=f"req_{left[0]}")
        return answer(request)

    return serve


def test_what_it_sees(serve):
    seen = []
    server = serve(broken_first(2, lambda request: http({"id": "x"}, X_Request_Id="req_last")))
    with workosds.Client("sk_test", base_url=server.url, on_attempt=seen.append) as client:
        client.get_user("user_1")
    assert [(one.number, one.http_status, one.status_name) for one in seen] == [
        *((1, 503, "SERVER"), (2, 503, "SERVER"), (3, 200, "OK"))
    ]
    assert [one.request_id for one in seen] == ["req_1", "req_0", "req_last"]
    assert {(one.method, one.path) for one in seen} == {("GET", "/directory_users/user_1")}
    assert seen[0].wait_ms is not None and seen[2].wait_ms is None
    assert seen[2].bytes == len(b'{"id": "x"}') and seen[2].elapsed_ms >= 0 and seen[2].status == 0


def test_no_answer(serve):
    seen = []
    server = serve(lambda request: None)
    with workosds.Client("sk_test", base_url=server.url, max_retries=0, on_attempt=seen.append) as client:
        with pytest.raises(workosds.NetworkError):
            client.get_user("user_1")
    assert [(one.http_status, one.request_id, one.status_name) for one in seen] == [(None, None, "NETWORK")]


class HookError(Exception):
    pass


@pytest.mark.parametrize("kind", [HookError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("call", ["get", "list", "delete"])
def test_what_it_raises_ends_the_call(serve, kind, call):
    def hook(attempt):
        raise kind("from the hook")

    server = serve(pages(1) if call == "list" else lambda request: http({"id": "x"}))
    before = descriptors()
    with workosds.Client("sk_test", base_url=server.url, on_attempt=hook) as client:
        with pytest.raises(kind, match="from the hook"):
            if call == "list":
                list(client.list_users(directory="d"))
            else:
                getattr(client, {"get": "get_user", "delete": "delete_directory"}[call])("x")
        assert len(server.requests) == 1
    assert descriptors() == before


def test_its_exception_knows_the_call_s(serve):
    server = serve(lambda request: http({}, 404))

    def hook(attempt):
        raise HookError

    with workosds.Client("sk_test", base_url=server.url, on_attempt=hook) as client:
        with pytest.raises(HookError) as caught:
            client.get_user("x")
    assert isinstance(caught.value.__context__, workosds.NotFoundError)


def test_the_client_works_on(serve):
    fail = [True]

    def hook(attempt):
        if fail[0]:
            raise HookError

    server = serve(lambda request: http({"id": "x"}))
    with workosds.Client("sk_test", base_url=server.url, on_attempt=hook) as client:
        with pytest.raises(HookError):
            client.get_user("x")
        fail[0] = False
        assert client.get_user("x").id == "x"


def test_it_may_use_the_client(serve):
    server = serve(lambda request: http({"id": "inner" if "inner" in request else "outer"}))
    found = []

    def hook(attempt):
        if "outer" in attempt.path:
            found.append(client.get_user("inner").id)

    with workosds.Client("sk_test", base_url=server.url, on_attempt=hook) as client:
        assert client.get_user("outer").id == "outer"
    assert found == ["inner"]


@pytest.mark.parametrize(
    "call", [lambda client: client.get_user("x"), lambda client: list(client.list_users(group="g"))]
)
def test_it_may_close_the_client(serve, call):
    server = serve(lambda request: pages(2)(request) if "?" in request else http({"id": "x"}))
    client = workosds.Client("sk_test", base_url=server.url, on_attempt=lambda attempt: client.close())
    try:
        call(client)
    except workosds.ClosedError:
        pass
    assert client.closed
    with pytest.raises(workosds.ClosedError):
        client.get_user("x")


def test_it_may_cancel(serve):
    server = serve(lambda request: http({}, 503))
    with workosds.Client("sk_test", base_url=server.url, on_attempt=lambda attempt: client.cancel()) as client:
        with pytest.raises(workosds.CancelledError):
            client.get_user("x")
    assert len(server.requests) == 1


def test_garbage_is_not_freed_in_the_callback(serve):
    """Iterators in cycles, collected during the library's callback, where freeing them would be a reentrant call."""
    server = serve(pages(40))
    options = {"base_url": server.url, "directory_user_requests_per_second": None}
    threshold = gc.get_threshold()
    with workosds.Client("sk_test", on_attempt=lambda attempt: None, **options) as client:
        before = descriptors()
        gc.set_threshold(1, 1, 1)
        try:
            for _ in client.list_users(directory="d"):
                cycle = [iter(client.list_users(directory="d"))]
                next(cycle[0])
                cycle.append(cycle)
                del cycle
        finally:
            gc.set_threshold(*threshold)
        gc.collect()
        assert descriptors() == before + 1  # the client's


def test_logging(serve, caplog):
    server = serve(pages(1))
    with workosds.Client("sk_test", base_url=server.url, on_attempt=workosds.log_attempts()) as client:
        with caplog.at_level(logging.DEBUG, "workosds"):
            list(client.list_users(directory="d", email="a@example.com"))
    (record,) = caplog.records
    assert record.name == "workosds" and record.levelno == logging.DEBUG
    assert record.getMessage().startswith("GET /directory_users: 200 (attempt 1, ")
    assert "example.com" not in record.getMessage() and "example.com" in record.attempt.path


def test_logging_elsewhere(serve, caplog):
    server = serve(lambda request: None)
    hook = workosds.log_attempts(logging.getLogger("mine"), logging.WARNING)
    with workosds.Client("sk_test", base_url=server.url, max_retries=0, on_attempt=hook) as client:
        with pytest.raises(workosds.NetworkError):
            client.get_user("x")
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("mine", "WARNING") and ": NETWORK (" in record.getMessage()


@pytest.mark.parametrize("answer", [http({"id": "x"}), http({"id": "x"}, 503), http({}, 404)])
def test_cancelling_in_it_ends_the_call(serve, answer):
    server = serve(lambda request: answer)
    with workosds.Client("sk_test", base_url=server.url, on_attempt=lambda attempt: client.cancel()) as client:
        for call in (client.get_user, client.delete_directory):
            with pytest.raises(workosds.NotFoundError if b" 404 " in answer else workosds.CancelledError):
                call("x")
    assert len(server.requests) == 2


def test_cancelling_in_it_ends_a_listing(serve):
    server = serve(pages(3))
    options = {"base_url": server.url, "directory_user_requests_per_second": None, "look_ahead": False}
    attempts = []

    def hook(attempt):
        attempts.append(attempt)
        if len(attempts) == 2:
            client.cancel()

    with workosds.Client("sk_test", on_attempt=hook, **options) as client:
        users = client.list_users(directory="d")
        seen = []
        with pytest.raises(workosds.CancelledError):
            for user in users:
                seen.append(user.id)
        assert (seen, users.cursor) == (["directory_user_0", "directory_user_1"], "1")
        assert client.get_user("x")  # later calls work
