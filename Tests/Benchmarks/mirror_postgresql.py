"""The cost of a first mirror of a large directory in PostgreSQL, compared with its parts: the same listing in C, and
COPY of the same rows.

    python mirror_postgresql.py [--users 100000]

Counts the CPU time of the command and of all processes of the server. The command is build/workosds or
$WORKOSDS_COMMAND, the sandbox build/workosds-sandbox or $WORKOSDS_SANDBOX.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import psycopg
from psycopg import sql

import mirror

sys.path.insert(0, str(mirror.ROOT / "Tests" / "Mirror"))

from support.postgresql import Server

TABLES = ("directories", "groups", "users", "memberships")


def processor_time(process: int) -> float:
    """Of the process and its children. Waits until those that serve clients have ended."""
    children = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            rest = stat.read_text().rpartition(")")[2].split()
            title = (stat.parent / "cmdline").read_bytes()
            if int(rest[1]) == process:
                children.append((sum(map(int, rest[11:13])), b"tester" in title or not title))
    if any(serves for _, serves in children):
        time.sleep(0.05)
        return processor_time(process)
    own = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (sum(map(int, own[11:15])) + sum(ticks for ticks, _ in children)) / os.sysconf("SC_CLK_TCK")


def measured(server: Server, body: Callable[[], None]) -> tuple[float, float]:
    """CPU seconds of the children of this process, and of the server."""
    process = int((server.folder / "data" / "postmaster.pid").read_text().split("\n")[0])
    before, used = processor_time(process), resource.getrusage(resource.RUSAGE_CHILDREN)
    body()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return own, processor_time(process) - before


def mirrored(address: str, *options: str) -> None:
    command = [mirror.COMMAND, "mirror", "--database", address, "--unpaced", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Rows:
    """The rows of a mirror, and a schema with the same tables to copy them into."""

    def __init__(self, address: str, folder: pathlib.Path) -> None:
        self.folder = folder
        self.address = address.partition("&schema=")[0]
        self.source = address.rpartition("schema=")[2]

    def tool(self, *commands: str) -> None:
        options = [part for command in commands for part in ("-c", command)]
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", self.address, *options], check=True)

    def read(self) -> None:
        self.tool(*(f"\\copy {self.source}.{table} TO '{self.folder}/{table}'" for table in TABLES))
        with psycopg.connect(self.address, autocommit=True) as connection:
            found = connection.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = %s", [self.source])
            tables = tuple(f" ON {self.source}.{table} " for table in TABLES)
            self.indices = [text for (text,) in found if any(table in text for table in tables)]
            connection.execute("CREATE SCHEMA copied")
            for table in TABLES:
                connection.execute(
                    sql.SQL("CREATE TABLE copied.{} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)").format(
                        sql.Identifier(table), sql.Identifier(self.source, table)
                    )
                )

    def copy(self) -> None:
        """Creates the indexes afterwards, which is faster."""
        copies = (f"\\copy copied.{table} FROM '{self.folder}/{table}'" for table in TABLES)
        self.tool("BEGIN", *copies, *(text.replace(f" {self.source}.", " copied.") for text in self.indices), "COMMIT")


def compare(users: int, folder: pathlib.Path, server: Server) -> None:
    listing = mirror.built_listing(folder)
    with mirror.one_directory(users) as query:
        alone = mirror.measured(listing, *query)["cpu"]
        address = server.database()
        own, other = measured(server, lambda: mirrored(address, "--memberships", "groups"))
        quiet = measured(server, lambda: mirrored(address))
    rows = Rows(address, folder)
    rows.read()
    copy = measured(server, rows.copy)
    limit = alone + sum(copy)
    print(f"{users} users of one directory, CPU seconds, user and system")
    print(f"  C listing of the users and of each group's   {alone:7.2f}")
    print(f"  COPY of the same rows: psql and the server   {copy[0]:7.2f} + {copy[1]:.2f}")
    print(f"  first run: the command and the server        {own:7.2f} + {other:.2f}")
    print(f"  a cycle without changes                      {quiet[0]:7.2f} + {quiet[1]:.2f}")
    print(f"  first run / (listing + COPY)                 {(own + other) / limit:7.2f}   (limit 1.5)")


def main() -> None:
    users = mirror.number_of_users(__doc__)
    server = Server()
    try:
        with tempfile.TemporaryDirectory() as folder:
            compare(users, pathlib.Path(folder), server)
    finally:
        server.close()


if __name__ == "__main__":
    main()
