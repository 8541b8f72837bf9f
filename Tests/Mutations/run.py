"""Breaks the library's rules one at a time and runs the suites, the quickest first, until one fails. A rule that can be
broken without a failure has no test.

    run.py [--copy FOLDER] [NUMBER...]      NUMBER: only these mutations of table.py, the first is 1
    run.py --check                          only finds the code of each mutation; part of `make lint`

All mutations are built into one copy of the tree. An environment variable switches them on, so that two builds are
enough instead of sixty. The table is printed last. The exit status is 0 if each mutation was caught, 1 if one survived
and 2 if one could not be applied or the unchanged library fails.
"""

from __future__ import annotations

import argparse
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
PATIENCE = 900  # seconds for a suite, because a mutation may make it hang

# Added to the copy: a variable with the number of the broken rule.
HEADER, GUARD = "Sources/CPlatform/include/cplatform.h", "#define CPLATFORM_H\n"
SWITCH = {
    "Sources/CPlatform/broken_rule.c": (
        "#include <stdlib.h>\n"
        '#include "cplatform.h"\n'
        "int cplatform_broken_rule;\n"
        "__attribute__((constructor)) static void read_variable(void)\n"
        "{\n"
        '    const char *number = getenv("BROKEN_RULE");\n'
        "    cplatform_broken_rule = number == NULL ? 0 : atoi(number);\n"
        "}\n"
    ),
    "Sources/WorkOSDS/BrokenRule.swift": (
        "import CPlatform\n\nfunc isBroken(_ rule: Int32) -> Bool { cplatform_broken_rule == rule }\n"
    ),
}

PYTEST = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
MAKE = ["make", "--no-print-directory"]
TEST_BINARY = ".build-test/debug/workosdsPackageTests.xctest"
SUITES = {
    "test-behaviour": [*PYTEST, "Tests/Behaviour"],
    "test-swift": [TEST_BINARY, "--testing-library", "swift-testing", "--filter", "WorkOSDSTests"],
    "test-abi": [*MAKE, "-C", "Tests/ABI", "run"],
    "test-python": [*PYTEST, "-m", "not long", "bindings/python/tests"],
    "test-ruby": ["ruby", "-w", "-I", "bindings/ruby/lib", "bindings/ruby/test/run.rb"],
    "test-cpp": [*MAKE, "-C", "Tests/Cpp"],
    "test-environment": [*PYTEST, "-m", "not long", "Tests/Environment"],
}
BUILDS = {
    "library": [*MAKE, "build/libworkosds.so"],
    "unit-tests": ["swift", "build", "--build-tests", "--scratch-path", ".build-test"],
}
# How each framework reports a failed test.
FAILED = re.compile(
    r"^FAILED (.+?)(?: - |$)|✘ Test (\w+)\(|^\[  FAILED  \] (\w+)$|^FAILED:\s*(\S+)|^(\w+Test#\w+)|^TEST CASE:\s+(.*)",
    re.M,
)


class Problem(Exception):
    pass


class Tree:
    """A copy of the files in git, including new ones, with all mutations and its own builds."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.logs = ROOT / "build" / "mutation-logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        files = {name: (ROOT / name).read_bytes() for name in names if name and (ROOT / name).is_file()}
        for number, mutation in enumerate(MUTATIONS, 1):
            name = find(mutation)
            files[name] = mutated(number, mutation, files[name].decode()).encode()
        declared = files[HEADER].decode().replace(GUARD, f"{GUARD}extern int cplatform_broken_rule;\n")
        files |= {name: text.encode() for name, text in (SWITCH | {HEADER: declared}).items()}
        sandbox = "build/workosds-sandbox"
        files[sandbox] = (ROOT / sandbox).read_bytes()
        for old in folder.glob("Sources/**/*"):
            if old.is_file() and str(old.relative_to(folder)) not in files:
                old.unlink()
        for name, content in files.items():
            self._write(name, content)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKOS")}
        self.environment = kept | {
            "SWIFT_BACKTRACE": "enable=no",
            "WORKOSDS_SANDBOX": str(folder / sandbox),
            "WORKOSDS_LIBRARY": str(folder / "build" / "libworkosds.so"),
            "LC_ALL": "C.UTF-8",
            # All languages call the same library.
            "BEHAVIOUR_LANGUAGE": "c",
        }

    def _write(self, name: str, content: bytes) -> None:
        """Does not touch an unchanged file, which would then be built again."""
        target = self.folder / name
        if target.is_file() and target.read_bytes() == content:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.write_bytes(content)
        if (ROOT / name).is_file():
            shutil.copymode(ROOT / name, target)

    def build(self) -> None:
        for name, command in BUILDS.items():
            succeeded, text = self.run(f"build-{name}", command, 0)
            if not succeeded:
                raise Problem(f"the copy does not compile:\n{text[-4000:]}")

    def run(self, name: str, command: list[str], number: int) -> tuple[bool, str]:
        """Whether it succeeded, and its output."""
        log = self.logs / f"{number:02}-{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment | {"BROKEN_RULE": str(number)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                status: int | None = process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                kill_group(process.pid)
        text = log.read_text(errors="replace")
        return status == 0, text if status is not None else f"FAILED hangs\n{text}"

    def verdict(self, number: int) -> tuple[str, str] | None:
        """The first suite that fails and its first failing test; None if all pass."""
        for suite, command in SUITES.items():
            passed, text = self.run(suite, command, number)
            if not passed:
                names = [next(filter(None, groups)) for groups in FAILED.findall(text)]
                return suite, names[0] if names else "crash"
        return None


def kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass


def find(mutation: Mutation) -> str:
    text = mutation.text.replace("{{", "").replace("}}", "")
    found = [file for file in (ROOT / SOURCES).rglob("*.swift") for _ in range(file.read_text().count(text))]
    if len(found) != 1:
        raise Problem(f"{mutation.rule}: found {len(found)} times in {SOURCES}: {text}")
    return str(found[0].relative_to(ROOT))


def mutated(number: int, mutation: Mutation, content: str) -> str:
    before, _, rest = mutation.text.partition("{{")
    original, _, after = rest.partition("}}")
    switched = f"{before}(isBroken({number}) ? ({mutation.replacement}) : ({original})){after}"
    return content.replace(before + original + after, switched)


def line(number: int, verdict: tuple[str, str] | None) -> str:
    outcome = f"{verdict[0]:<16} {verdict[1]}" if verdict else "SURVIVED"
    return f"{number:2}  {MUTATIONS[number - 1].rule:<50} {outcome}"


def run(copy: pathlib.Path, numbers: list[int], baseline: bool) -> int:
    tree = Tree(copy)
    tree.build()
    if baseline and (failed := tree.verdict(0)):
        raise Problem(f"the unchanged library fails {failed[0]}: {failed[1]}")
    survived = 0
    for number in numbers:
        began = time.monotonic()
        verdict = tree.verdict(number)
        survived += verdict is None
        print(f"{line(number, verdict)}   {time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{len(numbers) - survived} of {len(numbers)} caught")
    return 1 if survived else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Breaks the library's rules one at a time and runs the tests.")
    parser.add_argument(
        "--copy", type=pathlib.Path, default=ROOT / "build" / "mutations", help="the folder for the copy"
    )
    parser.add_argument("--check", action="store_true", help="only find the code of each mutation")
    parser.add_argument("--no-baseline", action="store_true", help="do not run the suites without a mutation first")
    parser.add_argument("numbers", type=int, nargs="*", metavar="NUMBER")
    options = parser.parse_args()
    numbers = options.numbers or list(range(1, len(MUTATIONS) + 1))
    try:
        if options.check:
            for mutation in MUTATIONS:
                find(mutation)
            return 0
        return run(options.copy.resolve(), numbers, not options.no_baseline)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
