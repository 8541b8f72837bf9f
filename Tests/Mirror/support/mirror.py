"""The command under test, as a process."""

import contextlib
import dataclasses
import json
import os
import pathlib
import signal
import subprocess

from sandbox_server import ROOT

BINARY = os.environ.get("WORKOSDS_COMMAND", str(ROOT / "build" / "workosds"))


@dataclasses.dataclass
class Outcome:
    code: int
    lines: list
    error: str

    @property
    def last(self):
        return self.lines[-1]


@contextlib.contextmanager
def paused(process):
    """Nothing depends on how long the body takes."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def next_line(process, **wanted):
    """The next line that contains this; others are skipped."""
    for text in process.stdout:
        line = json.loads(text)
        if all(line.get(name) == value for name, value in wanted.items()):
            return line
    raise AssertionError(("ended", process.wait(), process.stderr.read()))


class Mirror:
    """One database, and the runs on it."""

    def __init__(self, path, sandbox):
        self.path = path if str(path).startswith("postgresql://") else pathlib.Path(path)
        self.sandbox = sandbox

    @property
    def environment(self):
        own = {"WORKOS_BASE_URL": self.sandbox.url, "WORKOS_API_KEY": self.sandbox.api_key}
        return os.environ | own | {"SWIFT_BACKTRACE": "enable=no"}

    def command(self, *options):
        """Writes a line of JSON for each cycle, and does not wait for held-back events, because this service has
        none."""
        own = ["--database", self.path, "--log", "json"]
        if "--hold-back" not in options:
            own += ["--hold-back", 0]
        return list(map(str, [BINARY, "mirror", *own, *options]))

    def start(self, *options, paced=False, **settings):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            self.command(*options) if paced else self.command("--unpaced", *options),
            text=True,
            env=self.environment,
            **pipes | settings,
        )

    def run(self, *options, timeout=60, **settings):
        process = self.start(*options, **settings)
        try:
            output, error = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        assert self.sandbox.api_key not in output + error
        return Outcome(process.returncode, [json.loads(line) for line in output.splitlines()], error)

    def update(self, *options, **settings):
        """A run that must succeed. Returns its output about its only cycle."""
        outcome = self.run(*options, **settings)
        assert outcome.code == 0, outcome
        return outcome.last

    def status(self, *options):
        command = [BINARY, "mirror", "status", "--database", str(self.path), "--json", *map(str, options)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    def assert_healthy(self):
        code, status = self.status()
        assert code == 0 and status["health"] == "healthy", status
