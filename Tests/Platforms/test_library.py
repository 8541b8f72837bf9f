"""The libraries built by scripts/release/build-library: their exports, dependencies and content.

TARGETS is the list of them, each in build/release/TARGET.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build" / "release"
TARGETS = os.environ.get("TARGETS", "").split()
MACHINES = {"x86_64": "Advanced Micro Devices X86-64", "aarch64": "AArch64"}
LIBRARIES = {"libcurl.so.4", "libjansson.so.4", "libcrypto.so.3"}
GLIBC = {"libc.so.6", "libpthread.so.0", "libdl.so.2", "libm.so.6", "ld-linux-aarch64.so.1"}
FLOOR = (2, 28)
LARGEST = {"system": 220_000, "bundled": 5_300_000}


def run(*command):
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=True, timeout=60
    ).stdout


def is_bundled(target):
    return not target.endswith("-system")


@pytest.fixture(params=TARGETS)
def target(request):
    return request.param


@pytest.fixture
def library(target):
    return RELEASE / target / "libworkosds.so"


@pytest.fixture
def archive(target):
    return RELEASE / target / "libworkosds.a"


def committed_symbols():
    listing = (ROOT / "Tests" / "ABI" / "symbols.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^(workosds_\w+) ", listing, re.MULTILINE))


def test_there_is_something_to_test():
    assert TARGETS, "TARGETS is not set: make test-arm64, make test-release"


def test_it_is_for_that_machine(target, library):
    machine, _, _ = target.partition("-")
    assert f"Machine:                           {MACHINES[machine]}\n" in run("readelf", "-hW", library)


def test_it_exports_what_the_header_declares(library):
    lines = run("nm", "-D", "--defined-only", library).splitlines()
    names = {line.split()[2].partition("@")[0] for line in lines if line.split()[1] != "A"}
    assert names == committed_symbols()


def test_the_archive_defines_nothing_else(archive):
    lines = run("nm", "--extern-only", "--defined-only", archive).splitlines()
    names = {line.split()[2] for line in lines if len(line.split()) == 3}
    # A hidden common symbol of OpenSSL, which objcopy cannot make local. Other copies of OpenSSL have the same value in
    # it.
    assert names - {"OPENSSL_ia32cap_P"} == committed_symbols()


def test_it_needs_nothing_else(target, library):
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-dW", library)))
    if "-musl" in target:
        assert needed == {"libc.so"}
    elif is_bundled(target):
        assert needed <= GLIBC
    else:
        assert needed - GLIBC == LIBRARIES


def test_any_glibc_since_the_floor_has_what_it_needs(target, library):
    symbols = run("nm", "-D", "--undefined-only", library)
    versions = {(int(major), int(minor)) for major, minor in re.findall(r"@GLIBC_(\d+)\.(\d+)", symbols)}
    assert all(version <= FLOOR for version in versions), max(versions)
    assert bool(versions) == ("-gnu" in target)


def test_any_libcurl_will_do(target, library):
    """Debian's libcurl has its own symbol versions. Elsewhere there are none, and the loader would warn."""
    symbols = run("nm", "-D", "--undefined-only", library)
    assert is_bundled(target) or re.search(r" curl_easy_init$", symbols, re.MULTILINE)


def test_how_it_is_linked(library):
    section = run("readelf", "-dW", library)
    assert re.findall(r"\(SONAME\).*\[(.*)\]", section) == ["libworkosds.so.0"]
    assert not re.search(r"\((RPATH|RUNPATH|TEXTREL)\)", section)
    assert re.search(r"\(FLAGS_1\).*\bNOW\b.*\bNODELETE\b", section)


def test_size(target, library):
    size = library.stat().st_size
    print(target, size, "bytes")
    assert size <= LARGEST["bundled" if is_bundled(target) else "system"]


def test_no_path_of_the_build_is_inside(library, archive):
    for file in (library, archive):
        content = file.read_bytes()
        for path in (str(ROOT), ".build-release", "/tmp/", "ziglang"):
            assert path.encode() not in content, f"{path} in {file.name}"


def test_no_time_of_the_build_is_inside(target, library):
    content = library.read_bytes()
    assert not is_bundled(target) or b"built on: Thu Jan  1 00:00:00 1970 UTC" in content
