"""Shared by the rows: built programs, servers, and the number of runs."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType

from runner.paths import BENCHMARKS, BUILD, LIBRARY, ROOT
from runner.runs import Command
from servers.nginx import StaticPages, static_pages


@dataclass(frozen=True)
class Arrivals:
    """A page server's statistics: requests, rejected ones, seconds from the first to the last."""

    requests: int
    limited: int
    span: float


@dataclass(frozen=True)
class PageServer:
    url: str

    def arrivals(self) -> Arrivals:
        """The statistics since the last call."""
        with urllib.request.urlopen(self.url + "/statistics", timeout=10) as answer:
            return Arrivals(**json.load(answer))


@contextlib.contextmanager
def page_server(*, users: int = 2000, delay_ms: int = 0, limiter: str = "none") -> Iterator[PageServer]:
    arguments = [sys.executable, "-B", "-m", "servers.page_server", "--users", str(users)]
    arguments += ["--delay-ms", str(delay_ms), "--limiter", limiter]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=BENCHMARKS) as process:
        assert process.stdin and process.stdout
        try:
            yield PageServer(json.loads(process.stdout.readline())["url"])
        finally:
            process.stdin.close()


class Workbench:
    def __init__(self, runs: int) -> None:
        self.runs = runs
        self._open = contextlib.ExitStack()
        self._built: set[str] = set()

    def __enter__(self) -> "Workbench":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @cached_property
    def pages(self) -> StaticPages:
        """nginx with 20,000 users in pages of 100."""
        return self._open.enter_context(static_pages())

    def program(self, name: str, **options: str | int) -> Command:
        """The C program of that name, rebuilt on first use; `base_url="..."` becomes --base-url."""
        arguments = [str(self._executable(name))]
        for option, value in options.items():
            arguments += ["--" + option.replace("_", "-"), str(value)]
        return Command(tuple(arguments))

    def _executable(self, name: str) -> Path:
        executable = BUILD / "benchmarks" / name
        if name not in self._built:  # an existing one may belong to another library
            sources = [BENCHMARKS / "programs" / f"{name}.c", BENCHMARKS / "programs" / "measurement.c"]
            self._compile(sources, executable)
            self._built.add(name)
        return executable

    def _compile(self, sources: list[Path], executable: Path) -> None:
        executable.parent.mkdir(parents=True, exist_ok=True)
        command = [os.environ.get("CC", "cc"), "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"]
        command += [f"-I{ROOT / 'include'}", *map(str, sources), "-o", str(executable)]
        # The plain C program must not load the library.
        command += ["-Wl,--as-needed", str(LIBRARY), "-lcurl", "-ljansson", "-lcrypto", f"-Wl,-rpath,{LIBRARY.parent}"]
        subprocess.run(command, check=True)
