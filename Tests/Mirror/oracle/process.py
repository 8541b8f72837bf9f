"""Runs of the mirror, and their ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from typing import Any

from support.mirror import BINARY

from oracle.copy import Database


class Run:
    """A run in progress."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.is_watch = "--watch" in command
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", env=environment
        )
        self.output, self.error = "", ""

    def signal(self, number: int) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)

    def wait(self, seconds: float = 120) -> bool:
        """Returns false if it had to be killed."""
        try:
            self.output, self.error = self.process.communicate(timeout=seconds)
            return True
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.output, self.error = self.process.communicate()
            return False

    @property
    def code(self) -> int:
        return self.process.returncode

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its output for each cycle."""
        lines = []
        for line in self.output.splitlines():
            with contextlib.suppress(ValueError):
                lines.append(json.loads(line))
        return lines

    @property
    def has_crashed(self) -> bool:
        return self.code in (-signal.SIGILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGBUS, 70)


class Runner:
    def __init__(self, path: Database, url: str, api_key: str) -> None:
        self.path = path
        own = {"WORKOS_BASE_URL": url, "WORKOS_API_KEY": api_key, "SWIFT_BACKTRACE": "enable=no"}
        self.environment = dict(os.environ) | own

    def start(self, *options: object) -> Run:
        command = [BINARY, "mirror", "--database", self.path, "--log", "json", "--unpaced", *options]
        return Run([str(part) for part in command], self.environment)

    def status(self) -> int:
        command = [BINARY, "mirror", "status", "--database", str(self.path), "--json"]
        return subprocess.run(command, capture_output=True, timeout=60).returncode
