"""TLS: certificates are always verified, and an error mentions the CA file that was used."""

import datetime
import ssl

import pytest
from certificates import DAY, ELSEWHERE
from replay import answer, close, hear, ok, reset, silence
from support.client import Failure
from support.pages import get_by_id, listing, user


def refused(server, connect, **options):
    with pytest.raises(Failure) as failure:
        connect(server, **options).get_user()
    assert failure.value.status == "TLS", failure.value
    assert not failure.value.is_retryable and failure.value.http_status == 0
    assert server.requests == []
    return failure.value


def test_good_certificate(serve, connect, authority):
    server = serve(listing(20, 3), authority.context())
    for url in (server.url, server.url.replace("127.0.0.1", "localhost")):
        with connect(url, ca_file=authority.file).list_users() as iterator:
            assert len(list(iterator.ids())) == 20
        with connect(url, ca_file=authority.file).list_users() as iterator:
            assert len(list(iterator.poll_ids())) == 20
    assert server.connections == 4


BAD = {
    "wrong host": {"host": ELSEWHERE},
    "no host": {"host": None},
    "expired": {"ends": -DAY},
    "expired a second ago": {"ends": -datetime.timedelta(seconds=1)},
    "self-signed": {"self_signed": True},
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("retries", [-1, 3])
def test_bad_certificate(name, retries, serve, connect, authority):
    server = serve(get_by_id, authority.context(**BAD[name]))
    failure = refused(server, connect, ca_file=authority.file, max_retries=retries)
    assert authority.file in failure.message
    assert server.connections == 1, "a retry would not help"


def test_unknown_authority(serve, connect, authority):
    """The tests' CA is not among the system's; the error mentions the system's file."""
    failure = refused(serve(get_by_id, authority.context()), connect)
    assert "/" in failure.message.partition("authorities")[2]


def test_file_from_the_environment(serve, connect, authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", authority.file)
    server = serve(get_by_id, authority.context())
    assert connect(server).get_user("u1")["id"] == "u1"


def test_given_file_replaces_the_environment(serve, connect, authority, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    server = serve(get_by_id, authority.context())
    assert connect(server, ca_file=authority.file).get_user("u1")["id"] == "u1"
    refused(serve(get_by_id, authority.context()), connect)


def test_file_that_is_none(connect, tmp_path):
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "missing.pem", tmp_path / "folder"):
        with pytest.raises(Failure) as failure:
            connect("https://127.0.0.1:1", ca_file=str(path))
        assert failure.value.status == "INVALID_ARGUMENT" and "ca_file" in failure.value.message


@pytest.mark.parametrize("content", [b"", b"no PEM", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_file_without_a_certificate(content, serve, connect, authority, tmp_path):
    path = tmp_path / "authorities.pem"
    path.write_bytes(content)
    failure = refused(serve(get_by_id, authority.context()), connect, ca_file=str(path))
    assert str(path)[:90] in failure.message


def test_plain_http_on_the_port(serve, connect, authority):
    server = serve(None, greeting=(hear, answer(400), close))
    with pytest.raises(Failure) as failure:
        connect(server.url.replace("http", "https"), ca_file=authority.file).get_user()
    assert failure.value.status in ("TLS", "NETWORK")


@pytest.mark.parametrize("greeting", [close, reset, [b"\x15\x03\x01\x00\x02\x02\x28", close], [b"\x16" * 2000, close]])
def test_handshake_broken_off(greeting, serve, connect, authority):
    """An interrupted handshake is retried, unlike an invalid certificate."""
    tries = []

    def script(conversation):
        tries.append(conversation)
        for action in greeting if isinstance(greeting, list) else [greeting]:
            conversation.socket.sendall(action) if isinstance(action, bytes) else action(conversation)

    server = serve(get_by_id, greeting=script)
    with pytest.raises(Failure) as failure:
        connect(server.url.replace("http", "https"), ca_file=authority.file, max_retries=1).get_user()
    assert failure.value.status in ("TLS", "NETWORK")
    assert len(tries) == 2


@pytest.mark.parametrize("end", [close, reset])
@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"])
def test_cut_off_without_a_farewell(head, end, serve, connect, authority):
    """An attacker who can close the connection cannot truncate a response without an error."""
    server = serve(lambda request: [head + b'{"id":"u1"', end], authority.context())
    with pytest.raises(Failure) as failure:
        connect(server, ca_file=authority.file).get_user()
    assert failure.value.status in ("NETWORK", "PROTOCOL")


def test_only_http_1_1_is_offered(serve, connect, authority):
    """HTTP/2 is not offered, even to a server that prefers it."""
    context = authority.context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    chosen = []

    def script(request):
        return [lambda conversation: chosen.append(conversation.socket.selected_alpn_protocol()), ok(user())]

    connect(serve(script, context), ca_file=authority.file).get_user()
    assert chosen in (["http/1.1"], [None])


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_versions(version, serve, connect, authority):
    context = authority.context()
    context.minimum_version = context.maximum_version = version
    server = serve(listing(10, 1), context)
    with connect(server, ca_file=authority.file).list_users() as iterator:
        assert len(list(iterator.ids())) == 10


def test_silence_after_the_handshake(serve, connect, authority):
    server = serve(get_by_id, authority.context(), after_handshake=silence)
    with pytest.raises(Failure) as failure:
        connect(server, ca_file=authority.file, request_timeout_ms=200).get_user()
    assert failure.value.status == "TIMEOUT"
