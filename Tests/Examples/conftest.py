"""Compiles the examples and runs them against a sandbox. WORKOSDS_LIBRARY and WORKOSDS_SANDBOX set other builds than
those in build/."""

import contextlib
import os
import pathlib
import subprocess
import sys
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Support"))
EXAMPLES = ROOT / "examples"
LIBRARY = pathlib.Path(os.environ.setdefault("WORKOSDS_LIBRARY", str(ROOT / "build" / "libworkosds.so"))).resolve()

from sandbox_server import running  # noqa: E402
from swift_binding import compile_swift  # noqa: E402

WARNINGS = ["-O2", "-Wall", "-Wextra", "-Werror", "-pedantic"]
PROGRAMS = {
    "list_directory": ["list_directory.c"],
    "list_directory_cpp": ["list_directory.cpp"],
    "list_directory_swift": ["list_directory.swift"],
    "list_many_directories": ["list_many_directories.c"],
    "follow_events": ["follow_events.c"],
    "directory_passwd_daemon": ["directory_passwd_daemon.c", "passwd_file.c"],
}
INTERPRETED = {
    "list_directory.py": [sys.executable, "-W", "error"],
    "async_listing.py": [sys.executable, "-W", "error"],
    "webhook_receiver.py": [sys.executable, "-W", "error"],
    "list_directory.rb": ["ruby", "-w", "-I", str(ROOT / "bindings" / "ruby" / "lib")],
}


def compile_program(output, sources):
    if sources[0].endswith(".swift"):
        return compile_swift(EXAMPLES / sources[0], output)
    cpp = sources[0].endswith(".cpp")
    compiler = ["g++", "-std=c++17"] if cpp else ["gcc", "-std=c99"]
    files = [str(EXAMPLES / source) for source in sources]
    linking = ["-I", str(ROOT / "include"), str(LIBRARY), f"-Wl,-rpath,{LIBRARY.parent}"]
    subprocess.run([*compiler, *WARNINGS, *files, *linking, "-o", str(output)], check=True)


def until(condition, seconds=30):
    """Waits until the function returns a value, and returns it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError("it did not happen")


class Examples:
    """Runs the examples against a sandbox."""

    def __init__(self, sandbox, folder):
        self.sandbox, self.folder = sandbox, folder
        self.environment = os.environ | {
            "WORKOS_API_KEY": sandbox.api_key,
            "WORKOS_BASE_URL": sandbox.url,
            "PYTHONPATH": str(ROOT / "bindings" / "python" / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SWIFT_BACKTRACE": "enable=no",
        }

    def command(self, name, *arguments):
        if name in INTERPRETED:
            return [*INTERPRETED[name], str(EXAMPLES / name), *map(str, arguments)]
        program = self.folder / name
        if not program.exists():
            compile_program(program, PROGRAMS[name])
        return [str(program), *map(str, arguments)]

    def run(self, name, *arguments, before=(), **variables):
        command = [*before, *self.command(name, *arguments)]
        environment = self.environment | variables
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    @contextlib.contextmanager
    def start(self, name, *arguments, before=(), **variables):
        """Starts an example that runs until it is stopped."""
        process = subprocess.Popen(
            [*before, *self.command(name, *arguments)],
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """The folder of compiled programs, for all tests."""
    return tmp_path_factory.mktemp("programs")


@pytest.fixture
def sandbox():
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def examples(sandbox, programs):
    return Examples(sandbox, programs)
