"""Where `make install` puts files, and that `make uninstall` removes all of them."""

import os
import shutil
from pathlib import Path

import pytest
from support import ROOT, make, tree

FOLDERS = {"0o40755"}


def expected_files(version):
    headers = [path.relative_to(ROOT / "include") for path in (ROOT / "include").rglob("*.h*")]
    files = {f"include/{header}": "0o100644" for header in headers}
    files |= {
        "lib/libworkosds.so": f"-> libworkosds.so.{version.partition('.')[0]}",
        f"lib/libworkosds.so.{version.partition('.')[0]}": f"-> libworkosds.so.{version}",
        "bin/workosds": "0o100755",
        "bin/workosds-sandbox": "0o100755",
    }
    plain = [f"lib/libworkosds.so.{version}", "lib/libworkosds.a"]
    plain += ["lib/pkgconfig/workosds.pc", "lib/pkgconfig/workosds-static.pc"]
    plain += ["lib/cmake/workosds/workosds-config.cmake", "lib/cmake/workosds/workosds-config-version.cmake"]
    plain += ["share/man/man1/workosds.1", "share/man/man1/workosds-sandbox.1"]
    plain += ["share/man/man3/workosds_list_users.3", "share/man/man7/libworkosds.7"]
    plain += ["share/bash-completion/completions/workosds", "share/zsh/site-functions/_workosds"]
    plain += ["share/fish/vendor_completions.d/workosds.fish", "lib/systemd/system/workosds-mirror.service"]
    return files | {file: "0o100644" for file in plain}


def files_of(folder):
    return {path: kind for path, kind in tree(folder).items() if kind not in FOLDERS}


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_everything_is_where_it_belongs(build_folder, version, tmp_path, umask):
    make("install", umask=umask, BUILD=build_folder, PREFIX=tmp_path / "usr")
    assert files_of(tmp_path / "usr") == expected_files(version)


def test_staging_leaves_nothing_outside(build_folder, version, tmp_path):
    sources = tree(ROOT / "packaging"), tree(ROOT / "include"), tree(ROOT / "scripts")
    stage, outside = tmp_path / "the stage", tmp_path / "usr"
    make("install", BUILD=build_folder, DESTDIR=stage, PREFIX=outside)
    assert files_of(f"{stage}{outside}") == expected_files(version)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["the stage"]
    assert (tree(ROOT / "packaging"), tree(ROOT / "include"), tree(ROOT / "scripts")) == sources
    for file in Path(f"{stage}{outside}").rglob("*.[pc]*"):
        if file.suffix in (".pc", ".cmake"):
            assert "the stage" not in file.read_text(encoding="utf-8"), f"{file} contains the stage's path"


def test_each_folder_can_be_chosen(build_folder, version, tmp_path):
    make(
        "install",
        BUILD=build_folder,
        PREFIX=tmp_path / "usr",
        BINDIR=tmp_path / "programs",
        LIBDIR=tmp_path / "usr/lib/x86_64-linux-gnu",
        INCLUDEDIR=tmp_path / "headers",
        MANDIR=tmp_path / "manual",
        PKGCONFIGDIR=tmp_path / "pc",
        CMAKEDIR=tmp_path / "cmake",
    )
    found = files_of(tmp_path)
    assert len(found) == len(expected_files(version))
    wanted = ["programs/workosds", f"usr/lib/x86_64-linux-gnu/libworkosds.so.{version}", "headers/workosds.h"]
    wanted += ["manual/man1/workosds.1", "pc/workosds.pc", "cmake/workosds-config.cmake"]
    assert set(wanted) <= set(found)


def test_uninstalling_leaves_what_was_there_before(build_folder, tmp_path):
    prefix = tmp_path / "usr local"
    others = ["lib/libother.so", "lib/pkgconfig/other.pc", "lib/cmake/other/other-config.cmake", "bin/work"]
    others += ["share/bash-completion/completions/other", "share/zsh/site-functions/_other"]
    others += [
        "share/fish/vendor_completions.d/other.fish",
        "include/other.h",
        *(f"share/man/man{section}/other.{section}" for section in (1, 3, 7)),
    ]
    for other in others:
        (prefix / other).parent.mkdir(parents=True, exist_ok=True)
        (prefix / other).touch()
    before = tree(prefix)
    make("install", BUILD=build_folder, PREFIX=prefix)
    assert tree(prefix) != before
    make("uninstall", BUILD=build_folder, PREFIX=prefix)
    assert tree(prefix) == before
    make("uninstall", BUILD=build_folder, PREFIX=prefix)
    assert tree(prefix) == before


def test_uninstalling_leaves_only_the_folders_of_every_prefix(build_folder, tmp_path):
    make("install", BUILD=build_folder, PREFIX=tmp_path)
    make("uninstall", BUILD=build_folder, PREFIX=tmp_path)
    assert set(tree(tmp_path)) == {"bin", "include", "lib", "share", "share/man"}


def test_uninstalling_from_an_empty_place(tmp_path):
    make("uninstall", PREFIX=tmp_path / "usr", BUILD=tmp_path / "build")
    assert list(tmp_path.iterdir()) == []


def test_the_unit_starts_the_installed_command(build_folder, tmp_path):
    make("install", BUILD=build_folder, DESTDIR=tmp_path, BINDIR="/opt/some, & other/bin")
    unit = (tmp_path / "usr/local/lib/systemd/system/workosds-mirror.service").read_text(encoding="utf-8")
    assert "\nExecStart=/opt/some, & other/bin/workosds mirror --watch " in unit
    assert "Type=notify" in unit and "WatchdogSec=" in unit


def test_a_second_installation_takes_the_place_of_the_first(build_folder, version, tmp_path):
    for _ in range(2):
        said = make("install", BUILD=build_folder, PREFIX=tmp_path)
        assert said == f"installed in {tmp_path}: library, headers, command, sandbox, manual\n"
    assert files_of(tmp_path) == expected_files(version)


@pytest.mark.skipif(os.geteuid() != 0, reason="ldconfig is for the administrator")
def test_an_ldconfig_that_fails(build_folder, version, tmp_path):
    """As when a package manager runs it too. The files are there."""
    said = make("install", ldconfig="false", BUILD=build_folder, PREFIX=tmp_path)
    assert "ldconfig failed: run it again" in said
    assert files_of(tmp_path) == expected_files(version)


def test_it_says_what_is_missing(build_folder, tmp_path):
    build = shutil.copytree(build_folder, tmp_path / "build")
    (build / "libworkosds.a").unlink()
    said = make("install", expect=2, BUILD=build, PREFIX=tmp_path / "usr")
    assert f"{build}/libworkosds.a is missing: run make first" in said
    assert not (tmp_path / "usr").exists()


def test_a_relative_prefix_is_refused(build_folder):
    assert "some/where is not an absolute path" in make("install", expect=2, BUILD=build_folder, PREFIX="some/where")


def test_without_programs_completions_and_manual(build_folder, tmp_path):
    build = shutil.copytree(build_folder, tmp_path / "build")
    for folder in ("man", "completions"):
        shutil.rmtree(build / folder)
    for program in ("workosds", "workosds-sandbox"):
        (build / program).unlink()
    said = make("install", BUILD=build, PREFIX=tmp_path / "usr")
    assert f"installed in {tmp_path}/usr: library, headers\n" in said
    assert (
        "not installed because not built: command (make command), sandbox (make sandbox), manual (make manual)." in said
    )
    assert not (tmp_path / "usr/bin").exists() and not (tmp_path / "usr/share").exists()
