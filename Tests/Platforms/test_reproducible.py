"""The same commit builds the same bytes in any folder."""

import hashlib
import subprocess

from support import ROOT, run

FILES = ("build/libworkosds.so", "build/libworkosds.a")


def built_in(folder):
    """The checksums of the files that `make` builds from the last commit in this folder."""
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "x"], input=archive, cwd=folder, check=True)
    run("make", "--no-print-directory", cwd=folder)
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def test_two_folders_give_the_same_library(tmp_path):
    first = built_in(tmp_path / "a")
    second = built_in(tmp_path / "some much longer name" / "of a folder")
    print(first)
    assert first == second
