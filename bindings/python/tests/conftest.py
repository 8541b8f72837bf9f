"""Servers for the tests. WORKOSDS_LIBRARY and WORKOSDS_SANDBOX set other builds than those in build/."""

import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import warnings
from pathlib import Path

import pytest
from raw_server import RawServer

BINDING = Path(__file__).resolve().parents[1]
ROOT = BINDING.parents[1]
os.environ.setdefault("WORKOSDS_LIBRARY", str(ROOT / "build" / "libworkosds.so"))
os.environ.setdefault("WORKOSDS_SANDBOX", str(ROOT / "build" / "workosds-sandbox"))
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "workosds-hypothesis"))
for name in ("WORKOS_API_KEY", "WORKOS_BASE_URL"):
    os.environ.pop(name, None)

sys.path.insert(0, str(ROOT / "Tests" / "Support"))

import hypothesis  # noqa: E402
import sandbox_server  # noqa: E402
from sandbox_server import SandboxProcess  # noqa: E402

import workosds  # noqa: E402

hypothesis.settings.register_profile("workosds", database=None, deadline=None)
hypothesis.settings.load_profile("workosds")


class Sandbox(SandboxProcess):
    def client(self, kind=workosds.Client, **options):
        options = {"base_url": self.url, "directory_user_requests_per_second": None} | options
        return kind(self.api_key, **options)

    def send(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.api_key}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, content, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")

    def post(self, path, body):
        return self.send("POST", path, body)

    def get(self, path):
        return self.send("GET", path)

    def fault(self, **fault):
        self.post("/_sandbox/faults", fault)

    def directory(self, type="okta scim v2.0"):
        directories = self.get("/directories?limit=100")["data"]
        return next(directory["id"] for directory in directories if directory["type"] == type)


def running(*options):
    return sandbox_server.running(*options, kind=Sandbox)


@pytest.fixture(scope="session")
def shared():
    """A sandbox for tests that only read."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox():
    """A sandbox for one test, which may change it."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def client(shared):
    with shared.client() as client:
        yield client


@pytest.fixture
def serve():
    """Starts servers whose responses come from a function."""
    with contextlib.ExitStack() as stack:
        yield lambda answer: stack.enter_context(RawServer(answer))


@pytest.fixture
def run():
    """Runs a program in a separate interpreter, with the server's url as its argument."""

    def run_program(program, *arguments, options=(), timeout=60, **environment):
        paths = os.pathsep.join([str(BINDING / "src"), str(BINDING / "tests")])
        variables = os.environ | {"PYTHONPATH": paths, "PYTHONWARNINGS": "default"} | environment
        variables = {name: value for name, value in variables.items() if value is not None}
        command = [sys.executable, *options, "-c", program, *arguments]
        return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=timeout)

    return run_program


def descriptors():
    """The number of open epoll, timer and event descriptors, which belong to the library's objects, not to servers."""
    count = 0
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            count += os.readlink(f"/proc/self/fd/{name}").startswith("anon_inode:")
    return count


@contextlib.contextmanager
def no_warnings_of_clients():
    """Fails if a client warns. An exception in __del__ would only be printed, so the warnings are recorded."""
    gc.collect()  # the garbage of other tests
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
        gc.collect()
    assert [str(warning.message) for warning in caught if "workosds." in str(warning.message)] == []


def resident_kilobytes():
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0])


def flat(work, rounds=4):
    """Whether the last half of the rounds adds less than 2 MB: a leak of 100 bytes in each of 20,000 would."""
    open_before, used = descriptors(), []
    for _ in range(rounds):
        work()
        gc.collect()
        used.append(resident_kilobytes())
    assert descriptors() <= open_before + 1  # the client's
    assert used[-1] - used[rounds // 2 - 1] < 2000, used
