"""C and C++ programs, built with the installed files only, against the sandbox."""

import re
import shutil

import pytest
from support import Installed, copied, make, run

STRICT = ("-Wall", "-Wextra", "-Werror", "-Wl,--fatal-warnings")


def flags(installed, folder, *arguments):
    """pkg-config's output, split as by a shell."""
    script = f'eval "set -- $(pkg-config {" ".join(arguments)})"; printf "%s\\n" "$@"'
    return run("sh", "-euc", script, environment=installed.environment(), folder=folder).splitlines()


def compile_c(installed, folder, *arguments, compiler=("cc", "-std=c89", "-pedantic", "program.c")):
    built_for = flags(installed, folder, *arguments)
    run(*compiler, *STRICT, *built_for, "-o", "program", environment=installed.environment(), folder=folder)
    return folder / "program"


def needed(program, folder):
    return re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-dW", program, folder=folder))


def test_c_by_pkg_config(installed, server, expected, tmp_path):
    program = compile_c(installed, copied("c", tmp_path), "--cflags", "--libs", "workosds")
    assert needed(program, tmp_path) == ["libworkosds.so.0", "libc.so.6"]
    assert run(program, environment=installed.environment(**server.environment), folder=tmp_path) == expected


def test_the_shared_library_asks_for_no_other_development_files(installed, tmp_path):
    """pkg-config sees only workosds.pc here, not libcurl.pc, jansson.pc or libcrypto.pc."""
    assert flags(installed, tmp_path, "--libs", "--cflags", "workosds") == [
        f"-I{installed.prefix}/include",
        f"-L{installed.prefix}/lib",
        "-lworkosds",
    ]


@pytest.mark.parametrize("package", ["workosds", "workosds-static"])
def test_c_by_pkg_config_from_the_archive(installed, server, expected, tmp_path, package):
    if package == "workosds":
        # Without a shared library -lworkosds is the archive.
        shutil.copytree(installed.prefix, tmp_path / "prefix", symlinks=True)
        (tmp_path / "prefix/lib/libworkosds.so").unlink()
        installed = Installed(tmp_path / "prefix")
        arguments = ("--static", "--define-prefix", "--cflags", "--libs", package)
    else:
        arguments = ("--cflags", "--libs", package)
    program = compile_c(installed, copied("c", tmp_path), *arguments)
    assert set(needed(program, tmp_path)) <= {
        "libcurl.so.4",
        "libjansson.so.4",
        "libcrypto.so.3",
        "libc.so.6",
    }
    environment = installed.environment(**server.environment)
    del environment["LD_LIBRARY_PATH"]
    assert run(program, environment=environment, folder=tmp_path) == expected


def test_the_linker_drops_what_a_program_does_not_call(installed, tmp_path):
    source = "#include <workosds.h>\nint main(void)\n{\n    return workosds_version()[0] == 'x';\n}\n"
    (tmp_path / "program.c").write_text(source, encoding="utf-8")
    compiler = ("cc", "-Wl,--gc-sections", "program.c")
    program = compile_c(installed, tmp_path, "--cflags", "--libs", "workosds-static", compiler=compiler)
    run(program, folder=tmp_path)
    symbols = run("nm", program, folder=tmp_path)
    assert "workosds_version" in symbols and "workosds_list_users" not in symbols


def test_cpp_by_pkg_config(installed, server, expected, tmp_path):
    compiler = ("c++", "-std=c++17", "-pedantic", "program.cpp")
    program = compile_c(installed, copied("cpp", tmp_path), "--cflags", "--libs", "workosds", compiler=compiler)
    assert run(program, environment=installed.environment(**server.environment), folder=tmp_path) == expected


@pytest.fixture(scope="module")
def cmake_build(installed, tmp_path_factory):
    """The three programs of the CMake consumer, with the package below the prefix."""
    folder = tmp_path_factory.mktemp("with cmake")
    for kind in ("c", "cpp", "cmake"):
        copied(kind, folder)
    run("cmake", "-S", ".", "-B", "out", f"-DCMAKE_PREFIX_PATH={installed.prefix}", folder=folder)
    run("cmake", "--build", "out", folder=folder)
    return folder / "out"


@pytest.mark.parametrize("program", ["shared", "static", "cpp"])
def test_by_cmake(installed, server, expected, cmake_build, program):
    assert ("libworkosds.so.0" in needed(cmake_build / program, cmake_build)) == (program != "static")
    # CMake sets the programs' RUNPATH to the library's folder.
    environment = installed.environment(**server.environment)
    del environment["LD_LIBRARY_PATH"]
    assert run(cmake_build / program, environment=environment, folder=cmake_build) == expected


def find_package(installed, folder, *requests):
    """The result of each find_package(workosds REQUEST): 1 or 0, and the version."""
    lines = ["cmake_minimum_required(VERSION 3.19)", "project(consumer C)"]
    for request in requests:
        lines += ["unset(workosds_VERSION)", f"find_package(workosds {request} CONFIG QUIET)"]
        lines += ['message(STATUS "answer: ${workosds_FOUND} ${workosds_VERSION}")', "unset(workosds_DIR CACHE)"]
    (folder / "CMakeLists.txt").write_text("\n".join(lines), encoding="utf-8")
    said = run("cmake", "-S", ".", "-B", "out", f"-DCMAKE_PREFIX_PATH={installed.prefix}", folder=folder)
    return re.findall(r"answer: (.*)", said)


def test_the_versions_that_cmake_accepts(installed, version, tmp_path):
    accepted = ["", "0.1", "0.0.9", f"{version} EXACT", "0.1...0.9", f"0.0.1...{version}"]
    refused = ["0.99", "0.0.9 EXACT", "1.0", f"0.0.1...<{version}", "0.98...0.99"]
    answers = find_package(installed, tmp_path, *accepted, *refused)
    assert answers[: len(accepted)] == [f"1 {version}"] * len(accepted)
    assert [answer[0] for answer in answers[len(accepted) :]] == ["0"] * len(refused)


def test_a_library_folder_of_the_distribution(build_folder, server, expected, version, tmp_path):
    libraries = "lib/x86_64-linux-gnu"
    prefix = tmp_path / "usr"
    make("install", BUILD=build_folder, PREFIX=prefix, LIBDIR=prefix / libraries)
    installed = Installed(prefix, libraries)
    program = compile_c(installed, copied("c", tmp_path / "program"), "--cflags", "--libs", "workosds")
    assert run(program, environment=installed.environment(**server.environment), folder=tmp_path) == expected
    assert find_package(installed, tmp_path, "") == [f"1 {version}"]


def test_an_installation_that_was_moved(installed, server, expected, version, tmp_path):
    prefix = shutil.copytree(installed.prefix, tmp_path / "moved here", symlinks=True)
    moved = Installed(prefix)
    copied("c", tmp_path)
    program = compile_c(moved, tmp_path, "--define-prefix", "--cflags", "--libs", "workosds")
    assert run(program, environment=moved.environment(**server.environment), folder=tmp_path) == expected
    assert find_package(moved, tmp_path, "") == [f"1 {version}"]


def test_a_stage_as_a_root_of_its_own(build_folder, server, expected, tmp_path):
    """As in package builds, the stage is the sysroot, and its files refer to /usr."""
    stage = tmp_path / "stage"
    make("install", BUILD=build_folder, PREFIX="/usr", DESTDIR=stage)
    staged = Installed(stage / "usr", sysroot=stage)
    program = compile_c(staged, copied("c", tmp_path / "program"), "--cflags", "--libs", "workosds")
    assert run(program, environment=staged.environment(**server.environment), folder=tmp_path) == expected
