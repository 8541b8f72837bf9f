"""Random histories of the mirror against the sandbox. Prints a line of JSON for each finding, and figures at the end.

    python -m oracle --seeds 1-200 [--profile order] [--jobs 2]

Run it in Tests/Mirror. WORKOSDS_COMMAND and WORKOSDS_SANDBOX set other binaries than those in build/. The exit status
is 1 if there are findings. A seed determines a history, but how far a run gets before a signal depends on the
machine."""

from __future__ import annotations

import argparse
import concurrent.futures
import dataclasses
import json
import pathlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Support"))

from support.postgresql import Server  # noqa: E402

from oracle.copy import Database  # noqa: E402
from oracle.history import History  # noqa: E402
from oracle.trouble.profiles import PROFILES  # noqa: E402


def numbers(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def one(seed: int, database: Database | None, profile: str, rounds: int, folder: str, keep: bool) -> dict[str, Any]:
    name = random.Random(seed).choice(list(PROFILES)) if profile == "mixed" else profile
    began = time.monotonic()
    history = History(seed, PROFILES[name], rounds, pathlib.Path(folder), database)
    history.run()
    if not keep or not history.findings:
        shutil.rmtree(history.folder, ignore_errors=True)
    findings = [{"seed": seed, "profile": name} | dataclasses.asdict(finding) for finding in history.findings]
    seconds = time.monotonic() - began
    return {"profile": name, "findings": findings, "figures": history.figures, "seconds": seconds}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-20", help="1-200, or 3,7,9-12")
    parser.add_argument("--profile", default="mixed", choices=["mixed", *PROFILES])
    parser.add_argument("--rounds", type=int, default=5, help="disturbed runs in a history")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="the folder for the files")
    parser.add_argument("--keep", action="store_true", help="keep the files of histories with findings")
    parser.add_argument("--postgresql", action="store_true", help="mirror into a PostgreSQL server that this starts")
    arguments = parser.parse_args()
    server = Server() if arguments.postgresql else None
    try:
        return compare(arguments, server)
    finally:
        if server:
            server.close()


def compare(arguments: argparse.Namespace, server: Server | None) -> int:
    figures: dict[str, int] = {"histories": 0, "histories with findings": 0}
    kinds: dict[str, int] = {}
    profiles: dict[str, list[int]] = {}
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        settings = (arguments.profile, arguments.rounds, arguments.folder, arguments.keep)
        pending = [
            pool.submit(one, seed, server.database() if server else None, *settings)
            for seed in numbers(arguments.seeds)
        ]
        for future in concurrent.futures.as_completed(pending):
            result = future.result()
            figures["histories"] += 1
            figures["histories with findings"] += bool(result["findings"])
            count = profiles.setdefault(result["profile"], [0, 0])
            count[0] += 1
            count[1] += bool(result["findings"])
            for name, number in result["figures"].items():
                figures[name] = figures.get(name, 0) + number
            for finding in result["findings"]:
                kinds[finding["what"]] = kinds.get(finding["what"], 0) + 1
                print(json.dumps(finding), flush=True)
            if figures["histories"] % 25 == 0:
                print(f"{figures['histories']} histories", file=sys.stderr, flush=True)
    found = {name: f"{bad} of {all}" for name, (all, bad) in sorted(profiles.items())}
    print(json.dumps(figures | {"by profile": found, "findings": dict(sorted(kinds.items()))}, indent=1))
    return 1 if figures["histories with findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
