"""Runs the programs in programs/, for tests that concern a whole process."""

import json
import os
import pathlib
import subprocess
import sys

import abi

FOLDER = pathlib.Path(__file__).resolve().parent.parent


def run(program, *arguments, patience=60, **environment):
    """The JSON in the last line of the program's output. It must exit with status 0 and print no error."""
    done = start(program, *arguments, **environment)
    try:
        out, complaints = done.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        done.kill()
        out, complaints = done.communicate()
        raise AssertionError(f"{program} hangs: {out} {complaints}") from None
    assert done.returncode == 0, f"{program} ended with {done.returncode}: {out} {complaints}"
    assert complaints == "", complaints
    return json.loads(out.splitlines()[-1]) if out.strip() else None


def compile_program(folder, *sources):
    """A C program linked with the library."""
    target = folder / sources[0]
    library = pathlib.Path(abi.PATH).resolve().parent
    files = [str(FOLDER / "programs" / f"{source}.c") for source in sources]
    options = ["-std=c99", "-O1", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", f"-I{FOLDER.parents[1] / 'include'}"]
    # The library of a sanitizer needs its runtime, which is preloaded.
    linking = [f"-Wl,-rpath,{library}", "-Wl,--allow-shlib-undefined", "-pthread"]
    libraries = [f"-L{library}", "-lworkosds", *linking]
    subprocess.run(["gcc", *options, *files, *libraries, "-o", str(target)], check=True)
    return str(target)


def run_c(program, *arguments, patience=300):
    """The JSON that it prints. It must exit with status 0 and print no error."""
    variables = os.environ | {"SWIFT_BACKTRACE": "enable=no"}
    command = [program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=patience, env=variables)
    assert done.returncode == 0, f"{command} ended with {done.returncode}: {done.stdout} {done.stderr}"
    assert done.stderr == ""
    return json.loads(done.stdout)


def start(program, *arguments, **environment):
    preloaded = [os.environ.get("LD_PRELOAD"), environment.pop("LD_PRELOAD", None)]
    variables = {
        **os.environ,
        "LD_PRELOAD": ":".join(filter(None, preloaded)),
        "PYTHONPATH": os.pathsep.join([str(FOLDER), str(FOLDER.parent / "Support")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SWIFT_BACKTRACE": "enable=no",
        "WORKOSDS_LIBRARY": abi.PATH,
    }
    command = [sys.executable, str(FOLDER / "programs" / f"{program}.py"), *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=variables | environment)


def compile_library(source, folder, *libraries):
    """Compiles C into a library that a program preloads."""
    target = folder / f"{source}.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(target)]
    subprocess.run([*command, str(FOLDER / "programs" / f"{source}.c"), *libraries], check=True)
    return str(target)
