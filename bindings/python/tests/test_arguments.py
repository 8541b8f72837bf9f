"""Arguments: invalid ones are rejected before anything is sent, and valid ones arrive."""

import os
import time

import pytest
from raw_server import http, page

import workosds


@pytest.fixture
def asked(serve):
    """A client, and the requests that its server received."""
    server = serve(lambda request: page([]) if "?" in request.split("\r\n")[0] else http({"id": "x"}))
    with workosds.Client("sk_test", base_url=server.url) as client:
        yield client, server.requests


TEXTS = {
    "list_directories": ["organization_id", "search"],
    "list_groups": ["directory", "user"],
    "list_users": ["directory", "group", "idp_id", "email"],
}
PAGING = ["after", "before", "order"]


@pytest.mark.parametrize("method, name", [(method, name) for method in TEXTS for name in TEXTS[method] + PAGING])
@pytest.mark.parametrize("wrong", ["id\0", "\0", "\udc80", 1, b"id"])
def test_text_of_lists(asked, method, name, wrong):
    client, requests = asked
    arguments = {} if method == "list_directories" else {"directory": "directory_1"}
    with pytest.raises((workosds.InvalidArgumentError, TypeError)) as caught:
        getattr(client, method)(**arguments | {name: wrong})
    assert isinstance(caught.value, TypeError) == (not isinstance(wrong, str))
    assert requests == []


METHODS = ["get_directory", "get_group", "get_user", "delete_directory", "request_directory_sync"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("wrong", ["id\0more", "", ".", "..", "\ud800", None, 7])
def test_ids(asked, method, wrong):
    client, requests = asked
    with pytest.raises((workosds.InvalidArgumentError, TypeError)):
        getattr(client, method)(wrong)
    assert requests == []


@pytest.mark.parametrize("name", ["limit", "max_items"])
@pytest.mark.parametrize("wrong", [0, -1, 2**31 + 5, 2**63, 1.0, "5"])
def test_counts(asked, name, wrong):
    client, requests = asked
    if name == "max_items" and wrong == 2**31 + 5:
        assert list(client.list_directories(max_items=wrong)) == []
        return
    with pytest.raises((workosds.InvalidArgumentError, TypeError)) as caught:
        client.list_directories(**{name: wrong})
    assert isinstance(caught.value, TypeError) == (not isinstance(wrong, int))
    assert requests == []


OPTIONS = [
    *({"timeout": wrong} for wrong in (0, -1, float("inf"), float("nan"))),
    *({"connect_timeout": 0}, {"call_timeout": 0}, {"max_retry_wait": 0}),
    *({"max_retries": wrong} for wrong in (-1, 101, 2**32)),
    *({"max_response_bytes": wrong} for wrong in (0, -1, 2**31, 2**63)),
    *({"directory_user_requests_per_second": wrong} for wrong in (0, -1, 2**32)),
    *({"base_url": wrong} for wrong in ("ftp://x", "http://example.com", "https://u:p@example.com", "https://x\0.com")),
    *({"app_name": "my app"}, {"ca_file": "/nowhere/ca.pem"}, {"proxy": "http://\0"}, {"no_proxy": "\0"}),
    *({"headers": {"X": "\0"}}, {"headers": {"\udc80": "x"}}, {"client_key_passphrase": "x"}),
]


@pytest.mark.parametrize("wrong", OPTIONS, ids=str)
def test_options(wrong):
    with pytest.raises(workosds.InvalidArgumentError):
        workosds.Client("sk_test", **wrong)


@pytest.mark.parametrize("wrong", ["sk\0test", "sk test", "sk_tést", "sk_\udc80"])
def test_key(wrong):
    with pytest.raises(workosds.InvalidArgumentError) as caught:
        workosds.Client(wrong)
    assert wrong not in str(caught.value)
    with pytest.raises(workosds.InvalidArgumentError):
        workosds.Client()


@pytest.mark.parametrize("wrong", [{"timeout": "5"}, {"max_retries": 1.5}, {"base_url": 7}, {"nonsense": 1}])
def test_options_of_another_type(wrong):
    with pytest.raises(TypeError):
        workosds.Client("sk_test", **wrong)


def test_every_option(serve, tmp_path):
    server = serve(lambda request: page([]))
    authorities = tmp_path / "ca.pem"
    authorities.write_text("")
    options = {
        "timeout": None,
        "connect_timeout": 2.5,
        "call_timeout": 30,
        "max_retries": 0,
        "max_retry_wait": 1e300,
        "max_response_bytes": 1000,
        "directory_user_requests_per_second": 7,
        "ca_file": authorities,
        "no_proxy": "*",
        "app_name": "app/1.2",
        "look_ahead": False,
        "allow_plain_http": True,
    }
    with workosds.Client("sk_test", base_url=server.url, **options) as client:
        assert list(client.list_directories()) == []
    assert f"User-Agent: libworkosds/{workosds.__version__} app/1.2" in server.requests[0]


def test_pace(serve):
    """Four per second: the fifth must wait. (There is no upper bound.)"""
    server = serve(lambda request: page([{"id": "u"}]))
    with workosds.Client("sk_test", base_url=server.url) as client:
        started = time.monotonic()
        for _ in range(5):
            list(client.list_users(directory="d"))
        assert time.monotonic() - started >= 0.95


def test_the_key_is_nowhere(serve, monkeypatch):
    key = "sk_secret_of_mine"
    server = serve(lambda request: http({"message": key}, 401))
    client = workosds.Client(key, base_url=server.url)
    with client:
        with pytest.raises(workosds.AuthenticationError) as caught:
            client.get_user("x")
        users = client.list_users(directory="d")
        values = [client, users, users.pages(), *vars(client).values()]
        assert not [value for value in values if key in repr(value) or key in str(value)]
        assert key not in str(caught.value) + repr(caught.value)
    assert repr(client) == "<workosds.Client closed>"


def test_the_docstring_of_limit():
    for method in TEXTS:
        line = next(line for line in getattr(workosds.Client, method).__doc__.splitlines() if "limit:" in line)
        assert "page size" in line and "max_items" in line


def test_paths_with_odd_bytes(tmp_path):
    odd = os.fsdecode(bytes(tmp_path) + b"/\xff.pem")
    with pytest.raises(workosds.InvalidArgumentError):
        workosds.Client("sk_test", ca_file=odd)
