"""Client certificates: nginx asks for one; what is wrong with the files is known before anything is sent."""

import json
import pathlib

import pytest
from certificates import Authority
from nginx import Nginx
from replay import tunnel
from support.client import Failure
from support.pages import get_by_id, user

PASSPHRASE = "correct horse"


@pytest.fixture
def server(authority, stack, tmp_path):
    """It requires a certificate signed by the tests' authority."""
    more = f"ssl_client_certificate {authority.file}; ssl_verify_client on;"
    return stack.enter_context(Nginx(tmp_path, authority.files("server"), json.dumps(user()), more))


@pytest.fixture
def other_authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("other"))


def options(authority, files, **more):
    return {"ca_file": authority.file, "client_certificate": files[0], "client_key": files[1]} | more


def refused(connect, **given):
    with pytest.raises(Failure) as failure:
        connect("https://127.0.0.1:1", **given)
    assert failure.value.status == "INVALID_ARGUMENT"
    return failure.value.message


def test_right_certificate(server, connect, authority):
    client = connect(server, **options(authority, authority.files("tenant")))
    assert client.get_user()["id"] == user()["id"]
    with client.derive("sk_test_another_key") as derived:
        derived.get_user()
    first, second = server.requests(2)
    assert first.endswith("CN=tenant") and second.endswith("CN=tenant")
    assert first.split()[0] == second.split()[0], "on one connection"


def test_key_in_the_same_file(server, connect, authority, tmp_path):
    both = tmp_path / "both.pem"
    both.write_bytes(b"".join(pathlib.Path(file).read_bytes() for file in authority.files("tenant")))
    connect(server, ca_file=authority.file, client_certificate=str(both)).get_user()
    assert server.requests(1)[0].endswith("CN=tenant")


def test_no_certificate(server, connect, authority):
    with pytest.raises(Failure) as failure:
        connect(server, ca_file=authority.file).get_user()
    assert failure.value.status == "BAD_REQUEST" and not failure.value.is_retryable
    assert b"No required SSL certificate was sent" in failure.value.body


def test_certificate_of_another_authority(server, connect, authority, other_authority):
    with pytest.raises(Failure) as failure:
        connect(server, **options(authority, other_authority.files("stranger"))).get_user()
    assert failure.value.status == "BAD_REQUEST"
    assert b"SSL certificate error" in failure.value.body


def test_encrypted_key(server, connect, authority):
    files = authority.files("tenant", PASSPHRASE)
    connect(server, **options(authority, files, client_key_passphrase=PASSPHRASE)).get_user()
    message = refused(connect, **options(authority, files))
    assert message.startswith(f'client_key "{files[1][:20]}') and "needs client_key_passphrase" in message
    message = refused(connect, **options(authority, files, client_key_passphrase="wrong horse"))
    assert "client_key_passphrase is wrong" in message and "horse" not in message


def test_passphrase_for_a_plain_key(server, connect, authority):
    connect(server, **options(authority, authority.files("tenant"), client_key_passphrase=PASSPHRASE)).get_user()


def test_key_of_another_certificate(connect, authority):
    files = authority.files("tenant")[0], authority.files("other")[1]
    assert "does not belong to client_certificate" in refused(connect, **options(authority, files))


@pytest.mark.parametrize("name", ["client_certificate", "client_key", "proxy_ca_file"])
def test_unusable_files(name, connect, authority, tmp_path):
    given = options(authority, authority.files("tenant"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("no PEM")
    for file in ("missing", "folder"):
        message = refused(connect, **(given | {name: str(tmp_path / file)}))
        assert message.startswith(f'{name} "') and message.endswith("cannot be read")
    message = refused(connect, **(given | {name: str(tmp_path / "text")}))
    assert message.startswith(f'{name} "') and "in PEM format" in message


def test_parts_without_a_certificate(connect, authority):
    key = authority.files("tenant")[1]
    assert refused(connect, client_key=key) == "client_key is set without client_certificate"
    message = refused(connect, client_key_passphrase=PASSPHRASE)
    assert message == "client_key_passphrase is set without client_certificate"


def test_files_that_vanish(server, connect, authority, tmp_path):
    """The files are read again for each connection."""
    files = authority.files("tenant")
    client = connect(server, **options(authority, files))
    pathlib.Path(files[1]).unlink()
    with pytest.raises(Failure) as failure:
        client.get_user()
    assert failure.value.status == "TLS" and "tenant-key.pem" in failure.value.message


def test_proxy_authorities(serve, connect, authority, other_authority):
    """An https:// proxy is verified with its own file, and the API with ca_file."""
    api = serve(get_by_id, authority.context())
    established = b"HTTP/1.1 200 Connection established\r\n\r\n"
    proxy = serve(lambda request: [established, tunnel("127.0.0.1", api.port)], other_authority.context())
    given = {"ca_file": authority.file, "no_proxy": None, "proxy": proxy.url}
    with pytest.raises(Failure) as failure:
        connect(api, **given, proxy_ca_file=authority.file).get_user()
    assert failure.value.status == "TLS" and proxy.requests == []
    connect(api, **given, proxy_ca_file=other_authority.file).get_user()
    assert len(proxy.requests) == 1
