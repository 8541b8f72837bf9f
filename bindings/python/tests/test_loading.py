"""Finding the library, and the cost of importing."""

import os
import shutil
import subprocess

import pytest
from conftest import BINDING

import workosds
from workosds._functions import FUNCTIONS

LIBRARY = os.environ["WORKOSDS_LIBRARY"]
LOAD = "import workosds; client = workosds.Client('sk_test'); print(workosds.load_library()._name); client.close()"


@pytest.fixture
def failing(run):
    def failing(program=LOAD, **environment):
        done = run(
            f"import workosds\ntry:\n    {program}\nexcept ImportError as error:\n    print(error)", **environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return failing


def test_named_by_the_environment(run):
    assert run(LOAD).stdout.strip() == os.path.abspath(LIBRARY)


def test_an_explicit_path_wins(run):
    program = f"import workosds; workosds.load_library({LIBRARY!r}); {LOAD}"
    assert run(program, WORKOSDS_LIBRARY="/nowhere/libworkosds.so").stdout.strip() == os.path.abspath(LIBRARY)


def test_the_copy_inside_the_package(run, tmp_path):
    shutil.copytree(BINDING / "src" / "workosds", tmp_path / "workosds")
    shutil.copy(LIBRARY, tmp_path / "workosds" / "libworkosds.so.0")
    done = run(f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {LOAD}", WORKOSDS_LIBRARY=None)
    assert done.stdout.strip() == str(tmp_path / "workosds" / "libworkosds.so.0")


def test_the_system_s_loader(run, tmp_path):
    shutil.copy(LIBRARY, tmp_path / "libworkosds.so.0")
    done = run(LOAD, WORKOSDS_LIBRARY="", LD_LIBRARY_PATH=str(tmp_path))
    assert done.stdout.strip() == "libworkosds.so.0"


def test_the_error_names_every_place(failing):
    message = failing(WORKOSDS_LIBRARY=None)
    inside = BINDING / "src" / "workosds" / "libworkosds.so.0"
    assert "WORKOSDS_LIBRARY" in message and f"\n  {inside}: " in message and "\n  libworkosds.so.0: " in message
    message = failing(WORKOSDS_LIBRARY="/nowhere/libworkosds.so")
    assert "\n  /nowhere/libworkosds.so: " in message and "libworkosds.so.0" not in message
    message = failing("workosds.load_library('nowhere.so')")
    assert f"\n  {os.path.abspath('nowhere.so')}: " in message


def test_what_is_no_library(failing, tmp_path):
    (tmp_path / "library.so").write_text("no")
    assert "library.so: " in failing(WORKOSDS_LIBRARY=str(tmp_path / "library.so"))
    libc = failing("workosds.load_library('/lib/x86_64-linux-gnu/libc.so.6')")
    assert "does not fit" in libc and "workosds_version" in libc


@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler")
def test_a_library_that_it_needs_is_missing(failing, tmp_path):
    """The message says which packages to install, not that the library was not found."""
    needed, library = tmp_path / "libneeded.so.4", tmp_path / "library.so"
    subprocess.run(["cc", "-shared", "-o", needed, "-Wl,-soname,libneeded.so.4", "-x", "c", "/dev/null"], check=True)
    command = ["cc", "-shared", "-Wl,--no-as-needed", "-o", library, "-x", "c", "/dev/null", "-x", "none", needed]
    subprocess.run(command, check=True)
    needed.unlink()
    message = failing(WORKOSDS_LIBRARY=str(library))
    assert "apt install libcurl4 libjansson4" in message and "was not found" not in message
    assert f"\n  {library}: libneeded.so.4: cannot open shared object file" in message


def compiled(tmp_path, version):
    """A library with nothing but a version."""
    source, library = tmp_path / "library.c", tmp_path / "library.so"
    text = f'const char *workosds_version(void) {{ return "{version}"; }}\n'
    source.write_text(text + "".join(f"void {name}(void) {{ }}\n" for name in FUNCTIONS if name != "workosds_version"))
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    return str(library)


@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler")
@pytest.mark.parametrize("version", ["0.0.9", "0.2.0", "1.0.0", "1.1.0"])
def test_another_version(failing, tmp_path, version):
    message = failing(WORKOSDS_LIBRARY=compiled(tmp_path, version))
    assert f"This binding, {workosds.__version__}, does not fit libworkosds {version} ({tmp_path}" in message


def test_loaded_already(run):
    program = f"""
{LOAD}
workosds.load_library({LIBRARY!r})
try:
    workosds.load_library("/other.so")
except ImportError as error:
    print(error)
"""
    assert "has been loaded from" in run(program).stdout


def test_importing_loads_neither_library_nor_asyncio(run):
    program = "import sys, workosds; print([name for name in ('asyncio', 'logging', 'inspect') if name in sys.modules])"
    done = run(program, WORKOSDS_LIBRARY="/nowhere")
    # dataclasses itself imports inspect
    assert done.stdout.strip() in ("[]", "['inspect']") and done.stderr == ""
    assert run("import workosds; print(workosds.AsyncClient.__name__)").stdout == "AsyncClient\n"
    assert "no attribute 'Nonsense'" in run("import workosds; workosds.Nonsense").stderr


def test_names(run):
    """`from workosds import *`, dir() and help() have the public names, and no imported ones."""
    program = """
import sys, workosds, pydoc
assert "asyncio" not in sys.modules
assert "AsyncClient" in dir(workosds) and set(workosds.__all__) <= set(dir(workosds))
from workosds import *
assert not {"Any", "Mapping", "TYPE_CHECKING"} & set(globals())
assert AsyncClient is workosds.AsyncClient and NotFoundError is workosds.NotFoundError
errors = {name for name, one in vars(workosds).items() if isinstance(one, type) and issubclass(one, Exception)}
assert errors <= set(workosds.__all__), errors - set(workosds.__all__)
help = pydoc.plain(pydoc.render_doc(workosds))
assert "class AsyncClient(" in help and "class User(" in help
"""
    assert (result := run(program)).returncode == 0, result.stderr
