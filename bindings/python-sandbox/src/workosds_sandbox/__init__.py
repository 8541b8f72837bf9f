"""A local server of the WorkOS Directory Sync API, for tests.

    with workosds_sandbox.Sandbox() as sandbox:
        client = workosds.Client(sandbox.api_key, base_url=sandbox.url)

For pytest there is the fixture `workosds_sandbox`: a separate server for each test that uses it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import Request, urlopen

VERSION = "0.1.0"
__version__ = VERSION
__all__ = ["Sandbox", "program"]


def program() -> str:
    """The path of the server's program: WORKOSDS_SANDBOX if set, else the one in this package."""
    return os.environ.get("WORKOSDS_SANDBOX") or str(Path(__file__).resolve().parent / "bin" / "workosds-sandbox")


class Sandbox:
    """A running server on a free port of 127.0.0.1. `stop` or the end of the `with` block stops it.

    Args:
        *options: Command-line options of workosds-sandbox, for example "--hold-back-ms", "0".

    Raises:
        RuntimeError: The server did not start. It has printed why on standard error.
    """

    url: str
    api_key: str

    def __init__(self, *options: str) -> None:
        command = [program(), "--port", "0", "--exit-with-parent", *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            self._process.stdout.close()
            raise RuntimeError(f"workosds-sandbox did not start and ended with status {status}")
        access = json.loads(line)
        self.url = access["url"]
        self.api_key = access["api_key"]

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Sends a request to the control API: control("POST", "faults", {...}) is POST /_sandbox/faults."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        with urlopen(Request(f"{self.url}/_sandbox/{path}", content, headers, method=method)) as answer:
            return json.loads(answer.read() or b"null")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()


def main() -> None:
    """The command `workosds-sandbox`."""
    os.execv(program(), ["workosds-sandbox", *sys.argv[1:]])
