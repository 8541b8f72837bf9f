"""The command as a process. WORKOSDS_COMMAND sets another binary than the one in build/, WORKOSDS_LIBRARY another
library."""

import csv
import io
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("WORKOSDS_COMMAND", str(ROOT / "build" / "workosds"))
LIBRARY = pathlib.Path(os.environ.get("WORKOSDS_LIBRARY", ROOT / "build" / "libworkosds.so"))
KEY = "sk_test_sandbox"


def environment(**variables):
    """The environment without variables that the command reads, plus the given ones; None removes a variable."""
    taken = ("PATH", "HOME", "SWIFT_BACKTRACE")
    kept = {name: os.environ[name] for name in taken if name in os.environ}
    kept |= {"LD_LIBRARY_PATH": str(LIBRARY.parent), "LANG": "C.UTF-8", "TERM": "xterm", "no_proxy": "*"}
    return {name: value for name, value in (kept | variables).items() if value is not None}


class Result:
    def __init__(self, code, output, error):
        self.code, self.bytes, self.error = code, output, error

    @property
    def text(self):
        return self.bytes.decode()

    @property
    def records(self):
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def ids(self):
        return [record["id"] for record in self.records]

    @property
    def rows(self):
        return list(csv.DictReader(io.StringIO(self.text, newline="")))


class Runner:
    """Runs the command against one server."""

    def __init__(self, url, key=KEY):
        self.variables = {"WORKOS_BASE_URL": url, "WORKOS_API_KEY": key}

    def environment(self, **variables):
        return environment(**(self.variables | variables))

    def start(self, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, **variables):
        command = [BINARY, *map(str, arguments)]
        environment = self.environment(**variables)
        return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=environment)

    def __call__(self, *arguments, input=b"", timeout=20, stdout=subprocess.PIPE, **variables):
        with self.start(*arguments, stdin=subprocess.PIPE, stdout=stdout, **variables) as process:
            try:
                output, error = process.communicate(input, timeout)
            finally:
                process.kill()
        return Result(process.returncode, output or b"", error.decode())

    def ok(self, *arguments, **options):
        result = self(*arguments, **options)
        assert (result.code, result.error) == (0, ""), result.error
        return result
