"""The wheel and the gem that contain the library, and both bindings with an installed library."""

import sys
import venv

import pytest
from support import CONSUMERS, ROOT, clean_environment, copied, run


def make_dist(folder, build_folder, part):
    """The file that this part of make dist builds."""
    environment = clean_environment(BUILD=str(build_folder), PYTHON=sys.executable)
    run("scripts/make-dist", folder, part, environment=environment, folder=ROOT)
    (file,) = (path for path in folder.iterdir() if path.name != "SHA256SUMS")
    return file


def test_the_wheel_in_a_fresh_environment(build_folder, server, version, expected, tmp_path):
    wheel = make_dist(tmp_path / "dist", build_folder, "system-wheel")
    assert wheel.name.startswith(f"workosds-{version}-py3-none-linux_")
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-index", wheel, folder=tmp_path)
    program = copied("python", tmp_path / "program") / "program.py"
    environment = clean_environment(**server.environment)
    assert run(python, program, environment=environment, folder=tmp_path) == expected


@pytest.fixture(scope="module")
def python_packages(tmp_path_factory):
    """bindings/python installed from the repository, in a copy, because pip leaves files behind."""
    source = tmp_path_factory.mktemp("source") / "python"
    run("cp", "-R", ROOT / "bindings" / "python", source, folder=ROOT)
    target = tmp_path_factory.mktemp("packages")
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", target]
    run(sys.executable, "-m", "pip", "install", *options, source, folder=target)
    return target


def test_python_with_the_installed_library(installed, python_packages, server, expected, tmp_path):
    program = copied("python", tmp_path) / "program.py"
    environment = installed.environment(PYTHONPATH=str(python_packages), **server.environment)
    assert run(sys.executable, program, environment=environment, folder=tmp_path) == expected


@pytest.mark.long
def test_python_by_pip_as_the_readme_says(installed, server, expected, tmp_path):
    """With pip's isolated build, which downloads setuptools."""
    run("cp", "-R", ROOT / "bindings" / "python", tmp_path / "python", folder=ROOT)
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "./python", folder=tmp_path)
    environment = installed.environment(**server.environment)
    assert run(python, CONSUMERS / "python/program.py", environment=environment, folder=tmp_path) == expected


def install_gem(gem, folder):
    """A gem home with only that gem, and the environment for it."""
    gems = {"GEM_HOME": str(folder / "gems"), "GEM_PATH": str(folder / "gems")}
    command = ["gem", "install", "--local", "--no-document", gem]
    run(*command, environment=clean_environment(**gems), folder=folder)
    return gems


def test_the_gem_with_the_library_inside(build_folder, server, version, expected, tmp_path):
    gem = make_dist(tmp_path / "dist", build_folder, "system-gem")
    assert gem.name.startswith(f"workosds-{version}-") and "linux" in gem.name
    environment = clean_environment(**install_gem(gem, tmp_path), **server.environment)
    program = copied("ruby", tmp_path / "program") / "program.rb"
    assert run("ruby", "-w", program, environment=environment, folder=tmp_path) == expected


def test_the_gem_with_the_installed_library(installed, server, version, expected, tmp_path):
    run("bindings/ruby/build_gem", tmp_path / "dist", folder=ROOT)
    gems = install_gem(tmp_path / "dist" / f"workosds-{version}.gem", tmp_path)
    environment = installed.environment(**gems, **server.environment)
    program = copied("ruby", tmp_path / "program") / "program.rb"
    assert run("ruby", "-w", program, environment=environment, folder=tmp_path) == expected
