"""Compiles and runs blocks and examples of each language."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from blocks import ROOT, Block
from swift_binding import compile_swift
from world import EXAMPLE_KEY, LIBRARY, World

HERE = Path(__file__).parent
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
COMPILERS = {"c": ["gcc", "-std=c99", "-D_GNU_SOURCE", *WARNINGS], "cpp": ["g++", "-std=c++17", *WARNINGS]}
# The compiler flags that an #include needs.
LIBRARIES = {"<event2/event.h>": "-levent", "<pthread.h>": "-pthread"}


def run(command: list[str], folder: Path, environment: dict[str, str], timeout: float = 30) -> str:
    """The command's output. It must exit with 0."""
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def build(source: Path, language: str, folder: Path) -> str:
    """Compiles a source file and returns the program's path."""
    text = source.read_text(encoding="utf-8")
    command = [*COMPILERS[language], "-I", str(ROOT / "include"), "-I", str(folder), str(source), "-o", "program"]
    command += [LIBRARY, f"-Wl,-rpath,{Path(LIBRARY).parent}"]
    command += [library for header, library in LIBRARIES.items() if f"#include {header}" in text]
    run(command, folder, dict(os.environ), timeout=60)
    return str(folder / "program")


def run_block(block: Block, folder: Path, world: World) -> str:
    """The block's output."""
    command, environment = prepare(block, folder, world)
    if block.loops_for_ever:
        return run_until(block.output.splitlines(), command, folder, environment)
    return run(command, folder, environment)


def prepare(block: Block, folder: Path, world: World) -> tuple[list[str], dict[str, str]]:
    environment = world.environment
    if block.language == "sh":
        lay_out(block, folder, world)
        return ["sh", "-eu", "-c", block.text], environment
    source = folder / f"block.{ {'python': 'py', 'ruby': 'rb'}.get(block.language, block.language) }"
    source.write_text(block.text.replace(EXAMPLE_KEY, world.api_key), encoding="utf-8")
    frame = HERE / f"fragments/fragment{source.suffix}"
    if block.language in COMPILERS:
        return [build(source if block.is_program else frame, block.language, folder)], environment
    if block.language == "swift":
        source.write_text(swift_program(block.text).replace(EXAMPLE_KEY, world.api_key), encoding="utf-8")
        compile_swift(source, folder / "program")
        return [str(folder / "program")], environment
    if block.language == "python":
        environment["PYTHONPATH"] = str(ROOT / "bindings/python/src")
        return [sys.executable, str(frame), source.name], environment
    return ["ruby", "-I", str(ROOT / "bindings/ruby/lib"), str(frame), source.name], environment


def swift_program(text: str) -> str:
    """Adds the import and the client, unless the code has them."""
    frame = "" if "import WorkOSDirectorySync" in text else "import WorkOSDirectorySync\n"
    return frame + ("" if "try Client()" in text else "let client = try Client()\n") + text


def lay_out(block: Block, folder: Path, world: World) -> None:
    """The environment: the project's folders, the built libraries and commands, and the previous program."""
    for name in ("include", "examples", "bindings"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "build").symlink_to(Path(LIBRARY).parent)
    suffix = "cpp" if "workosds.hpp" in block.program else "c"
    (folder / f"program.{suffix}").write_text(block.program.replace(EXAMPLE_KEY, world.api_key), encoding="utf-8")


def run_until(lines: list[str], command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Stops the command when it has printed these lines, or any line if there are none."""
    printed: list[str] = []
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        stop = threading.Timer(30, process.kill)
        stop.start()
        for line in process.stdout:
            printed.append(line)
            if {line.rstrip("\n") for line in printed} >= set(lines):
                break
        stop.cancel()
        process.terminate()
    assert printed, f"{' '.join(command)} printed nothing"
    return "".join(printed)
