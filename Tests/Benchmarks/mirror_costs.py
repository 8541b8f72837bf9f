"""The cost of a large mirror: CPU by number of directories, memory, disk, an idle hour, and the time to stop.

    python mirror_costs.py [--users 300000] [--only cpu]

The command is build/workosds or $WORKOSDS_COMMAND.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Support"))

from generated_service import GeneratedService  # noqa: E402

COMMAND = os.environ.get("WORKOSDS_COMMAND", str(ROOT / "build" / "workosds"))
MB = 1e6
TICKS = os.sysconf("SC_CLK_TCK")


class Cost:
    """The cost of one process: CPU in seconds, and the peaks of memory and of the WAL in MB."""

    def __init__(self, process: subprocess.Popen[str], database: pathlib.Path) -> None:
        self.process = process
        self.wal = pathlib.Path(f"{database}-wal")
        self.cpu = self.memory = self.log = self.written = 0.0

    def look(self) -> None:
        with contextlib.suppress(OSError, IndexError, ValueError):
            folder = pathlib.Path(f"/proc/{self.process.pid}")
            values = (folder / "stat").read_text().rpartition(")")[2].split()
            self.cpu = (int(values[11]) + int(values[12])) / TICKS
            status = (folder / "status").read_text()
            self.memory = max(self.memory, int(status.split("VmHWM:")[1].split()[0]) * 1024 / MB)
            self.written = int((folder / "io").read_text().split("wchar:")[1].split()[0]) / MB
        with contextlib.suppress(OSError):
            self.log = max(self.log, self.wal.stat().st_size / MB)

    def wait(self, seconds: float = 3600) -> None:
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            self.look()
            time.sleep(0.02)


def start(service: GeneratedService, database: pathlib.Path, *options: str) -> Cost:
    environment = dict(os.environ) | {"WORKOS_BASE_URL": service.url, "WORKOS_API_KEY": service.api_key}
    command = [COMMAND, "mirror", "--database", str(database), "--unpaced", "--memberships", "groups", *options]
    return Cost(subprocess.Popen(command, stdout=subprocess.DEVNULL, text=True, env=environment), database)


def run(service: GeneratedService, database: pathlib.Path, *options: str) -> Cost:
    cost = start(service, database, *options)
    cost.wait()
    if cost.process.returncode != 0:
        raise SystemExit(f"the mirror ended with {cost.process.returncode}")
    return cost


@contextlib.contextmanager
def serving(directories: int, users: int, groups: int = 1) -> Iterator[GeneratedService]:
    service = GeneratedService(directories, users, groups)
    try:
        yield service
    finally:
        service.close()


def per_user(users: int, folder: pathlib.Path) -> None:
    print("CPU per user in microseconds, first run and listing again")
    first: list[float] = []
    # The same users, groups and memberships in one directory and in many, then one group instead of a thousand.
    for directories, groups in ((1, 1000), (100, 10), (1000, 1), (1, 1)):
        database = folder / f"cpu-{directories}-{groups}.db"
        with serving(directories, users // directories, groups) as service:
            costs = [run(service, database), run(service, database, "--reconcile")]
        micro = [cost.cpu * 1e6 / users for cost in costs]
        first = first or micro
        ratios = "  ".join(f"{value:6.1f} ({value / one:4.2f} x)" for value, one in zip(micro, first, strict=True))
        print(f"  {directories:5} directories of {users // directories:6} users, {groups:4} groups each   {ratios}")


def idle(folder: pathlib.Path, seconds: float = 60) -> None:
    for directories in (1, 1000):
        database = folder / f"idle-{directories}.db"
        with serving(directories, 20) as service:
            run(service, database)
            cost = start(service, database, "--watch", "--poll", "5")
            cost.wait(5)
            before = cost.cpu
            cost.wait(seconds)
            cost.look()
            spent = cost.cpu - before
            print(f"  idle, {directories:4} directories, {seconds:.0f} s, polling every 5 s: {spent:.2f} s of CPU")
            cost.process.terminate()
            cost.process.wait(timeout=60)


def large(users: int, folder: pathlib.Path) -> None:
    database = folder / "large.db"
    with serving(1, users) as service:
        print(f"{users} users of one directory")
        costs = {"first run": run(service, database)}
        service.directories = 0
        run(service, folder / "new.db")
        service.directories = 1
        costs["new after the first run"] = run(service, folder / "new.db", "--reconcile")
        costs["listing again, nothing new"] = run(service, database, "--reconcile")
        for number in range(0, users, 100):
            service.renamed[number] = "Renamed"
        costs["listing again, 1 % new"] = run(service, database, "--reconcile")
        for name, cost in costs.items():
            print(
                f"  {name:28} {cost.cpu:7.1f} s CPU  {cost.memory:6.0f} MB memory  {cost.log:6.1f} MB WAL  "
                f"{cost.written:8.1f} MB written"
            )
        for _ in range(8):
            run(service, database, "--reconcile")
    size = database.stat().st_size / MB
    with sqlite3.connect(database) as db:
        db.execute("VACUUM INTO ?", [str(folder / "vacuumed.db")])
    vacuumed = (folder / "vacuumed.db").stat().st_size / MB
    print(f"  file after ten listings      {size:7.1f} MB, vacuumed {vacuumed:.1f} MB ({size / vacuumed:.2f} x)")


def stopping(users: int, folder: pathlib.Path) -> None:
    database = folder / "stopping.db"
    moments = random.Random(1)
    waits = []
    with serving(1, users) as service:
        began = time.monotonic()
        run(service, database)
        whole = time.monotonic() - began
        for _ in range(10):
            cost = start(service, database, "--reconcile")
            cost.wait(moments.uniform(0, whole * 1.2))
            at = time.monotonic()
            cost.process.send_signal(signal.SIGTERM)
            cost.process.wait(timeout=300)
            waits.append(time.monotonic() - at)
    print(f"  SIGTERM at ten moments of a listing of {users}: {max(waits):.2f} s at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=300_000)
    parser.add_argument("--only", choices=["cpu", "idle", "large", "stopping"])
    arguments = parser.parse_args()
    parts = {
        "cpu": lambda folder: per_user(min(arguments.users, 200_000), folder),
        "idle": idle,
        "large": lambda folder: large(arguments.users, folder),
        "stopping": lambda folder: stopping(arguments.users, folder),
    }
    for name, part in parts.items():
        if arguments.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                part(pathlib.Path(folder))


if __name__ == "__main__":
    main()
