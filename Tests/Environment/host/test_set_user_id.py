"""A set-user-id program ignores its caller's environment. For the kernel this is a program that starts with different
real and effective user ids, which root can arrange without a set-user-id file."""

import os
import subprocess
import sys

import abi
import pytest
from replay import in_turn, ok
from support.pages import get_by_id, user

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may start a program under another real user id"),
    # Nothing is preloaded into such a program.
    pytest.mark.measures,
]

PROGRAM = """
import ctypes, sys

AT_SECURE = 23
libc = ctypes.CDLL(None)
libc.getauxval.restype, libc.getauxval.argtypes = ctypes.c_ulong, [ctypes.c_ulong]
library = ctypes.CDLL(sys.argv[1])
library.workosds_error_message.restype = ctypes.c_char_p
library.workosds_error_message.argtypes = [ctypes.c_void_p]


class Options(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_size_t), ("base_url", ctypes.c_char_p), ("app_name", ctypes.c_char_p),
        ("ca_file", ctypes.c_char_p), ("proxy", ctypes.c_char_p), ("no_proxy", ctypes.c_char_p),
        ("times", ctypes.c_int64 * 5), ("max_retries", ctypes.c_int32), ("rest", ctypes.c_int32 * 3),
        ("on_attempt", ctypes.c_void_p), ("data", ctypes.c_void_p)]


options = Options(ctypes.sizeof(Options), sys.argv[2].encode(), None, (sys.argv[4] or "").encode() or None)
options.max_retries = -1
client, user, error = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
status = library.workosds_client_new(
    sys.argv[3].encode() or None, ctypes.byref(options), ctypes.byref(client), ctypes.byref(error))
if not status:
    status = library.workosds_get_user(client, b"u1", ctypes.byref(user), ctypes.byref(error))
print(libc.getauxval(AT_SECURE), status, (library.workosds_error_message(error) or b"").decode() if error else "")
"""


def run(library, url, *, key="sk_test", ca_file="", real_user=65534, **variables):
    """The status and message of a call in such a program."""
    names = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")
    clean = {name: value for name, value in os.environ.items() if name not in names and not name.startswith("WORKOS")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, library, url, key, ca_file],
        env=clean | variables,
        preexec_fn=lambda: os.setresuid(real_user, 0, 0),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    is_secure, status, message = done.stdout.rstrip("\n").split(" ", 2)
    assert is_secure == ("1" if real_user else "0")
    return int(status), message


@pytest.fixture
def path():
    return abi.PATH


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_proxy(name, path, serve, authority):
    api, proxy = serve(get_by_id, authority.context()), serve(in_turn(ok(user())))
    assert run(path, api.url, ca_file=authority.file, **{name: proxy.url}) == (0, "")
    assert proxy.connections == 0
    status, _ = run(path, api.url, ca_file=authority.file, real_user=0, **{name: proxy.url})
    assert status < 0 and proxy.connections == 1, "an ordinary program uses the proxy"


def test_secrets_of_tls(path, serve, authority, tmp_path):
    api, log = serve(get_by_id, authority.context()), tmp_path / "keys"
    status, message = run(path, api.url, ca_file=authority.file, SSLKEYLOGFILE=str(log))
    assert status == -1 and "SSLKEYLOGFILE" in message
    assert not log.exists() and api.connections == 0
    assert run(path, api.url, ca_file=authority.file, SSLKEYLOGFILE="") == (0, "")
    assert run(path, api.url, ca_file=authority.file, real_user=0, SSLKEYLOGFILE=str(log)) == (0, "")


def test_key(path, serve):
    """The message does not recommend the variable that was ignored."""
    api = serve(get_by_id)
    status, message = run(path, api.url, key="", WORKOS_API_KEY="sk_test")
    assert status == -1 and "WORKOS_API_KEY is not read in a set-user-id program" in message
    assert run(path, api.url, key="", real_user=0, WORKOS_API_KEY="sk_test") == (0, "")
