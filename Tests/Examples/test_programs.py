"""All examples: each has a test, compiles with every compiler, and leaks no memory."""

import shutil
import subprocess

import pytest
from conftest import EXAMPLES, INTERPRETED, PROGRAMS, ROOT

VALGRIND = ["valgrind", "-q", "--vgdb=no", "--leak-check=full", "--error-exitcode=99"]
C_SOURCES = sorted(path.name for path in EXAMPLES.glob("*.c"))


def test_none_is_forgotten():
    known = {source for sources in PROGRAMS.values() for source in sources} | set(INTERPRETED)
    others = {".h", ".service"}
    assert known == {path.name for path in EXAMPLES.iterdir() if path.is_file() and path.suffix not in others}


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("source", C_SOURCES)
def test_compiles_without_a_warning(source, compiler):
    if not shutil.which(compiler):
        pytest.skip(f"no {compiler} here")
    flags = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-pedantic", "-c", "-o", "/dev/null"]
    command = [compiler, *flags, "-I", str(ROOT / "include"), str(EXAMPLES / source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["list_directory"], ["list_many_directories"]], ids=" ".join)
def test_listings_keep_no_memory(examples, sandbox, arguments):
    done = examples.run(*arguments, before=VALGRIND)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith(" users")
    sandbox.fault(path="/directory_users", status=403, skip=1)
    done = examples.run(*arguments, before=VALGRIND)
    assert done.returncode == 1 and "HTTP 403" in done.stderr and "==" not in done.stderr


def test_following_keeps_no_memory(examples, sandbox, tmp_path):
    done = examples.run("follow_events", "--once", tmp_path / "cursor", before=VALGRIND)
    assert (done.returncode, done.stderr) == (0, "")
    user = sandbox.post("/_sandbox/users", {"directory_id": sandbox.directory("bamboohr")["id"]}).json["id"]
    with examples.start("follow_events", tmp_path / "cursor", "0.05", before=VALGRIND) as process:
        assert f" user {user} " in process.stdout.readline()
        process.terminate()
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
