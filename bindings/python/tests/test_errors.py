"""Exceptions: their classes, what they carry, what else they are."""

import pickle
import socket
import threading

import pytest
from raw_server import http

import workosds

STATUSES = {
    400: "BadRequest",
    401: "Authentication",
    403: "PermissionDenied",
    404: "NotFound",
    409: "Conflict",
    422: "Unprocessable",
    429: "RateLimited",
    500: "Server",
    503: "Server",
    418: "API",
    302: "API",
}
BUILTINS = {
    "InvalidArgumentError": ValueError,
    "SignatureError": ValueError,
    "ClosedError": ValueError,
    "CustomAttributeError": ValueError,
    "NetworkError": ConnectionError,
    "TLSError": ConnectionError,
    "RequestTimeoutError": TimeoutError,
    "OutOfMemoryError": MemoryError,
    "LibraryLoadError": ImportError,
}


def failing(url, **options):
    with workosds.Client("sk_test", base_url=url, max_retries=0, **options) as client:
        with pytest.raises(workosds.Error) as caught:
            client.get_user("user_1")
    return caught.value


@pytest.mark.parametrize("status, name", STATUSES.items())
def test_by_http_status(serve, status, name):
    server = serve(lambda request: http({"message": "no", "code": "some_code"}, status, X_Request_Id="req_1"))
    error = failing(server.url)
    assert type(error) is getattr(workosds, name + "Error")
    assert isinstance(error, workosds.HTTPError)
    assert (error.http_status, error.code, error.request_id) == (status, "some_code", "req_1")
    assert error.body == b'{"message": "no", "code": "some_code"}'
    assert error.retry_after is None and error.errors == []
    assert error.is_retryable == (status in (429, 500, 503))
    assert str(error) == error.message and "GET /directory_users/user_1" in error.message


def test_every_status_has_a_class():
    library = workosds.load_library()
    names = set()
    for index in range(library.workosds_status_count()):
        status = library.workosds_status_at(index)
        if status < 0:
            name = library.workosds_status_name(status).decode()
            kinds = [*workosds.Error.__subclasses__(), *workosds.HTTPError.__subclasses__()]
            (kind,) = [kind for kind in kinds if kind.status == status]
            assert kind.status_name == name and kind.__module__ == "workosds.errors"
            assert getattr(workosds, kind.__name__) is kind
            names.add(name)
    assert len(names) == 19 and workosds.HTTPError.status is None


@pytest.mark.parametrize("name, base", BUILTINS.items())
def test_builtins(name, base):
    assert issubclass(getattr(workosds, name), base)
    assert issubclass(getattr(workosds, name), workosds.Error)


def test_no_builtin_is_shadowed():
    import builtins

    assert not [name for name in dir(workosds) if hasattr(builtins, name) and not name.startswith("_")]


def test_field_errors(serve):
    body = {"message": "no", "errors": [{"field": "limit", "code": "max", "message": "too large"}, "another"]}
    error = failing(serve(lambda request: http(body, 422)).url)
    assert error.errors[0] == {"field": "limit", "code": "max", "message": "too large"}


def test_retry_after_in_seconds(serve):
    error = failing(serve(lambda request: http({}, 429, Retry_After="7")).url)
    assert (error.retry_after, error.status, error.status_name) == (7.0, -8, "RATE_LIMITED")


def test_no_answer(serve):
    error = failing(serve(lambda request: None).url)
    assert type(error) is workosds.NetworkError and not isinstance(error, workosds.HTTPError)
    assert (error.http_status, error.code, error.request_id, error.body) == (None, None, None, None)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe\0\x80", b'{"message":"a\0b\xc3"}', '{"message":"\u00e4"}'.encode("latin-1"), b"\r\n" * 5000],
)
def test_the_body_is_what_came(serve, body):
    assert failing(serve(lambda request: http(body, 400)).url).body == body


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(ConnectionError):
        raise failing(url)


def test_time_limit(serve):
    release = threading.Event()
    server = serve(lambda request: release.wait(10) and None)
    error = failing(server.url, timeout=0.05)
    release.set()
    assert isinstance(error, TimeoutError) and error.is_retryable


def test_tls():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def speak_plainly():
            with listener.accept()[0] as connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 This is no TLS\r\n\r\n")

        thread = threading.Thread(target=speak_plainly)
        thread.start()
        error = failing(f"https://127.0.0.1:{listener.getsockname()[1]}")
        thread.join()
    assert type(error) is workosds.TLSError


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b'{"id":'])
def test_not_what_the_api_promises(serve, body):
    assert type(failing(serve(lambda request: http(body)).url)) is workosds.ProtocolError


def test_invalid_argument_from_either_side(client):
    for wrong in ("", "a\0b"):
        with pytest.raises(workosds.InvalidArgumentError) as caught:
            client.get_user(wrong)
        assert (caught.value.status, caught.value.status_name) == (-1, "INVALID_ARGUMENT")


@pytest.mark.parametrize("status", [404, 408])
def test_they_can_be_pickled(serve, status):
    error = failing(serve(lambda request: http({"code": "c"}, status)).url)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and again.args == error.args and vars(again) == vars(error)


def test_pickled_with_builtin_bases():
    error = failing("http://127.0.0.1:1")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) and vars(again) == vars(error)
    error = workosds.CustomAttributeError("no", "key", "user_1")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.key, again.user_id) == ("no", "key", "user_1")
