"""The Debian packages: checked by lintian, unpacked without root, and installed and removed."""

import os
import re
import shutil
from pathlib import Path

import pytest
from support import ROOT, Installed, clean_environment, copied, make, run

PACKAGES = ("libworkosds0", "libworkosds-dev", "workosds", "workosds-sandbox")


@pytest.fixture(scope="module")
def debian(build_folder, tmp_path_factory):
    """Builds the packages from the real library, manual pages, and a C program instead of the programs."""
    build = shutil.copytree(build_folder, tmp_path_factory.mktemp("with a program") / "build")
    options = ["-I", ROOT / "include", "-L", build, "-lworkosds", "-Wl,-rpath,$ORIGIN:$ORIGIN/../lib"]
    for program in ("workosds", "workosds-sandbox"):
        (build / program).unlink()
        run("cc", "-g", copied("c", build / "source") / "program.c", *options, "-o", program, folder=build)
    environment = clean_environment(BUILD=str(build), DEBFULLNAME="A Publisher", DEBEMAIL="publisher@example.org")

    def make_packages(folder):
        printed = run("scripts/make-dist", folder, "debian", environment=environment, folder=ROOT)
        assert "warning" not in printed
        return {package: next(folder.glob(f"{package}_*.deb")) for package in PACKAGES}

    return make_packages


@pytest.fixture(scope="module")
def packages(debian, tmp_path_factory):
    return debian(tmp_path_factory.mktemp("packages"))


def field(package, name, folder):
    return run("dpkg-deb", "-f", package, name, folder=folder).strip()


def test_lintian_finds_no_error(packages, tmp_path):
    # It uses 20 s of processor time, more than any other command here.
    said = run("lintian", "--fail-on", "error", *packages.values(), folder=tmp_path, timeout=600)
    print(said)
    assert not re.search(r"^E:", said, re.MULTILINE)
    # An accepted warning: these packages close no bug in Debian.
    others = [line for line in said.splitlines() if line.startswith("W:")]
    assert all("initial-upload-closes-no-bugs" in line for line in others), others


def test_what_they_say_of_themselves(packages, version, tmp_path):
    for name, package in packages.items():
        assert field(package, "Version", tmp_path) == f"{version}-1", name
        assert field(package, "Maintainer", tmp_path) == "A Publisher <publisher@example.org>"
    needs = field(packages["libworkosds0"], "Depends", tmp_path)
    assert all(name in needs for name in ("libc6", "libcurl4", "libjansson4", "libssl3"))
    assert field(packages["libworkosds-dev"], "Depends", tmp_path) == f"libworkosds0 (= {version}-1)"
    assert re.search(r"libworkosds0 \(>= [\d.]+\)", field(packages["workosds"], "Depends", tmp_path))


def test_the_command_comes_without_the_sandbox(packages, tmp_path):
    programs = {}
    for package in ("workosds", "workosds-sandbox"):
        listing = run("dpkg-deb", "-c", packages[package], folder=tmp_path)
        programs[package] = re.findall(r"\./usr/bin/(\S+)", listing)
        assert "workosds-sandbox" not in listing.replace("doc/workosds-sandbox", "") or package == "workosds-sandbox"
    assert programs == {"workosds": ["workosds"], "workosds-sandbox": ["workosds-sandbox"]}
    assert "workosds-sandbox" not in field(packages["workosds"], "Depends", tmp_path)


def test_symbols_tell_which_version_brought_each(packages, tmp_path):
    symbols = run("dpkg-deb", "-I", packages["libworkosds0"], "symbols", folder=tmp_path)
    listing = (ROOT / "Tests" / "ABI" / "symbols.txt").read_text(encoding="utf-8")
    for name, since in re.findall(r"^(workosds_\w+) (\S+)$", listing, re.MULTILINE):
        assert f" {name}@WORKOSDS_0 {since}\n" in symbols
    assert run("dpkg-deb", "-I", packages["libworkosds0"], "triggers", folder=tmp_path) == "activate-noawait ldconfig\n"


def test_they_are_made_the_same_twice(packages, debian, tmp_path):
    for name, package in debian(tmp_path).items():
        assert package.read_bytes() == packages[name].read_bytes(), name


@pytest.fixture(scope="module")
def unpacked(packages, tmp_path_factory):
    root = tmp_path_factory.mktemp("root")
    for package in packages.values():
        run("dpkg", "-x", package, root, folder=root)
    return root


def test_unpacked_they_are_as_installed(unpacked, build_folder, server, expected, tmp_path):
    (libraries,) = (unpacked / "usr/lib").glob("*-linux-*")
    installed = Installed(unpacked / "usr", f"lib/{libraries.name}", sysroot=unpacked)
    environment = installed.environment(**server.environment)
    copied("c", tmp_path)
    script = 'eval "cc program.c -o program $(pkg-config --cflags --libs workosds)"'
    run("sh", "-euc", script, environment=installed.environment(), folder=tmp_path)
    assert run("./program", environment=environment, folder=tmp_path) == expected
    program = unpacked / "usr/bin/workosds"
    assert run(program, environment=environment, folder=tmp_path) == expected
    assert "PATH)" not in run("readelf", "-dW", program, folder=tmp_path), "the command has a RUNPATH"


def test_all_that_make_install_gives_is_in_one_of_them(unpacked, build_folder, tmp_path):
    triplet = next((unpacked / "usr/lib").glob("*-linux-*")).name
    folders = {"LIBDIR": f"/usr/lib/{triplet}", "ZSHCOMPLETIONDIR": "/usr/share/zsh/vendor-completions"}
    make("install", BUILD=build_folder, DESTDIR=tmp_path, PREFIX="/usr", **folders)
    for path in tmp_path.rglob("*"):
        packaged = unpacked / path.relative_to(tmp_path)
        assert os.path.lexists(packaged) or packaged.with_name(f"{packaged.name}.gz").exists(), packaged


def is_installed(package):
    status = run("sh", "-c", f"dpkg-query -W -f '${{db:Status-Status}}' {package} 2>/dev/null || true", folder="/")
    return status not in ("", "not-installed")


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can install packages")
def test_installed_and_removed(packages, server, expected, tmp_path):
    if any(is_installed(package) for package in PACKAGES):
        pytest.skip("packages of these names are installed already")
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "APT::Sandbox::User=root", "-qq", "-y"]
    environment = clean_environment(DEBIAN_FRONTEND="noninteractive", **server.environment)
    try:
        run(*apt, "install", "--no-install-recommends", *packages.values(), environment=environment, folder=tmp_path)
        files = run("dpkg", "-L", *PACKAGES, folder=tmp_path).split()
        ours = [Path(file) for file in files if "workosds" in file]
        assert all(os.path.lexists(file) for file in ours) and len(ours) > 20
        copied("c", tmp_path)
        run("cc", "program.c", "-lworkosds", "-o", "program", environment=environment, folder=tmp_path)
        assert run("./program", environment=environment, folder=tmp_path) == expected
        assert run("workosds", environment=environment, folder=tmp_path) == expected
    finally:
        run(*apt, "purge", *PACKAGES, environment=environment, folder=tmp_path)
    assert not [file for file in ours if os.path.lexists(file)]
    known = run("/sbin/ldconfig", "-p", folder=tmp_path)
    assert not [file for file in ours if str(file) in known], "the trigger did not run"
