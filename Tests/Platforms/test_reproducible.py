"""The same sources build the same bytes in any folder."""

import hashlib
import os
import subprocess

from support import RELEASE, ROOT, WORK, run

FILES = ("libworkosds.so", "libworkosds.a")
BUNDLED = "x86_64-gnu"


def copied_to(folder):
    """A copy of the source files in this working tree."""
    folder.mkdir(parents=True)
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    archive = subprocess.run(["tar", "c", "--null", "-T", "-"], input=names.encode(), cwd=ROOT, capture_output=True)
    subprocess.run(["tar", "x"], input=archive.stdout, cwd=folder, check=True)
    return folder


def sums(folder):
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    print(found)
    return found


def test_two_folders_give_the_same_library(tmp_path):
    folders = [copied_to(tmp_path / "a"), copied_to(tmp_path / "some much longer name" / "of a folder")]
    for folder in folders:
        run("make", "--no-print-directory", cwd=folder)
    assert sums(folders[0] / "build") == sums(folders[1] / "build")


def test_a_second_release_build_gives_the_same_library(tmp_path):
    """With libcurl, OpenSSL, jansson and zlib built again. What was downloaded is taken from here. libcurl's configure
    script does not work in a folder with spaces in its name."""
    folder = copied_to(tmp_path / "another-folder-with-a-longer-name")
    (zig,) = WORK.glob("zig-*/lib/python3*/site-packages/ziglang/zig")
    environment = {**os.environ, "SOURCES": str(WORK / "sources"), "ZIG": str(zig)}
    run(folder / "scripts/release/build-library", BUNDLED, folder / "out", env=environment, timeout=3000)
    assert sums(folder / "out") == sums(RELEASE / BUNDLED)
