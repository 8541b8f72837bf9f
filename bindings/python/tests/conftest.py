"""Servers for the tests. WORKOSDS_LIBRARY and WORKOSDS_SANDBOX name other builds than those in build/."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from raw_server import RawServer

BINDING = Path(__file__).resolve().parents[1]
ROOT = BINDING.parents[1]
os.environ.setdefault("WORKOSDS_LIBRARY", str(ROOT / "build" / "libworkosds.so"))
os.environ.setdefault("WORKOSDS_SANDBOX", str(ROOT / "build" / "workosds-sandbox"))
for name in ("WORKOS_API_KEY", "WORKOS_BASE_URL"):
    os.environ.pop(name, None)

import workosds  # noqa: E402


class Sandbox:
    def __init__(self, *options):
        command = [os.environ["WORKOSDS_SANDBOX"], "--port", "0", *map(str, options)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        line = json.loads(self.process.stdout.readline())
        self.url, self.api_key = line["url"], line["api_key"]

    def client(self, kind=workosds.Client, **options):
        options = {"base_url": self.url, "directory_user_requests_per_second": None} | options
        return kind(self.api_key, **options)

    def post(self, path, body):
        headers = {"Authorization": f"Bearer {self.api_key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.api_key}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def fault(self, **fault):
        self.post("/_sandbox/faults", fault)

    def directory(self, type="okta scim v2.0"):
        directories = self.get("/directories?limit=100")["data"]
        return next(directory["id"] for directory in directories if directory["type"] == type)

    def close(self):
        self.process.terminate()
        self.process.wait(5)
        self.process.stdout.close()


@contextlib.contextmanager
def running(*options):
    sandbox = Sandbox(*options)
    try:
        yield sandbox
    finally:
        sandbox.close()


@pytest.fixture(scope="session")
def shared():
    """A sandbox for tests that only read."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox():
    """One for a test that changes something."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def client(shared):
    with shared.client() as client:
        yield client


@pytest.fixture
def serve():
    """Starts servers that answer with what a function makes of the request."""
    with contextlib.ExitStack() as stack:
        yield lambda answer: stack.enter_context(RawServer(answer))


@pytest.fixture
def run():
    """Runs a program in an interpreter of its own, with the server's url as its argument."""

    def run_program(program, *arguments, options=(), timeout=30, **environment):
        paths = os.pathsep.join([str(BINDING / "src"), str(BINDING / "tests")])
        variables = os.environ | {"PYTHONPATH": paths, "PYTHONWARNINGS": "default"} | environment
        variables = {name: value for name, value in variables.items() if value is not None}
        command = [sys.executable, *options, "-c", program, *arguments]
        return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=timeout)

    return run_program


def descriptors():
    """How many epoll, timer and event descriptors are open: those of the library's objects, and not the servers'."""
    count = 0
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            count += os.readlink(f"/proc/self/fd/{name}").startswith("anon_inode:")
    return count
