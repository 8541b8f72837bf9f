"""Exceptions: their classes, attributes and builtin bases."""

import pickle

import pytest
from raw_server import http

import workosds

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


def test_no_answer(serve):
    error = failing(serve(lambda request: None).url)
    assert type(error) is workosds.NetworkError and not isinstance(error, workosds.HTTPError)
    assert (error.http_status, error.code, error.request_id, error.body) == (None, None, None, None)


def test_invalid_argument_from_either_side(client):
    for wrong in ("", "a\0b"):
        with pytest.raises(workosds.InvalidArgumentError) as caught:
            client.get_user(wrong)
        assert (caught.value.status, caught.value.status_name) == (-1, "INVALID_ARGUMENT")


@pytest.mark.parametrize("status", [404, 408])
def test_they_can_be_pickled(serve, status):
    error = failing(serve(lambda request: http({"code": "c"}, status)).url)
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(error, workosds.HTTPError)
    assert type(again) is type(error) and again.args == error.args and vars(again) == vars(error)


def test_pickled_with_builtin_bases():
    error = failing("http://127.0.0.1:1")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) and vars(again) == vars(error)
    error = workosds.CustomAttributeError("no", "key", "user_1")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.key, again.user_id) == ("no", "key", "user_1")
