"""Builds the wheel workosds-sandbox, which contains the server's program.

python build_wheel.py path/to/workosds-sandbox [--output folder]
"""

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "python"))

import build_wheel as library_wheel  # noqa: E402

# The libraries that every manylinux system has.
COMMON = re.compile(r"(libc|libm|libdl|libpthread|librt|libgcc_s|libstdc\+\+|libz|ld-linux-[a-z0-9-]+)\.so")


def platform(program: Path) -> str:
    """The platform tag: manylinux if the program needs only libraries that every such system has."""
    machine = re.search(r"Machine:\s+(.*)", library_wheel.readelf("-hW", program))
    if machine is None or machine[1] not in library_wheel.MACHINES:
        raise SystemExit(f"{program} is not a program for 64-bit Linux on x86 or ARM")
    name = library_wheel.MACHINES[machine[1]]
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", library_wheel.readelf("-dW", program))
    foreign = [one for one in needed if not COMMON.match(one)]
    if foreign:
        raise SystemExit(f"{program} needs the system's {', '.join(foreign)}")
    versions = re.findall(r"GLIBC_(\d+)\.(\d+)", library_wheel.readelf("-VW", program))
    major, minor = max((int(major), int(minor)) for major, minor in versions)
    return f"manylinux_{major}_{minor}_{name}"


def licenses(wheel: Path) -> dict[str, bytes]:
    """Those of what is linked into the program, as its Debian package has them, and the Apache License in full."""
    compiler = shutil.which("swiftc")
    if compiler is None:
        raise SystemExit("swiftc is not found: the license of Swift's runtime comes with it")
    apache = Path(compiler).resolve().parents[1] / "share" / "swift" / "LICENSE.txt"
    text = (HERE.parents[1] / "packaging" / "debian" / "copyright.programs").read_text(encoding="utf-8")
    debian = re.compile(
        r"On Debian systems the Apache License, version 2.0, is in\n /usr/share/common-licenses/Apache-2.0"
    )
    text = debian.sub("The Apache License, version 2.0, is in Apache-2.0.txt beside this file", text)
    info = "-".join(wheel.name.split("-")[:2]) + ".dist-info"
    return {
        f"{info}/licenses/bundled/copyright.txt": text.lstrip().encode(),
        f"{info}/licenses/bundled/Apache-2.0.txt": apache.read_bytes(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds the wheel workosds-sandbox.")
    parser.add_argument("program", type=Path, help="workosds-sandbox")
    parser.add_argument("--output", type=Path, default=Path("build"), help="the output folder (build)")
    arguments = parser.parse_args()
    platform_tag = platform(arguments.program)
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = library_wheel.pure_wheel(Path(folder), HERE)
        files = {"workosds_sandbox/bin/workosds-sandbox": arguments.program.read_bytes(), **licenses(wheel)}
        print(library_wheel.with_files(wheel, files, platform_tag, arguments.output))


if __name__ == "__main__":
    main()
