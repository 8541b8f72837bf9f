"""The sandbox's wheel: the program in it, and its fixture for pytest."""

import subprocess
import sys
import zipfile

import pytest
from support import ROOT, clean_environment, copied, run


@pytest.fixture(scope="module")
def wheel(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    environment = clean_environment(PIP_NO_BUILD_ISOLATION="0")
    script = ROOT / "bindings/python-sandbox/build_wheel.py"
    run(sys.executable, "-B", script, built.sandbox, "--output", folder, environment=environment, folder=ROOT)
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="module")
def packages(wheel, tmp_path_factory):
    """The wheel and the Python binding, installed into a folder."""
    target = tmp_path_factory.mktemp("packages")
    source = tmp_path_factory.mktemp("source") / "python"
    run("cp", "-R", ROOT / "bindings" / "python", source, folder=ROOT)
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", target]
    run(sys.executable, "-m", "pip", "install", *options, wheel, source, folder=target)
    return target


def test_its_tag_and_its_licences(wheel, version):
    assert wheel.name == f"workosds_sandbox-{version}-py3-none-manylinux_2_34_x86_64.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if "/licenses/" in name]
        texts = {name.partition("/licenses/")[2]: archive.read(name).decode() for name in names}
    assert {"LICENSE", "bundled/copyright.txt", "bundled/Apache-2.0.txt"} == texts.keys()
    assert "Apache License" in texts["bundled/Apache-2.0.txt"]
    assert "/usr/share" not in texts["bundled/copyright.txt"]


def test_the_fixture_for_pytest(installed, packages, tmp_path):
    """The README's example: each test has its own server, and the client finds it without an argument."""
    tests = copied("pytest", tmp_path) / "with_fixture.py"
    environment = installed.environment(PYTHONPATH=str(packages))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests]
    assert "3 passed" in run(*command, environment=environment, folder=tmp_path)


def test_the_command_starts_the_program_in_it(packages, version, tmp_path):
    environment = clean_environment(PYTHONPATH=str(packages))
    said = run(packages / "bin/workosds-sandbox", "--version", environment=environment, folder=tmp_path)
    assert said.strip().endswith(version)


def test_without_pytest(installed, packages, expected, tmp_path):
    program = copied("python", tmp_path) / "program.py"
    runner = f"""
import os, runpy, workosds_sandbox
with workosds_sandbox.Sandbox("--hold-back-ms", "0") as sandbox:
    os.environ |= {{"WORKOS_BASE_URL": sandbox.url, "WORKOS_API_KEY": sandbox.api_key}}
    runpy.run_path({str(program)!r})
"""
    environment = installed.environment(PYTHONPATH=str(packages))
    assert run(sys.executable, "-c", runner, environment=environment, folder=tmp_path) == expected


def test_a_server_that_does_not_start_is_an_error(packages, tmp_path):
    runner = "import workosds_sandbox; workosds_sandbox.Sandbox('--port', 'none')"
    done = subprocess.run(
        [sys.executable, "-c", runner],
        env=clean_environment(PYTHONPATH=str(packages)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "workosds-sandbox did not start and ended with status" in done.stderr
