"""The wheels and gems of the bundled libraries: tags, content, and checks by auditwheel, twine and pip."""

import os
import re
import subprocess
import sys
import venv
import zipfile

import pytest
from support import RELEASE, ROOT, run

BUNDLED = {
    "x86_64-gnu": ("manylinux_2_28_x86_64", "x86_64-linux"),
    "aarch64-gnu": ("manylinux_2_28_aarch64", "aarch64-linux"),
    "x86_64-musl": ("musllinux_1_2_x86_64", "x86_64-linux-musl"),
    "aarch64-musl": ("musllinux_1_2_aarch64", "aarch64-linux-musl"),
}
LICENSES = {"BUNDLED.md", "curl.txt", "openssl.txt", "jansson.txt", "zlib.txt", "swift.txt"}


@pytest.fixture(scope="module", params=BUNDLED)
def target(request):
    return request.param


@pytest.fixture(scope="module")
def library(target):
    return RELEASE / target / "libworkosds.so"


def build_wheel(binding, file, folder):
    environment = {**os.environ, "PIP_NO_BUILD_ISOLATION": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    run(sys.executable, ROOT / "bindings" / binding / "build_wheel.py", file, "--output", folder, env=environment)
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="module")
def wheel(library, tmp_path_factory):
    return build_wheel("python", library, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """auditwheel and twine in a virtual environment."""
    folder = tmp_path_factory.mktemp("tools")
    venv.create(folder, with_pip=True)
    run(
        folder / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "auditwheel==6.8.2",
        "twine==7.0.0",
        "spdx-tools==0.8.5",
    )
    return folder / "bin"


def check_with_auditwheel(tools, wheel):
    """By what is in it, the wheel runs where its name says: auditwheel would give it that tag, or an older one."""
    said = run(tools / "python", "-m", "auditwheel", "show", wheel)
    print(said)
    found = re.search(r'following\s+platform tag:\s+"manylinux_(\d+)_(\d+)_\w+"', said)
    named = re.search(r"-manylinux_(\d+)_(\d+)_", wheel.name)
    assert found and named, said
    assert [int(part) for part in found.groups()] <= [int(part) for part in named.groups()], said


def test_its_tag(wheel, target):
    assert wheel.name == f"workosds-0.1.0-py3-none-{BUNDLED[target][0]}.whl"


def test_what_is_inside(wheel, library):
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("workosds/libworkosds.so.0") == library.read_bytes()
        names = {name.rpartition("/")[2] for name in archive.namelist() if "/licenses/bundled/" in name}
        assert names == LICENSES
        assert all(archive.read(name).strip() for name in archive.namelist() if "/licenses/" in name)


def test_what_the_tools_say(wheel, target, tools):
    assert "PASSED" in run(tools / "python", "-m", "twine", "check", "--strict", wheel)
    if target.endswith("-gnu"):  # auditwheel can check a wheel for musl only on a musl system
        check_with_auditwheel(tools, wheel)


def test_pip_takes_it_for_that_platform(wheel, target, tmp_path):
    options = ["--no-index", "--no-deps", "--only-binary", ":all:", "--find-links", wheel.parent, "--target", tmp_path]
    said = run(sys.executable, "-m", "pip", "install", *options, "--platform", BUNDLED[target][0], "workosds")
    print(said)
    assert "Successfully installed workosds-0.1.0" in said


def test_the_sandboxs_wheel(tools, tmp_path):
    wheel = build_wheel("python-sandbox", ROOT / "build/workosds-sandbox", tmp_path)
    assert "PASSED" in run(tools / "python", "-m", "twine", "check", "--strict", wheel)
    check_with_auditwheel(tools, wheel)


def test_the_list_of_parts_is_valid(tools, tmp_path):
    document = tmp_path / "parts.spdx.json"
    document.write_text(run(ROOT / "scripts/release/make-sbom"), encoding="utf-8")
    run(tools / "pyspdxtools", "--infile", document)


@pytest.mark.parametrize("target", [name for name in BUNDLED if name.endswith("-musl")], indirect=True)
def test_musl_has_all_that_is_needed(library, target):
    """musl's libc from Debian's package has every symbol that the library needs. For glibc, test_library.py checks the versions."""
    machine = target.partition("-")[0]
    root = ROOT / ".build-release" / f"run-{machine}-musl"
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}[machine]
    run(ROOT / "scripts/release/debian-root", root, architecture, "bookworm", "musl")
    there = names(root / f"lib/ld-musl-{machine}.so.1", "--defined-only")
    needed = {line.split()[-1] for line in run("nm", "-D", "--undefined-only", library).splitlines() if " U " in line}
    assert needed and needed <= there, needed - there


def names(library, option):
    lines = subprocess.run(["nm", "-D", option, library], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].partition("@")[0] for line in lines.splitlines()}


def test_the_gem(library, target, tmp_path):
    run(ROOT / "bindings/ruby/build_gem", tmp_path, library)
    (gem,) = tmp_path.iterdir()
    assert gem.name == f"workosds-0.1.0-{BUNDLED[target][1]}.gem"
    listing = run("sh", "-c", f"tar xOf {gem} data.tar.gz | tar tz")
    assert {f"licenses/{name}" for name in LICENSES} <= set(listing.splitlines())
