"""Starting and ending the program."""

import http.client
import json
import signal
import subprocess
import sys
import time

import pytest
from sandbox_server import BINARY, Sandbox


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_promptly(number):
    """At once, even if delayed responses are due later."""
    sandbox = Sandbox()
    sandbox.fault(delay_ms=30_000)
    pending = sandbox.connect()
    pending.request("GET", "/directories")
    time.sleep(0.1)
    sandbox.process.send_signal(number)
    assert sandbox.process.wait(timeout=20) == 0
    pending.close()
    sandbox.close()


def test_port_in_use(shared):
    port = shared.url.rsplit(":", 1)[1]
    result = subprocess.run([BINARY, "--port", port], capture_output=True, text=True, timeout=10)
    assert result.returncode != 0 and result.stdout == "" and port in result.stderr


def test_listens_on_loopback_only_unless_told(shared, start):
    assert shared.url.startswith("http://127.0.0.1:")
    six = start("--host", "::1")
    assert six.url.startswith("http://[::1]:") and six.get("/health").status == 200


@pytest.mark.parametrize(
    "options", [["--rate", "0"], ["--rate-limit", "maybe"], ["--users", "-1"], ["--host", "nowhere"]]
)
def test_refused_options(options):
    result = subprocess.run([BINARY, *options], capture_output=True, text=True, timeout=10)
    assert result.returncode != 0 and result.stdout == "" and result.stderr


def test_without_proc():
    """As in a chroot. It would lose its arguments."""
    script = 'mount -t tmpfs none /proc && exec "$0" "$@"'
    kinds = [["unshare", *options, "--mount", "sh", "-c", script] for options in ([], ["--user", "--map-root-user"])]
    allowed = [kind for kind in kinds if subprocess.run([*kind, "true"], capture_output=True).returncode == 0]
    if not allowed:
        pytest.skip("no mount namespace can be made here")
    result = subprocess.run([*allowed[0], BINARY, "--port", "0"], capture_output=True, text=True, timeout=10)
    assert (result.returncode, result.stdout) == (71, "")
    assert result.stderr == "workosds-sandbox: /proc/self/cmdline: No such file or directory\n"


def test_ends_with_its_parent():
    parent = subprocess.run(
        [
            sys.executable,
            "-c",
            "import subprocess, sys\n"
            "child = subprocess.Popen([sys.argv[1], '--exit-with-parent'], stdout=subprocess.PIPE)\n"
            "print(child.stdout.readline().decode(), flush=True)",
            BINARY,
        ],
        capture_output=True,
        text=True,
        timeout=10,
    )
    host = json.loads(parent.stdout)["url"].removeprefix("http://")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            http.client.HTTPConnection(host, timeout=1).connect()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    pytest.fail("still listening")


def test_many_connections_at_once(shared):
    connections = [shared.connect() for _ in range(200)]
    for connection in connections:
        connection.request("GET", "/health")
    assert [connection.getresponse().status for connection in connections] == [200] * 200
    for connection in connections:
        connection.close()
