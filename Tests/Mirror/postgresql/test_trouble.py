"""Servers that cannot be used, for some time or at all: a sentence each, and nothing is lost."""

import ctypes
import json
import os
import pathlib
import pwd
import socket
import subprocess

import psycopg
import pytest
from support.content import assert_equal, held, last_change, opened
from support.mirror import Mirror, next_line
from support.postgresql import SERVICE_USER, Standby
from support.workers import add_user, following, holder, refused, wait_for

pytestmark = pytest.mark.postgresql


def test_a_wrong_password(server, unchanged, monkeypatch):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    mirror = Mirror(server.database("guarded"), unchanged)
    refused(mirror.run(), "password", "PGPASSWORD")
    monkeypatch.setenv("PGPASSWORD", "wrong")
    refused(mirror.run(), "password authentication failed", "PGPASSWORD")
    monkeypatch.setenv("PGPASSWORD", "secret")
    refused(mirror.run(), "permission denied", "CREATE")
    server.control("GRANT CREATE ON DATABASE people TO guarded")
    mirror.update()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://a:b@h/d",
        "postgresql://a@h/d?password=b",
        "postgresql://a@h/d?%70assword=b",
        "postgresql://a@h/d?sslpassword=b",
        "postgresql://h/d?schema=",
        "postgresql://h/d?schema=a%00b",
    ],
)
def test_an_address_that_is_refused(unchanged, address):
    refused(Mirror(address, unchanged).run(), "--database", code=64)


def test_no_server(unchanged, tmp_path):
    refused(Mirror(f"postgresql://a@/d?host={tmp_path}", unchanged).run(), "postgresql://a@/d", "failed")


def test_a_schema_without_a_mirror(reader, server):
    code, error = reader.status()
    assert code == 74 and "has no mirror" in error
    with psycopg.connect(reader.path.without_schema, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {reader.path.schema}")
        db.execute(f"CREATE TABLE {reader.path.schema}.users (id int)")
    refused(reader.run(), "another program", "users")


def test_a_newer_version(reader):
    reader.update()
    with opened(reader.path) as db:
        db.execute("UPDATE mirror_lease SET version = version + 1")
    refused(reader.run(), "newer version")
    code, error = reader.status()
    assert code == 74 and "newer version" in error


def test_a_standby(mirror, server):
    """It can be read."""
    mirror.update()
    standby = Standby(server)
    try:
        copied = Mirror(standby.address(mirror.path), mirror.sandbox)
        refused(copied.run(), "read-only", "primary")
        with following(copied, "--after", last_change(mirror.path)) as lines:
            user = add_user(mirror.sandbox)
            mirror.update()
            assert json.loads(lines.readline())["user_id"] == user
        copied.assert_healthy()
        assert_equal(copied.path, mirror.sandbox)
    finally:
        standby.close()


@pytest.mark.skipif(os.getuid() != 0, reason="mounts a small file system")
def test_a_full_disk(server, sandbox):
    disk = server.folder / "small"
    disk.mkdir()
    options = f"size=24m,mode=700,uid={pwd.getpwnam(SERVICE_USER).pw_uid}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", disk], check=True)
    try:
        # It would remove a cache file of the database, which each connection must then write before it can be refused.
        server.control("ALTER SYSTEM SET autovacuum = off")
        server.control("SELECT pg_reload_conf()")
        server.control(f"CREATE TABLESPACE small LOCATION '{disk}'")
        server.control("CREATE DATABASE small TABLESPACE small")
        address = server.database()
        mirror = Mirror(type(address)(address.replace("/people?", "/small?")), sandbox)
        mirror.update()
        before = held(mirror.path)
        subprocess.run(["dd", "if=/dev/zero", f"of={disk}/filler", "bs=64k"], capture_output=True)
        for number in range(300):
            sandbox.post("users", {"directory_id": directory_of(sandbox), "job_title": f"{number}" * 500})
        refused(mirror.run(), "disk", "full", "Committed data is kept")
        assert held(mirror.path)["directories"] == before["directories"]
        process = mirror.start("--watch", "--poll", 0.2)
        try:
            assert "full" in process.stdout.readline()
            (disk / "filler").unlink()
            # The first cycle that succeeds applies all events.
            next_line(process, result="done")
        finally:
            process.kill()
            process.communicate()
        assert_equal(mirror.path, sandbox)
    finally:
        server.control("DROP DATABASE IF EXISTS small")
        server.control("DROP TABLESPACE IF EXISTS small")
        server.control("ALTER SYSTEM RESET autovacuum")
        server.control("SELECT pg_reload_conf()")
        subprocess.run(["umount", disk], check=True)


def directory_of(sandbox):
    return sandbox.list("/directories", search="Okta")[0]["id"]


def test_a_reader_without_rights(mirror, server):
    mirror.update()
    server.control("DO $$ BEGIN CREATE ROLE nobody LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    stranger = Mirror(type(mirror.path)(mirror.path.replace("tester@", "nobody@")), mirror.sandbox)
    code, error = stranger.status()
    assert code == 74 and "permission denied" in error and "Grant" in error, error


def test_a_time_limit_for_statements(mirror):
    """Of the role, the database or the address."""
    mirror.update()
    with opened(mirror.path) as db:
        db.own.execute(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NEW; END'"
        )
        db.own.execute("CREATE TRIGGER slow BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION slow()")
    user = add_user(mirror.sandbox)
    Mirror(mirror.path.with_setting("statement_timeout", 1000), mirror.sandbox).update()
    assert user in held(mirror.path)["users"]


def test_a_backup_delays_nothing(mirror):
    """It reads all tables until it ends."""
    mirror.sandbox.fault("/directories*", count=1, status=403)
    assert mirror.run("--max-retries", 0).code != 0
    with psycopg.connect(mirror.path.without_schema) as backup:
        found = backup.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [mirror.path.schema])
        tables = [f"{mirror.path.schema}.{name}" for (name,) in found]
        backup.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS SHARE MODE")
        for options in ([], ["--reconcile"]):
            mirror.update(*options)
            assert_equal(mirror.path, mirror.sandbox)
            mirror.assert_healthy()
            add_user(mirror.sandbox)
    mirror.update("--reconcile")
    assert_equal(mirror.path, mirror.sandbox)


def socket_of(process, port):
    """A connected socket of another process."""
    remote = f"0100007F:{port:04X}"
    lines = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {f"socket:[{line[9]}]" for line in lines if line[2] == remote}
    folder = pathlib.Path(f"/proc/{process.pid}/fd")
    number = next(int(entry.name) for entry in folder.iterdir() if os.readlink(entry) in inodes)
    pidfd_getfd = 438
    owner = os.pidfd_open(process.pid)
    try:
        return socket.socket(fileno=ctypes.CDLL(None, use_errno=True).syscall(pidfd_getfd, owner, number, 0))
    finally:
        os.close(owner)


def test_a_server_whose_host_dies_is_noticed(mirror, relay, watch):
    """By the kernel, in half a minute."""
    mirror.update()
    between = relay(over_tcp=True)
    process = watch(of=Mirror(between.address(mirror.path), mirror.sandbox))
    wait_for(lambda: holder(mirror) == process.pid)
    with socket_of(process, between.listener.server_address[1]) as connected:
        assert connected.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        limits = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT, socket.TCP_USER_TIMEOUT)
        found = [connected.getsockopt(socket.IPPROTO_TCP, limit) for limit in limits]
    assert found == [10, 5, 3, 25_000]


def test_an_older_version(reader):
    reader.update()
    with opened(reader.path) as db:
        db.execute("UPDATE mirror_lease SET version = 1")
    refused(reader.run(), "unknown version 1")
    assert reader.status()[0] == 74


def test_a_server_that_is_read_only(reader, server):
    reader.update()
    with_option = Mirror(reader.path.with_setting("default_transaction_read_only", "on"), reader.sandbox)
    refused(with_option.run(), "read-only", "primary")
    with_option.assert_healthy()


def test_without_the_client_library(reader, tmp_path, monkeypatch):
    """A file of that name that is no library."""
    (tmp_path / "libpq.so.5").write_text("")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    refused(reader.run(), "libpq5")
