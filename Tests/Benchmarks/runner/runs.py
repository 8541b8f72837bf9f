"""Alternating runs of programs that print their work and cost."""

import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Command:
    """A program with its arguments and additional environment variables."""

    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


@dataclass(frozen=True)
class Run:
    """The work and cost of one run, as printed by the program."""

    users: int
    bytes: int
    wall: float
    cpu: float
    peak_kilobytes: int


def run(command: Command) -> Run:
    done = subprocess.run(command.arguments, env=command.variables(), stdout=subprocess.PIPE, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command.arguments)} ended with status {done.returncode}")
    return Run(**json.loads(done.stdout))


def spawn(command: Command) -> float:
    """The time from starting a process to its end, in milliseconds."""
    begin = time.perf_counter()
    process = os.posix_spawn(command.arguments[0], command.arguments, command.variables())
    _, status = os.waitpid(process, 0)
    if status != 0:
        raise RuntimeError(f"{command.arguments[0]} ended with status {os.waitstatus_to_exitcode(status)}")
    return (time.perf_counter() - begin) * 1000


def interleaved(count: int, commands: Sequence[Command], measure: Callable[[Command], Result]) -> list[list[Result]]:
    """`count` results of each command, alternating, so that disturbances of the machine affect all."""
    results: list[list[Result]] = [[] for _ in commands]
    for _ in range(count):
        for result, command in zip(results, commands, strict=True):
            result.append(measure(command))
    return results


def median(runs: Sequence[Run], what: Callable[[Run], float]) -> float:
    return statistics.median(what(run) for run in runs)


def require_same(*series: Sequence[Run], what: Callable[[Run], int]) -> None:
    """Compared programs must have done the same work."""
    found = {what(run) for runs in series for run in runs}
    if len(found) != 1:
        raise RuntimeError(f"the programs did not do the same: {sorted(found)}")
