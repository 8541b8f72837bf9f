"""Builds a wheel with the library inside: python build_wheel.py path/to/libworkosds.so [--output folder]

Its tag is that of the machine and not manylinux: the library needs the system's libcurl and jansson.
"""

import argparse
import base64
import csv
import hashlib
import io
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
SONAME = "libworkosds.so.0"
MACHINES = {62: "x86_64", 183: "aarch64"}


def platform(library: bytes) -> str:
    """By the ELF header."""
    (machine,) = struct.unpack_from("<H", library, 18)
    if library[:5] != b"\x7fELF\x02" or machine not in MACHINES:
        raise SystemExit("this is no library for 64-bit Linux")
    return f"linux_{MACHINES[machine]}"


def pure_wheel(folder: Path) -> Path:
    """Built from a copy: setuptools leaves things beside the sources. One that makes wheels itself, 70.1 and newer, is
    taken as it is installed, so that nothing is downloaded."""
    shutil.copytree(HERE, folder / "copy", ignore=shutil.ignore_patterns("tests", "*.egg-info", "build", "__pycache__"))
    shutil.copy(HERE.parents[1] / "LICENSE", folder / "copy")
    options = ["--quiet", "--no-deps", "--wheel-dir", str(folder)]
    if find_spec("setuptools") and find_spec("setuptools.command.bdist_wheel"):
        options.append("--no-build-isolation")
    command = [sys.executable, "-m", "pip", "wheel", *options, str(folder / "copy")]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def with_library(wheel: Path, library: bytes, output: Path) -> Path:
    tag = f"py3-none-{platform(library)}"
    with zipfile.ZipFile(wheel) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    (info,) = {name.partition("/")[0] for name in contents if ".dist-info/" in name}
    description = contents[f"{info}/WHEEL"].decode()
    description = description.replace("Tag: py3-none-any", f"Tag: {tag}").replace("Purelib: true", "Purelib: false")
    contents |= {f"workosds/{SONAME}": library, f"{info}/WHEEL": description.encode()}
    contents[f"{info}/RECORD"] = record(contents, f"{info}/RECORD")
    result = output / f"{info.removesuffix('.dist-info')}-{tag}.whl"
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return result


def record(contents: dict[str, bytes], own_name: str) -> bytes:
    """The list of files with their sums."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for name, content in contents.items():
        if name != own_name:
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.writerow([name, f"sha256={digest}", len(content)])
    rows.writerow([own_name, "", ""])
    return text.getvalue().encode()


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds a wheel with the library inside.")
    parser.add_argument("library", type=Path, help="libworkosds.so")
    parser.add_argument("--output", type=Path, default=Path("build"), help="the folder for it (build)")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = pure_wheel(Path(folder))
        print(with_library(wheel, arguments.library.read_bytes(), arguments.output))


if __name__ == "__main__":
    main()
