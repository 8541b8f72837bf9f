"""Debian's own PostgreSQL server in a temporary folder, on a socket, and a mirror's schema in it."""

import contextlib
import itertools
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time

import psycopg

ROLE = "tester"
SERVICE_USER = "postgres"


class Server:
    """Without fsync: a test kills processes, and not the machine. It refuses to run as root. WORKOSDS_POSTGRESQL is the
    folder with the programs of another version."""

    OPTIONS = (
        *("-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=50"),
        *("-c", "wal_level=logical"),
    )

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="workosds-pg-", dir="/tmp"))
        self.numbers = itertools.count(1)
        if os.getuid() == 0:
            owner = pwd.getpwnam(SERVICE_USER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.folder.chmod(0o755)
        options = ["--auth=trust", "--username", ROLE, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.run("initdb", "-D", str(self.folder / "data"), *options)
        hba = self.folder / "data" / "pg_hba.conf"
        hba.write_text("local all guarded scram-sha-256\n" + hba.read_text())
        self.start()
        self.control("CREATE DATABASE people")
        self.control("CREATE ROLE guarded LOGIN PASSWORD 'secret'")

    @staticmethod
    def program(name):
        folder = os.environ.get("WORKOSDS_POSTGRESQL")
        if folder and (pathlib.Path(folder) / name).exists():
            return f"{folder}/{name}"
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        return str(found[-1]) if found else name

    def command(self, name, *arguments):
        as_user = ["runuser", "-u", SERVICE_USER, "--"] if os.getuid() == 0 else []
        return [*as_user, self.program(name), *arguments]

    def run(self, name, *arguments):
        done = subprocess.run(self.command(name, *arguments), capture_output=True, text=True, cwd="/", timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self):
        with (self.folder / "log").open("a") as log:
            options = ["-o", " ".join(["-k", str(self.folder), *(option or "''" for option in self.OPTIONS)])]
            command = self.command("pg_ctl", "-D", str(self.folder / "data"), "-w", *options, "start")
            subprocess.run(command, stdout=log, stderr=log, cwd="/", timeout=60, check=True)

    def stop(self, mode="immediate"):
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")

    def kill(self):
        lines = []
        # The server rewrites it in place.
        while len(lines) < 7:
            lines = (self.folder / "data" / "postmaster.pid").read_text().splitlines()
        number, segment = int(lines[0]), int(lines[6].split()[1])
        os.kill(number, signal.SIGKILL)
        # Its processes end when they notice; the next server does not start before.
        until = time.monotonic() + 30
        while pathlib.Path(f"/proc/{number}").exists() or is_attached(segment):
            assert time.monotonic() < until
            time.sleep(0.02)

    def close(self):
        with contextlib.suppress(AssertionError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def control(self, sql):
        with psycopg.connect(host=str(self.folder), user=ROLE, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql)

    def database(self, role=ROLE):
        """The address of a mirror that does not exist yet."""
        return Address(f"postgresql://{role}@/people?host={self.folder}&schema=mirror_{next(self.numbers)}")


class Standby(Server):
    """A read-only copy of a server, which follows it."""

    def __init__(self, primary):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="workosds-pg-", dir="/tmp"))
        if os.getuid() == 0:
            owner = pwd.getpwnam(SERVICE_USER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.folder.chmod(0o755)
        source = ["-h", str(primary.folder), "-U", ROLE, "--checkpoint=fast", "--no-sync"]
        self.run("pg_basebackup", "-D", str(self.folder / "data"), "-R", *source)
        self.start()

    def address(self, given):
        return given.at(f"host={self.folder}")


def is_attached(segment):
    """Whether a process uses this segment of shared memory."""
    lines = pathlib.Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    return any(int(line.split()[1]) == segment and int(line.split()[6]) > 0 for line in lines)


class Address(str):
    @property
    def schema(self):
        return self.rpartition("schema=")[2]

    def at(self, place):
        """The same mirror by way of another host or port."""
        return Address(re.sub(r"host=[^&]*", place, self))

    def with_setting(self, name, value):
        """The same mirror in sessions with a setting of the server."""
        return Address(self.replace("&schema", f"&options=-c%20{name}%3D{value}&schema"))

    @property
    def without_schema(self):
        return re.sub(r"&?schema=[^&]*", "", self)


class Row:
    """Like sqlite3.Row: by name and by number."""

    def __init__(self, names, values):
        self.names, self.values = names, values

    def keys(self):
        return self.names

    def __getitem__(self, key):
        return self.values[key if isinstance(key, int) else self.names.index(key)]

    def __iter__(self):
        return iter(self.values)

    def __len__(self):
        return len(self.values)


def rows(cursor):
    names = [column.name for column in cursor.description or ()]
    return lambda values: Row(names, [int(v) if isinstance(v, bool) else v for v in values])


class TextOfJSON(psycopg.adapt.Loader):
    def load(self, data):
        return bytes(data).decode()


class Connection:
    """As much of sqlite3's as the tests use."""

    def __init__(self, address):
        self.own = psycopg.connect(address.without_schema, row_factory=rows, autocommit=True)
        self.own.adapters.register_loader("jsonb", TextOfJSON)
        self.own.execute(f"SET search_path TO {address.schema}")

    def execute(self, sql, arguments=()):
        cursor = self.own.execute(re.sub(r"\?\d*", "%s", sql) if arguments else sql, list(arguments) or None)
        return cursor if cursor.description else iter(())

    def __enter__(self):
        self.own.execute("BEGIN")
        return self

    def __exit__(self, kind, *_):
        self.own.execute("ROLLBACK" if kind else "COMMIT")

    def close(self):
        self.own.close()
