"""Tests/Environment under valgrind: fails if a test fails, or if an error or a leak has the library in its stack.

    valgrind_environment.py LIBRARY

Other errors are Python's and are ignored, as are those in Python code called back by the library. LIBRARY has symbols
but no debug information, which valgrind 3.19 cannot read.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ENVIRONMENT = pathlib.Path(__file__).resolve().parents[1] / "Environment"
VALGRIND = ["valgrind", "-q", "--xml=yes", "--leak-check=full", "--show-leak-kinds=definite,indirect,possible"]
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "-m",
    "not long and not measures",
    str(ENVIRONMENT),
]


def main(library: str) -> int:
    environment = {
        **os.environ,
        "PYTHONMALLOC": "malloc",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SWIFT_BACKTRACE": "enable=no",
        "WORKOSDS_LIBRARY": str(pathlib.Path(library).resolve()),
    }
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.xml"
        # A forked child would write into the same file. Tests/ABI has programs that fork.
        options = [
            "--child-silent-after-fork=yes",
            "--error-limit=no",
            "--fair-sched=yes",
            "--num-callers=40",
            f"--xml-file={report}",
        ]
        status = subprocess.run([*VALGRIND, *options, *PYTEST], env=environment, check=False).returncode
        errors = xml.etree.ElementTree.parse(report).getroot().findall("error")
    ours = [error for error in errors if is_of_the_library(error)]
    for error in ours:
        what = error.findtext("what") or error.findtext("xwhat/text")
        print(what, *(frame.findtext("fn") for frame in error.iter("frame")), sep="\n    ")
    print(f"valgrind: {len(ours)} errors or leaks of the library, {len(errors) - len(ours)} of Python alone")
    return status or bool(ours)


def is_of_the_library(error: xml.etree.ElementTree.Element) -> bool:
    """Whether one of its stacks (the access, or where the block was freed) is the library's."""
    return any(map(is_in_the_library, error.iter("stack")))


def is_in_the_library(stack: xml.etree.ElementTree.Element) -> bool:
    """Innermost frame first; libffi's closure is where the library calls Python."""
    for frame in stack.iter("frame"):
        if frame.findtext("fn") == "closure_fcn":
            return False
        if "libworkosds" in (frame.findtext("obj") or ""):
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
