"""HTTP proxies: CONNECT, no_proxy, failures. A proxy's password is in no message."""

import pytest
from replay import answer, close, in_turn, ok, reset, tunnel
from support.client import Failure
from support.pages import get_by_id, listing, user

ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
SECRET = "pr0xy-passw0rd"
VARIABLES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", "no_proxy", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxy_around(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def api(serve, authority):
    return serve(lambda request: listing(9, 3)(request) if request.query else get_by_id(request), authority.context())


def proxy_to(server, serve):
    return serve(lambda request: [ESTABLISHED, tunnel("127.0.0.1", server.port)])


def client_of(api, connect, authority, no_proxy=None, **options):
    return connect(api, ca_file=authority.file, no_proxy=no_proxy, **options)


def test_connect(api, serve, connect, authority):
    proxy = proxy_to(api, serve)
    client = client_of(api, connect, authority, proxy=proxy.url)
    for _ in range(3):
        assert client.get_user("u1")["id"] == "u1"
    with client.list_users() as iterator:
        assert len(list(iterator.poll_ids())) == 9
    (request,) = proxy.requests
    assert request.line == f"CONNECT 127.0.0.1:{api.port} HTTP/1.1"
    assert not {"authorization", "proxy-authorization"} & request.headers.keys()
    assert "proxy-authorization" not in api.requests[0].headers


@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_from_the_environment(variable, api, serve, connect, authority, monkeypatch):
    proxy = proxy_to(api, serve)
    monkeypatch.setenv(variable, proxy.url)
    client_of(api, connect, authority).get_user("u1")
    assert len(proxy.requests) == 1
    client_of(api, connect, authority, no_proxy="*").get_user("u1")
    assert len(proxy.requests) == 1, "* ignores the environment"


@pytest.mark.parametrize("exception", ["127.0.0.1", "elsewhere.test,127.0.0.1", "*"])
@pytest.mark.parametrize("by", ["option", "environment"])
def test_exceptions(by, exception, api, serve, connect, authority, monkeypatch):
    proxy = proxy_to(api, serve)
    if by == "environment":
        monkeypatch.setenv("no_proxy", exception)
    given = exception if by == "option" else None
    client_of(api, connect, authority, proxy=proxy.url, no_proxy=given).get_user("u1")
    assert proxy.connections == 0


def test_exception_of_another_host(api, serve, connect, authority):
    proxy = proxy_to(api, serve)
    client_of(api, connect, authority, proxy=proxy.url, no_proxy="elsewhere.test,.0.0.1x").get_user("u1")
    assert len(proxy.requests) == 1


def test_credentials(api, serve, connect, authority):
    """The credentials are sent to the proxy only."""
    proxy = proxy_to(api, serve)
    url = proxy.url.replace("//", f"//name:{SECRET}@")
    client_of(api, connect, authority, proxy=url).get_user("u1")
    assert proxy.requests[0].headers["proxy-authorization"].startswith("Basic ")
    assert "proxy-authorization" not in api.requests[0].headers


REFUSALS = {
    "407": answer(407, b"Who are you?", "Proxy-Authenticate: Basic realm=x"),
    "403": answer(403),
    "502": answer(502, b"<html>"),
    "503 with a wait": answer(503, b"", "Retry-After: 50"),
    "a redirect": answer(302, b"", "Location: http://elsewhere.test/"),
    "closed": close,
    "reset": reset,
    "garbage": [b"garbage\r\n\r\n", close],
    "closed behind the tunnel's start": [ESTABLISHED, close],
    "no TLS behind it": [ESTABLISHED, b"HTTP/1.1 400 Bad Request\r\n\r\n", close],
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals(name, api, serve, connect, authority):
    """The request was not sent. The error has the proxy's status, if any, and is never taken for the API's response."""
    proxy = serve(in_turn(REFUSALS[name]))
    url = proxy.url.replace("//", f"//name:{SECRET}@")
    with pytest.raises(Failure) as failure:
        client_of(api, connect, authority, proxy=url).get_user("u1")
    behind_the_tunnel = ESTABLISHED in (REFUSALS[name] if isinstance(REFUSALS[name], list) else ())
    assert failure.value.status in (("NETWORK", "TLS") if behind_the_tunnel else ("NETWORK", "PROTOCOL"))
    assert failure.value.status == "NETWORK" or behind_the_tunnel or name == "garbage"
    if name.isdigit():
        assert f"HTTP {name}" in failure.value.message and "proxy" in failure.value.message.lower()
    assert SECRET not in str(failure.value.json)
    assert api.connections == 0


def test_unreachable_proxy(api, serve, connect, authority):
    proxy = serve(in_turn())
    proxy.close()
    with pytest.raises(Failure) as failure:
        client_of(api, connect, authority, proxy=proxy.url.replace("//", f"//name:{SECRET}@")).get_user("u1")
    assert failure.value.status == "NETWORK"
    assert SECRET not in str(failure.value.json)


@pytest.mark.parametrize(
    "proxy", ["no url", "ftp://127.0.0.1:1", f"http://name:{SECRET}@", f"http://name:{SECRET}@ho st", "http://h:99999"]
)
def test_impossible_proxy(proxy, api, connect, authority):
    """An invalid proxy fails at the latest when it is used, without its password in the message."""
    with pytest.raises(Failure) as failure:
        client_of(api, connect, authority, proxy=proxy).get_user("u1")
    assert failure.value.status in ("INVALID_ARGUMENT", "NETWORK")
    assert SECRET not in str(failure.value.json)
    assert api.connections == 0


def test_plain_http_stays_on_the_machine(serve, connect, monkeypatch):
    """Unencrypted requests to the loopback never use a proxy from the environment."""
    server, proxy = serve(get_by_id), serve(in_turn(ok(user())))
    for name in ("http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    connect(server, no_proxy=None).get_user("u1")
    assert proxy.connections == 0
    connect(server, no_proxy=None, proxy=proxy.url).get_user("u1")
    assert proxy.requests[0].line.startswith(f"GET {server.url}/directory_users/u1 "), "an explicit proxy is used"
