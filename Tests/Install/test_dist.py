"""The source tarball, and the checksums of released files."""

import hashlib
import os
import subprocess
import tarfile

import pytest
from support import ROOT, Installed, clean_environment, copied, run


def git(*arguments):
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module")
def tarball(version, build_folder, tmp_path_factory):
    if git("rev-parse", "--show-toplevel").strip() != str(ROOT):
        pytest.skip("a source tarball is made of a git commit")
    folder = tmp_path_factory.mktemp("dist")
    environment = clean_environment(BUILD=str(build_folder))
    run("scripts/make-dist", folder, "sources", environment=environment, folder=ROOT)
    return folder / f"libworkosds-{version}.tar.gz"


def test_it_has_what_was_committed_and_nothing_else(tarball, version):
    with tarfile.open(tarball) as archive:
        files = {member.name for member in archive if not member.isdir()}
    committed = {f"libworkosds-{version}/{name}" for name in git("ls-tree", "-r", "--name-only", "HEAD").splitlines()}
    assert files == committed and f"libworkosds-{version}/include/workosds.h" in files


def test_the_same_commit_gives_the_same_bytes(tarball, build_folder, tmp_path):
    environment = clean_environment(BUILD=str(build_folder), TZ="Pacific/Kiritimati")
    run("scripts/make-dist", tmp_path, "sources", environment=environment, folder=ROOT)
    assert (tmp_path / tarball.name).read_bytes() == tarball.read_bytes()


def test_its_sum_is_beside_it(tarball):
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    assert (tarball.parent / "SHA256SUMS").read_text(encoding="utf-8") == f"{digest}  {tarball.name}\n"


def test_what_is_no_part_is_refused(tmp_path):
    said = run(
        "scripts/make-dist", tmp_path, "rpm", folder=ROOT, expect=2, environment=clean_environment(BUILD=str(tmp_path))
    )
    assert "rpm is not one of" in said


@pytest.mark.long
def test_it_builds_and_installs(tarball, version, server, expected, tmp_path):
    """From the tarball alone, in a folder outside of git."""
    with tarfile.open(tarball) as archive:
        archive.extractall(tmp_path, filter="data")
    source = tmp_path / f"libworkosds-{version}"
    environment = clean_environment(HOME=os.environ["HOME"])
    run("make", environment=environment, folder=source, timeout=1500)
    run("make", "install", f"PREFIX={tmp_path}/usr", environment=environment, folder=source)
    installed = Installed(tmp_path / "usr")
    program = copied("c", tmp_path / "program")
    flags = run("pkg-config", "--cflags", "--libs", "workosds", environment=installed.environment(), folder=program)
    run("cc", "program.c", *flags.split(), "-o", "program", folder=program)
    assert run("./program", environment=installed.environment(**server.environment), folder=program) == expected
