"""Breaks the library's rules one at a time, in a copy of the tree, and runs the suites from the quickest to the slowest
until one fails: a rule that no suite misses has no test.

    run.py [--copy FOLDER] [NUMBER...]      NUMBER: only these mutations of table.py, from 1

The table comes last. Exit status: 0 if each mutation was caught, 1 if one survived, 2 if one could not be made.
"""

from __future__ import annotations

import argparse
import collections.abc
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from table import MUTATIONS, Mutation

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = pathlib.Path("Sources") / "WorkOSDS"
PATIENCE = 900  # seconds for a suite: a mutation may make it hang

PYTEST = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
MAKE = ["make", "--no-print-directory"]
BUILD = [*MAKE, "build/libworkosds.so"]
# In this order. Unit tests build the library as ordinary Swift, the others load the shipped one.
SUITES = {
    "test-swift": ["swift", "test", "--scratch-path", ".build-test", "--filter", "WorkOSDSTests"],
    "test-behaviour": [*PYTEST, "Tests/Behaviour"],
    "test-abi": [*MAKE, "-C", "Tests/ABI", "run"],
    "test-python": [*PYTEST, "bindings/python/tests"],
    "test-ruby": ["ruby", "-w", "-I", "bindings/ruby/lib", "bindings/ruby/test/run.rb"],
    "test-cases": [*PYTEST, "-m", "not long", "Tests/Cases"],
    "test-cpp": [*MAKE, "-C", "Tests/Cpp"],
}
# How a suite names a test that failed.
FAILED = re.compile(r"^FAILED (\S+)|✘ Test (\w+)\(|^\[  FAILED  \] (\w+)$|^FAILED: ?(\S+)|^((?!.*:$)\w+Test#\w+)", re.M)


class Tree:
    """A copy of what is in git or would be, with its own builds."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.logs = folder.parent / "mutation-logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        for name in filter(None, names):
            self._copy(ROOT / name, folder / name)
        for kept in (folder / SOURCES).rglob("*.swift"):
            if not (ROOT / kept.relative_to(folder)).exists():
                kept.unlink()
        sandbox = ROOT / "build" / "workosds-sandbox"
        self._copy(sandbox, folder / "build" / sandbox.name)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKOS")}
        self.environment = kept | {
            "SWIFT_BACKTRACE": "enable=no",
            "WORKOSDS_SANDBOX": str(folder / "build" / sandbox.name),
            "WORKOSDS_LIBRARY": str(folder / "build" / "libworkosds.so"),
            "LC_ALL": "C.UTF-8",
        }

    def _copy(self, source: pathlib.Path, target: pathlib.Path) -> None:
        """Not where it is the same: it would be built again."""
        if not source.is_file() or target.is_file() and source.read_bytes() == target.read_bytes():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)

    def find(self, mutation: Mutation) -> pathlib.Path:
        found = [file for file in (ROOT / SOURCES).rglob("*.swift") if mutation.text in file.read_text()]
        times = sum(file.read_text().count(mutation.text) for file in found)
        if times != 1:
            raise LookupError(f"{mutation.rule}: its text stands {times} times in {SOURCES}: {mutation.text}")
        return found[0].relative_to(ROOT)

    def run(self, name: str, command: list[str]) -> tuple[bool, str]:
        """Whether it succeeds, and all that it says."""
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                status = process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                kill_group(process.pid)
        text = log.read_text(errors="replace")
        return status == 0, text if status is not None else f"{text}\nFAILED hangs\n"

    def verdict(self, number: int) -> tuple[str, str] | None:
        """The first suite that fails, and which of its tests; nil if none does."""
        is_built = False
        for suite, command in SUITES.items():
            if suite != "test-swift" and not is_built:
                is_built, _ = self.run(f"{number:02}-build", BUILD)
                if not is_built:
                    raise LookupError(f"mutation {number} does not compile")
            passed, text = self.run(f"{number:02}-{suite}", command)
            if not passed:
                if "error: fatalError" in text or re.search(r"\.swift:\d+:\d+: error:", text):
                    raise LookupError(f"mutation {number} does not compile")
                names = [next(filter(None, groups)) for groups in FAILED.findall(text)]
                return suite, names[0] if names else "crash"
        return None


def kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass


def mutate(tree: Tree, numbers: collections.abc.Iterable[int]) -> dict[int, tuple[str, str] | None]:
    verdicts: dict[int, tuple[str, str] | None] = {}
    for number in numbers:
        mutation = MUTATIONS[number - 1]
        file = tree.find(mutation)
        original = (ROOT / file).read_text()
        target = tree.folder / file
        began = time.monotonic()
        try:
            target.write_text(original.replace(mutation.text, mutation.replacement))
            verdicts[number] = tree.verdict(number)
        finally:
            target.write_text(original)
        print(f"{line(number, verdicts[number])}   {time.monotonic() - began:.0f} s", flush=True)
    return verdicts


def line(number: int, verdict: tuple[str, str] | None) -> str:
    outcome = f"{verdict[0]:<15} {verdict[1]}" if verdict else "SURVIVED"
    return f"{number:2}  {MUTATIONS[number - 1].rule:<50} {outcome}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Breaks the library's rules one at a time and runs the tests.")
    parser.add_argument("--copy", type=pathlib.Path, default=ROOT / "build" / "mutations", help="where the copy is")
    parser.add_argument("--no-baseline", action="store_true", help="do not run the suites on the unchanged copy first")
    parser.add_argument("numbers", type=int, nargs="*", metavar="NUMBER")
    options = parser.parse_args()
    numbers = options.numbers or range(1, len(MUTATIONS) + 1)
    tree = Tree(options.copy.resolve())
    try:
        for number in numbers:
            tree.find(MUTATIONS[number - 1])
        if not options.no_baseline:
            failed = tree.verdict(0)
            if failed:
                raise LookupError(f"the unchanged library fails {failed[0]}: {failed[1]}")
        verdicts = mutate(tree, numbers)
    except LookupError as problem:
        print(problem, file=sys.stderr)
        return 2
    caught = sum(verdict is not None for verdict in verdicts.values())
    print(f"\n{caught} of {len(verdicts)} caught")
    return 0 if caught == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
