"""Compiles a single-file Swift program with bindings/swift, as built by `make swift-binding`."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ROOT / ".build-swift" / "debug"
LIBRARY = pathlib.Path(os.environ.get("WORKOSDS_LIBRARY", ROOT / "build" / "libworkosds.so")).resolve()


def compile_swift(source, program):
    objects = sorted(map(str, (BUILT / "WorkOSDirectorySync.build").glob("*.o")))
    assert objects, "`make swift-binding` builds the binding"
    modules = ["-I", str(BUILT / "Modules"), "-I", str(ROOT / "bindings" / "swift" / "Sources" / "CWorkOSDS")]
    linking = [f"-L{LIBRARY.parent}", "-Xlinker", "-rpath", "-Xlinker", str(LIBRARY.parent)]
    compiler = os.environ.get("SWIFT", "swift") + "c"
    command = [compiler, "-warnings-as-errors", str(source), *objects, *modules, *linking, "-o", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
