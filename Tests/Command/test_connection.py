"""Options of the connection: headers, client certificates, time limits."""

import pytest
import replay
from certificates import Authority
from command import Runner
from raw_server import http, page, user

GET = ("users", "get", "directory_user_1")
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def answer(request):
    return page([user(1)]) if "?" in request.split("\r\n")[0] else http(user(1))


def test_headers(serve):
    server = serve(answer)
    server.ok(*GET, "--header", f"traceparent: {TRACE}", "--header=X-Tenant:a", "--header", "X-Empty:")
    assert server.server.requests[0].endswith(f"\r\ntraceparent: {TRACE}\r\nX-Tenant: a\r\nX-Empty:")


def test_a_header_of_every_page(serve):
    server = serve(answer)
    server.ok("users", "list", "--directory", "d", "--header", "X-Tenant: a")
    assert all(request.endswith("\r\nX-Tenant: a") for request in server.server.requests)


def test_a_header_from_a_file(serve, tmp_path):
    """The command line, which others can read, and the log do not contain it."""
    server, file = serve(answer), tmp_path / "header"
    file.write_text("X-Gateway-Token: hunter2-hunter2\nanother line\n")
    file.chmod(0o600)
    result = server(*GET, "--verbose", "--header", f"@{file}")
    assert server.server.requests[0].endswith("\r\nX-Gateway-Token: hunter2-hunter2")
    assert result.code == 0 and "HTTP 200" in result.error and "hunter2" not in result.error
    file.chmod(0o644)
    result = server(*GET, "--header", f"@{file}")
    assert result.code == 78 and "chmod 600" in result.error


@pytest.mark.parametrize(
    ("header", "code", "message"),
    [
        ("traceparent", 64, "--header must be 'Name: value' or @FILE."), ("Host: x", 78, '--header "Host" '),
        ("authorization: x", 78, '--header "authorization" '), (": x", 78, "--header "),
        ("X: a\nb", 78, '--header "X" '), ("@/nowhere", 78, "/nowhere: "),
    ],
)  # fmt: skip
def test_invalid_headers(serve, header, code, message):
    server = serve(answer)
    result = server(*GET, "--header", header)
    assert result.code == code and result.error.startswith(f"workosds: {message}"), result.error
    assert result.error.count("\n") == 1 and server.server.requests == []


def test_a_file_without_a_header(serve, tmp_path):
    file = tmp_path / "header"
    file.write_text("hunter2\n")
    file.chmod(0o600)
    result = serve(answer)(*GET, "--header", f"@{file}")
    assert result.code == 78 and str(file) in result.error and "hunter2" not in result.error


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def demanding(authority):
    """A server that demands a client certificate."""
    reply = replay.answer(200, b'{"id":"directory_user_1"}')
    with replay.Server(replay.always(reply), authority.mutual_context()) as server:
        yield server


def test_a_client_certificate(authority, demanding):
    certificate, key = authority.files("client", "hunter2")
    workosds = Runner(demanding.url)
    given = (*GET, "--ca-file", authority.file)
    result = workosds.ok(*given, "--cert", certificate, "--cert-key", key, WORKOS_CERT_KEY_PASSPHRASE="hunter2")
    assert result.records[0]["id"] == "directory_user_1"
    assert workosds(*given).code == 69, "without a certificate"
    for passphrase in ("wrong", None):
        result = workosds(*given, "--cert", certificate, "--cert-key", key, WORKOS_CERT_KEY_PASSPHRASE=passphrase)
        assert result.code == 78 and result.error.startswith('workosds: --cert-key "')
        assert "WORKOS_CERT_KEY_PASSPHRASE" in result.error
    assert len(demanding.requests) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--cert-key", "/nowhere.pem"), 64, "--cert-key needs --cert."),
        (("--cert", "/nowhere.pem"), 78, '--cert "/nowhere.pem" '), (("--cert", "/dev/null"), 78, '--cert "/dev/null" '),
        (("--proxy-ca-file", "/nowhere.pem"), 78, '--proxy-ca-file "/nowhere.pem" '),
    ],
)  # fmt: skip
def test_invalid_certificates(serve, arguments, code, message):
    server = serve(answer)
    result = server(*GET, *arguments)
    assert result.code == code and result.error.startswith(f"workosds: {message}"), result.error
    assert server.server.requests == []


def test_the_key_of_another_certificate(serve, authority):
    certificate, _ = authority.files("client")
    _, key = authority.files("other")
    result = serve(answer)(*GET, "--cert", certificate, "--cert-key", key)
    assert result.code == 78 and result.error.endswith("does not belong to --cert\n"), result.error


def test_an_invalid_certificate_of_the_mirror(serve, tmp_path):
    server = serve(answer)
    database = tmp_path / "people.db"
    assert server("mirror", "--database", database, "--cert", "/nowhere.pem").code != 0
    assert server("mirror", "--database", database, "--header", "@/nowhere").code == 78
    server("mirror", "--database", database, "--header", "X-Tenant: a", "--max-retries", "0")
    assert server.server.requests and all("\r\nX-Tenant: a" in request for request in server.server.requests)
