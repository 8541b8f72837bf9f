"""Python and Ruby: the bindings compared with the official SDK and with the standard libraries."""

import shutil
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterator

from runner.paths import BENCHMARKS, BUILD, LIBRARY, PYTHON_BINDING, RUBY_BINDING
from runner.row import Row
from runner.runs import Command, Run, interleaved, median, require_same, run, spawn
from runner.workbench import Workbench

OFFICIAL = "workos==10.8.0"


def python_binding(script: str, *arguments: str) -> Command:
    environment = {"PYTHONPATH": str(PYTHON_BINDING), "WORKOSDS_LIBRARY": str(LIBRARY)}
    return python_with(sys.executable, script, *arguments, **environment)


def python_bare(script: str, *arguments: str) -> Command:
    return python_with(sys.executable, script, *arguments)


def python_official(script: str, *arguments: str) -> Command:
    """In a virtual environment, created if it is missing."""
    folder = BUILD / "benchmarks" / f"venv-{OFFICIAL}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", OFFICIAL], check=True)
        (folder / "complete").touch()
    return python_with(str(python), script, *arguments)


def python_with(python: str, script: str, *arguments: str, **environment: str) -> Command:
    """Caches compiled modules, like an installed package, but outside of the sources."""
    environment["PYTHONPYCACHEPREFIX"] = str(BUILD / "benchmarks" / "compiled")
    environment["PYTHONDONTWRITEBYTECODE"] = ""
    return Command((python, str(BENCHMARKS / "peers" / script), *arguments), environment)


def ruby(script: str, *arguments: str) -> Command:
    executable = shutil.which("ruby") or "ruby"
    options = ("-I", str(RUBY_BINDING), "-I", str(BENCHMARKS / "peers"))
    path = str(BENCHMARKS / "peers" / script)
    return Command((executable, *options, path, *arguments), {"WORKOSDS_LIBRARY": str(LIBRARY)})


def cpu_a_user(runs: list[Run]) -> float:
    """In microseconds."""
    return median(runs, lambda run: run.cpu / run.users * 1e6)


def python(bench: Workbench) -> Iterator[Row]:
    url = bench.pages.http_url
    commands = [
        python_binding("python_binding.py", url),
        python_official("python_official.py", url),
        python_bare("python_bare.py", url),
    ]
    binding, official, bare = interleaved(bench.runs, commands, run)
    require_same(binding, official, bare, what=lambda run: run.bytes)
    what = "Python records, five fields each: CPU per user"
    yield Row("python", what, cpu_a_user(binding), "µs", 0.4, cpu_a_user(official), f"official SDK, {OFFICIAL}")
    yield Row("python", what, cpu_a_user(binding), "µs", 1.1, cpu_a_user(bare), "urllib and json")


def python_start(bench: Workbench) -> Iterator[Row]:
    commands = [python_binding("start_binding.py"), python_official("start_official.py")]
    binding, official = interleaved(bench.runs, commands, spawn)
    note = f"the official SDK takes {statistics.median(official):.0f} ms"
    yield Row("python-start", "Python: import, client, exit", statistics.median(binding), "ms", 60, note=note)


def ruby_records(bench: Workbench) -> Iterator[Row]:
    url = bench.pages.http_url
    commands = [ruby("ruby_binding.rb", url), ruby("ruby_bare.rb", url)]
    binding, bare = interleaved(bench.runs, commands, run)
    require_same(binding, bare, what=lambda run: run.bytes)
    what = "Ruby records, five fields each: CPU per user"
    yield Row("ruby", what, cpu_a_user(binding), "µs", 1.2, cpu_a_user(bare), "net/http and json")
