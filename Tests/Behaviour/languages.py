"""The runners: one process for each language, which performs any number of commands."""

import json
import os
import pathlib
import select
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNNERS = pathlib.Path(__file__).resolve().parent / "runners"
LIBRARY = pathlib.Path(os.environ.get("WORKOSDS_LIBRARY", ROOT / "build" / "libworkosds.so")).resolve()
STRICT = ["-g", "-Wall", "-Wextra", "-Werror", "-pedantic", f"-I{ROOT / 'include'}"]
LINKED = [str(LIBRARY), "-ljansson", f"-Wl,-rpath,{LIBRARY.parent}"]
PATIENCE = 30  # seconds for one command, on a busy machine

COMPILERS = {
    "c": [
        os.environ.get("CC", "cc"),
        "-std=c99",
        "-D_POSIX_C_SOURCE=200809L",
        "runner.c",
        "clients.c",
        "records.c",
        "webhooks.c",
    ],
    "cpp": [os.environ.get("CXX", "c++"), "-std=c++17", "runner.cpp"],
}
SWIFT_RUNNER = ROOT / ".build-swift" / "debug" / "BehaviourRunner"
INTERPRETERS = {
    "python": [sys.executable, "-B", "runner.py"],
    "asyncio": [sys.executable, "-B", "runner_async.py"],
    "ruby": ["ruby", "-w", f"-I{ROOT / 'bindings' / 'ruby' / 'lib'}", "runner.rb"],
}
LANGUAGES = [*COMPILERS, "swift", *INTERPRETERS]
# Runs only one language, under a tool such as valgrind, whose exit status reports what it found.
if "BEHAVIOUR_LANGUAGE" in os.environ:
    LANGUAGES = [os.environ["BEHAVIOUR_LANGUAGE"]]
WRAPPER = os.environ.get("BEHAVIOUR_WRAPPER", "").split()


def compile_runners(folder):
    """Starts the runners of LANGUAGES concurrently."""
    compiled = [language for language in COMPILERS if language in LANGUAGES]
    compiling = [
        subprocess.Popen([*COMPILERS[language], *STRICT, *LINKED, "-o", folder / language], cwd=RUNNERS)
        for language in compiled
    ]
    assert not any([compiler.wait() for compiler in compiling]), "a runner did not compile"
    assert "swift" not in LANGUAGES or SWIFT_RUNNER.exists(), "`make swift-binding` builds the runner in Swift"
    built = {language: [str(folder / language)] for language in compiled} | {"swift": [str(SWIFT_RUNNER)]}
    return INTERPRETERS | built


def environment():
    """This process's environment without the variables that affect a client."""
    ours = {name: value for name, value in os.environ.items() if "proxy" not in name.lower() and "WORKOS" not in name}
    ours["PYTHONPATH"] = str(ROOT / "bindings" / "python" / "src")
    folders = filter(None, [str(LIBRARY.parent), os.environ.get("LD_LIBRARY_PATH")])
    ours |= {"WORKOSDS_LIBRARY": str(LIBRARY), "LD_LIBRARY_PATH": ":".join(folders)}
    return ours | {"LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}


class Runner:
    def __init__(self, command):
        self._process = subprocess.Popen(
            [*WRAPPER, *command], cwd=RUNNERS, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def perform(self, command):
        """The command's result. A runner that fails or hangs cannot be used again."""
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        answer = self._process.stdout.readline() if ready else b""
        if not answer:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"the runner gave no result for {command['call']}: {self._process.returncode}")
        return json.loads(answer)

    def close(self):
        """Ends the runner by closing its input."""
        if self.is_running:
            self._process.stdin.close()
            try:
                assert self._process.wait(PATIENCE) == 0
            finally:
                self._process.kill()
                self._process.wait()
        self._process.stdout.close()

    @property
    def is_running(self):
        return self._process.poll() is None
