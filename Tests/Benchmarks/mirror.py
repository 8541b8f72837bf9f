"""The cost of a first mirror of a large directory, compared with its parts: the same listing in C, and SQLite's
inserts.

    python mirror.py [--users 100000]

The command is build/workosds or $WORKOSDS_COMMAND, the sandbox build/workosds-sandbox or $WORKOSDS_SANDBOX.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "Tests" / "Benchmarks" / "programs"
LIBRARY = pathlib.Path(os.environ.get("WORKOSDS_LIBRARY", ROOT / "build" / "libworkosds.so"))
SANDBOX = os.environ.get("WORKOSDS_SANDBOX", str(ROOT / "build" / "workosds-sandbox"))
COMMAND = os.environ.get("WORKOSDS_COMMAND", str(ROOT / "build" / "workosds"))
DIRECTORY = "directory_01KF0GENERATED000000000000"


def built(name: str, folder: pathlib.Path, *options: str) -> str:
    program = folder / name
    sources = [str(PROGRAMS / f"{name}.c"), str(PROGRAMS / "measurement.c")]
    subprocess.run(
        ["gcc", "-O2", f"-I{ROOT / 'include'}", *sources, *options, "-o", str(program)],
        check=True,
    )
    return str(program)


def built_listing(folder: pathlib.Path) -> str:
    return built("mirror_listing", folder, f"-L{LIBRARY.parent}", "-lworkosds", f"-Wl,-rpath,{LIBRARY.parent}")


def measured(*command: str) -> dict[str, float]:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def mirrored(database: pathlib.Path, *options: str) -> tuple[float, int]:
    """CPU seconds of the whole process, and its peak memory in KB."""
    command = [COMMAND, "mirror", "--database", str(database), "--unpaced", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{shlex.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def request(url: str, key: str, method: str = "GET") -> bytes:
    sent = urllib.request.Request(url, method=method, headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(sent) as answer:
        content: bytes = answer.read()
    return content


def leave_one_directory(url: str, key: str) -> None:
    for directory in json.loads(request(f"{url}/directories?limit=100", key))["data"]:
        if directory["id"] != DIRECTORY:
            request(f"{url}/_sandbox/directories/{directory['id']}", key, "DELETE")


@contextlib.contextmanager
def one_directory(users: int) -> Iterator[list[str]]:
    """A sandbox with one directory, for programs that read its address from the environment. Yields the arguments of
    mirror_listing."""
    options = ["--hold-back-ms", "0", "--exit-with-parent", "--users", str(users)]
    sandbox = subprocess.Popen([SANDBOX, *options], stdout=subprocess.PIPE, text=True)
    try:
        assert sandbox.stdout is not None
        line = json.loads(sandbox.stdout.readline())
        os.environ |= {"WORKOS_BASE_URL": line["url"], "WORKOS_API_KEY": line["api_key"]}
        leave_one_directory(line["url"], line["api_key"])
        yield ["--base-url", line["url"], "--directory", DIRECTORY]
    finally:
        sandbox.terminate()
        sandbox.wait()


def number_of_users(description: str | None) -> int:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=100_000)
    return int(parser.parse_args().users)


def compare(users: int, folder: pathlib.Path) -> None:
    listing = built_listing(folder)
    insert = built("bare_insert", folder, "-lsqlite3")
    with one_directory(users) as query:
        alone = measured(listing, *query, "--members", "0")["cpu"]
        whole = measured(listing, *query)["cpu"]
        cpu, peak = mirrored(folder / "people.db", "--memberships", "groups")
        quiet, _ = mirrored(folder / "people.db")
        read, _ = mirrored(folder / "records.db", "--memberships", "records")
    bare = measured(insert, "--from", str(folder / "people.db"), "--to", str(folder / "bare.db"))["cpu"]
    print(f"{users} users of one directory, CPU seconds, user and system")
    print(f"  C listing of the users                       {alone:7.2f}")
    print(f"  C listing of the users and of each group's   {whole:7.2f}")
    print(f"  SQLite's own time for the rows               {bare:7.2f}")
    print(f"  mirror, memberships by group                 {cpu:7.2f}   peak {peak / 1024:.0f} MB")
    print(f"  mirror, memberships from the users' records  {read:7.2f}")
    print(f"  mirror, a cycle without changes              {quiet:7.2f}")
    print(f"  by group / (2 x listing of both + SQLite)    {cpu / (2 * whole + bare):7.2f}   (limit 1)")
    print(f"  records / (2 x listing of users + SQLite)    {read / (2 * alone + bare):7.2f}   (limit 1)")


def main() -> None:
    users = number_of_users(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        compare(users, pathlib.Path(folder))


if __name__ == "__main__":
    main()
