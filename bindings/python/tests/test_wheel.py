"""A wheel that contains the library, in a new virtual environment."""

import os
import subprocess
import sys
import venv
import zipfile

import pytest
from conftest import BINDING

LIBRARY = os.environ["WORKOSDS_LIBRARY"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, str(BINDING / "build_wheel.py"), LIBRARY, "--system-libraries", "--output", str(folder)]
    subprocess.run(command, check=True, timeout=300)
    (wheel,) = folder.iterdir()
    return wheel


def test_what_is_inside(wheel):
    assert wheel.name == "workosds-0.1.0-py3-none-linux_x86_64.whl"
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert {"workosds/__init__.py", "workosds/py.typed", "workosds/libworkosds.so.0"} <= names
        assert archive.read("workosds/libworkosds.so.0") == open(LIBRARY, "rb").read()
        description = archive.read("workosds-0.1.0.dist-info/WHEEL").decode()
        assert "Tag: py3-none-linux_x86_64\n" in description and "Root-Is-Purelib: false\n" in description
        record = archive.read("workosds-0.1.0.dist-info/RECORD").decode()
        assert {line.split(",")[0] for line in record.splitlines()} == names
    assert not [path for path in BINDING.rglob("*") if path.name in ("build", "workosds.egg-info", "libworkosds.so.0")]


def test_a_library_that_needs_the_systems_gets_no_tag_of_pypi(tmp_path):
    command = [sys.executable, str(BINDING / "build_wheel.py"), LIBRARY, "--output", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and "libcurl.so.4" in done.stderr and "--system-libraries" in done.stderr


def test_the_license_is_inside(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (license,) = [name for name in archive.namelist() if name.endswith("/LICENSE")]
        assert archive.read(license) == (BINDING.parents[1] / "LICENSE").read_bytes()


def test_it_runs_with_nothing_else(wheel, shared, tmp_path):
    venv.create(tmp_path / "venv", with_pip=False)
    python = str(tmp_path / "venv" / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python]
    subprocess.run([*pip, "install", "--quiet", "--no-index", wheel], check=True, timeout=300)
    program = "import workosds; print(len(list(workosds.Client().list_directories())), workosds.load_library()._name)"
    environment = {"WORKOS_API_KEY": shared.api_key, "WORKOS_BASE_URL": shared.url, "PATH": ""}
    done = subprocess.run([python, "-c", program], env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.startswith(f"21 {tmp_path}/venv/lib/") and done.stderr == ""
