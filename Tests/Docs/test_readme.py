"""README's blocks, pasted one after another into one shell, as a newcomer does."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from blocks import FENCE, ROOT
from ports import reserved_port
from world import LIBRARY

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAXIMUM_LINES = 120
# The targets of `make` are built already.
PROLOGUE = """set -eu
make() { :; }
trap 'kill $(jobs -p)' EXIT
"""
WAIT_FOR_SANDBOX = """
for attempt in $(seq 100); do curl --silent --fail --output /dev/null "$WORKOS_BASE_URL/health" && break; sleep 0.1;
done
"""


def paste(folder: Path, port: int) -> str:
    """Saves each program under the name in the line above it, and the blocks in sh as one script."""
    script = PROLOGUE
    for match in FENCE.finditer(README):
        mark = match["mark"] or ""
        if mark.startswith("not run: "):
            continue
        if match["language"] == "sh":
            script += match["text"].replace("\ncc ", f"{WAIT_FOR_SANDBOX}\ncc ", 1)
            continue
        above = README[: match.start()].rstrip().rsplit("\n", 1)[-1]
        name = re.search(r"`(\w+\.\w+)`:$", above)
        assert name, f"the line above a program must end with its name: {above}"
        (folder / name[1]).write_text(match["text"], encoding="utf-8")
    return script.replace("4100", str(port))


def test_blocks_run_one_after_another(tmp_path: Path) -> None:
    for name in ("include", "bindings"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "build").symlink_to(Path(LIBRARY).parent)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WORKOS")}
    with reserved_port() as port:
        done = subprocess.run(
            ["bash", "-c", paste(tmp_path, port)],
            cwd=tmp_path,
            env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert "directory_01KGPTRTG028EDZMQ47J3Z4XAA sftp workday" in lines  # directories.c
    of_one_directory = [line for line in lines if line.startswith("Nakatomi SFTP: ")]
    assert len(of_one_directory) == 13 + 3 + 3  # users.cpp lists all, users.py and users.rb three of each directory
    assert "email,state" in lines
    assert "(null)" not in done.stdout
    assert int(lines[-1]) > 250  # the mirror's users


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= MAXIMUM_LINES
