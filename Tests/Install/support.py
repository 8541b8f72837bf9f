"""Built files, installations, the server, and running programs with them."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONSUMERS = Path(__file__).resolve().parent / "consumers"


class BuiltFiles:
    """The library with its archive, and the sandbox's program."""

    def __init__(self):
        self.library = Path(os.environ.get("WORKOSDS_LIBRARY") or ROOT / "build" / "libworkosds.so").resolve()
        self.sandbox = Path(os.environ.get("WORKOSDS_SANDBOX") or ROOT / "build" / "workosds-sandbox").resolve()
        self.archive = self.library.parent / "libworkosds.a"

    def as_folder(self, folder):
        """These files, with small dummies for programs, completions and manual."""
        (folder / self.library.name).symlink_to(self.library)
        (folder / self.archive.name).symlink_to(self.archive)
        for program in ("workosds", "workosds-sandbox"):
            (folder / program).write_text("#!/bin/sh\necho installed\n", encoding="utf-8")
            (folder / program).chmod(0o755)
        for completion in ("bash/workosds", "zsh/_workosds", "fish/workosds.fish"):
            (folder / "completions" / completion).parent.mkdir(parents=True)
            (folder / "completions" / completion).write_text("# completes\n", encoding="utf-8")
        for page in ("workosds.1", "workosds-sandbox.1", "workosds_list_users.3", "libworkosds.7"):
            name, section = page.split(".")
            (folder / "man" / f"man{section}").mkdir(parents=True, exist_ok=True)
            text = f".TH {name} {section}\n.SH NAME\n{name} \\- dummy page\n"
            (folder / "man" / f"man{section}" / page).write_text(text, encoding="utf-8")
        return folder


class Installed:
    """An installation below a prefix, and an environment in which only that one is found."""

    def __init__(self, prefix, libraries="lib", sysroot=None):
        self.prefix = Path(prefix)
        self.libraries = self.prefix / libraries
        self.sysroot = sysroot

    def environment(self, **more):
        paths = {"PKG_CONFIG_LIBDIR": str(self.libraries / "pkgconfig"), "LD_LIBRARY_PATH": str(self.libraries)}
        if self.sysroot:
            paths["PKG_CONFIG_SYSROOT_DIR"] = str(self.sysroot)
            # A compiler for another root needs its /usr/include explicitly.
            paths |= {"PKG_CONFIG_ALLOW_SYSTEM_CFLAGS": "1", "PKG_CONFIG_ALLOW_SYSTEM_LIBS": "1"}
        return clean_environment(**paths, **more)


class Server:
    """A sandbox on a free port."""

    def __init__(self, program):
        self.program = program

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.program, "--port", "0", "--hold-back-ms", "0"], stdout=subprocess.PIPE, text=True
        )
        self.access = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    @property
    def environment(self):
        return {"WORKOS_BASE_URL": self.access["url"], "WORKOS_API_KEY": self.access["api_key"]}


def clean_environment(**more):
    """The environment of a new login, without variables that lead to the source tree."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **more}


def run(*command, environment=None, folder, expect=0, timeout=120):
    """The command's output and error output."""
    result = subprocess.run(
        [str(part) for part in command],
        env=clean_environment() if environment is None else environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert result.returncode == expect, f"{command} ended with {result.returncode}:\n{result.stdout}"
    return result.stdout


def make(target, expect=0, umask=0o022, ldconfig="true", **variables):
    """make TARGET NAME=VALUE ... in the source tree. The command `ldconfig` is called instead of the machine's ldconfig,
    whose cache belongs to all its users."""
    assignments = [f"{name}={value}" for name, value in variables.items()]
    command = ["make", "--no-print-directory", "-C", str(ROOT), target, *assignments]
    previous = os.umask(umask)
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(shutil.which(ldconfig), f"{folder}/ldconfig")
            environment = clean_environment(PATH=f"{folder}:{os.environ['PATH']}")
            return run(*command, folder=ROOT, expect=expect, environment=environment)
    finally:
        os.umask(previous)


def copied(kind, folder):
    """The consumer's sources in a separate folder."""
    shutil.copytree(CONSUMERS / kind, folder, dirs_exist_ok=True)
    return folder


def tree(folder):
    """Every path below the folder, with its type."""
    folder = Path(folder)
    described = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            described[str(path.relative_to(folder))] = f"-> {os.readlink(path)}"
        else:
            described[str(path.relative_to(folder))] = oct(path.stat().st_mode)
    return described
