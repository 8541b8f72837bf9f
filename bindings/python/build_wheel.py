"""Builds a wheel that contains the library: python build_wheel.py path/to/libworkosds.so [--output folder]

A library of `make release`, which contains libcurl, OpenSSL, jansson and zlib, gets a tag that PyPI accepts, manylinux
or musllinux; the licenses folder beside it is included. With --system-libraries the library uses the system's, and
the wheel's tag is that of the machine.
"""

import argparse
import base64
import csv
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
SONAME = "libworkosds.so.0"
MACHINES = {"Advanced Micro Devices X86-64": "x86_64", "AArch64": "aarch64"}
GLIBC = (2, 28)  # the oldest version that the released libraries support
MUSL = (1, 2)


def readelf(option: str, library: Path) -> str:
    return subprocess.run(["readelf", option, str(library)], capture_output=True, text=True, check=True).stdout


def platform(library: Path, uses_system: bool) -> str:
    """The platform tag, depending on the libraries that the library needs."""
    machine = re.search(r"Machine:\s+(.*)", readelf("-hW", library))
    if machine is None or machine[1] not in MACHINES:
        raise SystemExit(f"{library} is not a library for 64-bit Linux on x86 or ARM")
    name = MACHINES[machine[1]]
    if uses_system:
        return f"linux_{name}"
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", readelf("-dW", library)))
    foreign = {one for one in needed if not re.match(r"(libc|libm|libdl|libpthread|librt|ld-linux-aarch64)\.so", one)}
    if foreign:
        raise SystemExit(
            f"{library} needs the system's {', '.join(sorted(foreign))}. Use a library of `make release`, or "
            "--system-libraries for a wheel that works only on systems with these."
        )
    if "libc.so" in needed:
        return f"musllinux_{MUSL[0]}_{MUSL[1]}_{name}"
    versions = re.findall(r"GLIBC_(\d+)\.(\d+)", readelf("-VW", library))
    newest = max((int(major), int(minor)) for major, minor in versions)
    if newest > GLIBC:
        raise SystemExit(f"{library} needs glibc {newest[0]}.{newest[1]}, newer than {GLIBC[0]}.{GLIBC[1]}")
    return f"manylinux_{GLIBC[0]}_{GLIBC[1]}_{name}"


def pure_wheel(folder: Path, source: Path = HERE) -> Path:
    """Builds in a copy, because setuptools leaves files beside the sources. An installed setuptools that can build
    wheels (70.1 or newer) is used as it is, so that nothing is downloaded."""
    ignored = shutil.ignore_patterns("tests", "*.egg-info", "build", "__pycache__")
    shutil.copytree(source, folder / "copy", ignore=ignored)
    shutil.copy(HERE.parents[1] / "LICENSE", folder / "copy")
    options = ["--quiet", "--no-deps", "--wheel-dir", str(folder)]
    if find_spec("setuptools") and find_spec("setuptools.command.bdist_wheel"):
        options.append("--no-build-isolation")
    command = [sys.executable, "-m", "pip", "wheel", *options, str(folder / "copy")]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def with_library(wheel: Path, library: Path, platform_tag: str, output: Path) -> Path:
    files = {f"workosds/{SONAME}": library.read_bytes()}
    if not platform_tag.startswith("linux_"):
        files |= licenses(library.parent / "licenses", wheel)
    return with_files(wheel, files, platform_tag, output)


def with_files(wheel: Path, files: dict[str, bytes], platform_tag: str, output: Path) -> Path:
    """Adds files to the wheel and sets its tag. Files in a folder named bin are made executable."""
    tag = f"py3-none-{platform_tag}"
    with zipfile.ZipFile(wheel) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    (info,) = {name.partition("/")[0] for name in contents if ".dist-info/" in name}
    description = contents[f"{info}/WHEEL"].decode()
    description = description.replace("Tag: py3-none-any", f"Tag: {tag}").replace("Purelib: true", "Purelib: false")
    contents |= {**files, f"{info}/WHEEL": description.encode()}
    contents[f"{info}/RECORD"] = record(contents, f"{info}/RECORD")
    result = output / f"{info.removesuffix('.dist-info')}-{tag}.whl"
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100755 if "/bin/" in name else 0o100644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return result


def licenses(folder: Path, wheel: Path) -> dict[str, bytes]:
    """The licenses of the libraries inside, and their versions."""
    info = "-".join(wheel.name.split("-")[:2]) + ".dist-info"
    return {f"{info}/licenses/bundled/{file.name}": file.read_bytes() for file in sorted(folder.iterdir())}


def record(contents: dict[str, bytes], own_name: str) -> bytes:
    """The wheel's RECORD: its files with their hashes."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for name, content in contents.items():
        if name != own_name:
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.writerow([name, f"sha256={digest}", len(content)])
    rows.writerow([own_name, "", ""])
    return text.getvalue().encode()


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds a wheel that contains the library.")
    parser.add_argument("library", type=Path, help="libworkosds.so")
    parser.add_argument("--system-libraries", action="store_true", help="the library uses the system's libcurl")
    parser.add_argument("--output", type=Path, default=Path("build"), help="the output folder (build)")
    arguments = parser.parse_args()
    platform_tag = platform(arguments.library, arguments.system_libraries)
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = pure_wheel(Path(folder))
        print(with_library(wheel, arguments.library, platform_tag, arguments.output))


if __name__ == "__main__":
    main()
