"""Builds the wheel workosds-sandbox, which contains the server's program.

python build_wheel.py path/to/workosds-sandbox [--output folder]
"""

import argparse
import re
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


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds the wheel workosds-sandbox.")
    parser.add_argument("program", type=Path, help="workosds-sandbox")
    parser.add_argument("--output", type=Path, default=Path("build"), help="the output folder (build)")
    arguments = parser.parse_args()
    platform_tag = platform(arguments.program)
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = library_wheel.pure_wheel(Path(folder), HERE)
        files = {"workosds_sandbox/bin/workosds-sandbox": arguments.program.read_bytes()}
        print(library_wheel.with_files(wheel, files, platform_tag, arguments.output))


if __name__ == "__main__":
    main()
