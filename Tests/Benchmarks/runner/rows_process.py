"""Memory, start time and size."""

import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from runner.paths import LIBRARY
from runner.row import Row
from runner.runs import Run, interleaved, median, run, spawn
from runner.workbench import Workbench, page_server

SPAWNS = 20  # processes for each run of others
NOISE = 1.02  # variation of the allocator between runs of the same program


def peak(runs: list[Run]) -> float:
    return median(runs, lambda run: run.peak_kilobytes)


def memory(bench: Workbench) -> Iterator[Row]:
    with page_server(users=200_000) as many, page_server(users=20_000) as few:
        commands = [bench.program("library", base_url=server.url) for server in (many, few)]
        commands.append(bench.program("plain_c", base_url=few.url))
        large, small, plain_c = interleaved(bench.runs, commands, run)
    what = "peak memory, 200,000 users against 20,000"
    yield Row("memory", what, peak(large), "KB", NOISE, peak(small), "20,000 users")
    yield Row("memory", "peak memory, 20,000 users", peak(small), "KB", 1.1, peak(plain_c), "plain C")


def start(bench: Workbench) -> Iterator[Row]:
    commands = [bench.program("start_library"), bench.program("start_curl")]
    library, curl = interleaved(bench.runs * SPAWNS, commands, spawn)
    what = "a process that creates a client and exits"
    yield Row(
        "start", what, statistics.median(library), "ms", 1.05, statistics.median(curl), "C with one libcurl handle"
    )


def size(_: Workbench) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        stripped = Path(folder) / "stripped"
        subprocess.run(["strip", "-o", str(stripped), str(LIBRARY)], check=True)
        yield Row("size", "the library, stripped", stripped.stat().st_size / 1024, "KB", 200)
