"""The machine on which the figures were measured."""

import ctypes
import json
import os
import platform
import subprocess
from pathlib import Path

from runner.paths import LIBRARY


def machine() -> dict[str, object]:
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "load": round(os.getloadavg()[0], 2),
    }


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def versions() -> dict[str, object]:
    library = ctypes.CDLL(str(LIBRARY))
    library.workosds_build_info.restype = ctypes.c_void_p
    library.workosds_string_free.argtypes = [ctypes.c_void_p]
    text = library.workosds_build_info()
    built: dict[str, object] = json.loads(ctypes.string_at(text))
    library.workosds_string_free(text)
    return {
        "workosds": built.pop("version"),
        **built,
        "compiler of the C programs": first_line(os.environ.get("CC", "cc"), "--version"),
        "nginx": first_line("/usr/sbin/nginx", "-v"),
        "python": platform.python_version(),
        "ruby": first_line("ruby", "--version"),
    }


def first_line(*command: str) -> str:
    """A program's version; "" if it is missing."""
    try:
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.partition("\n")[0].strip()
