"""directory_passwd_daemon: the file, signals, and running in the background."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

import pytest
from conftest import until

USER = ["nobody"] if os.geteuid() == 0 else []
SYSLOG = r"""
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
void syslog(int priority, const char *format, ...)
{
    FILE *file = fopen(getenv("SYSLOG_FILE"), "a");
    va_list arguments;
    va_start(arguments, format);
    fprintf(file, "<%d>", priority);
    vfprintf(file, format, arguments);
    fputc('\n', file);
    fclose(file);
    va_end(arguments);
}
"""


class Daemon:
    def __init__(self, examples, sandbox, folder):
        self.examples, self.sandbox = examples, sandbox
        self.directory = sandbox.directory("bamboohr")["id"]
        self.passwd, self.pid_file, self.log = folder / "passwd", folder / "pid", folder / "log"

    def arguments(self, directory=None, seconds=600):
        return [directory or self.directory, self.passwd, self.pid_file, seconds, *USER]

    def foreground(self, *arguments, **options):
        arguments = arguments or self.arguments()
        return self.examples.start("directory_passwd_daemon", "--foreground", *arguments, **options)

    def create(self, email, **more):
        given = {"directory_id": self.directory, "email": email} | more
        return self.sandbox.post("/_sandbox/users", given).json["id"]

    def users(self):
        if not self.passwd.exists():
            return {}
        lines = [line.split(":") for line in self.passwd.read_text().splitlines()]
        assert all(len(line) == 7 and line[1] == "x" for line in lines)
        return {line[0]: line for line in lines}

    def pid(self):
        return int(self.pid_file.read_text())


@pytest.fixture
def daemon(examples, sandbox):
    """With files in a folder that its target user can write to."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="passwd-"))
    folder.chmod(0o777)
    yield Daemon(examples, sandbox, folder)
    shutil.rmtree(folder)


def stop(process):
    process.terminate()
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "no longer followed" in errors
    return errors


def test_writes_lines_of_a_passwd_file(daemon):
    daemon.create("Zoe.New@example.test", first_name="Zoë:,\n", last_name="New", state="inactive")
    daemon.create("ada@example.test", first_name="Ada", last_name="Lovelace")
    for unusable in ["", "1a@x", "a b@x", "../x@x", "a:b@x", "x" * 40 + "@x"]:
        daemon.create(unusable)
    with daemon.foreground() as process:
        assert " users" in process.stderr.readline()
        users = daemon.users()
        assert process.pid == daemon.pid()
        stop(process)
    assert not daemon.pid_file.exists()
    assert users["ada"][4:] == ["Ada Lovelace", "/home/ada", "/bin/sh"]
    assert users["zoe.new"][4].split() == ["Zoë", "New"] and users["zoe.new"][6] == "/usr/sbin/nologin"
    assert not {"1a", "a b", "a", "x" * 40, ""} & set(users)
    uids = [int(line[2]) for line in users.values()]
    assert uids == sorted(set(uids)) and uids[0] >= 10000
    assert all(line[2] == line[3] for line in users.values())
    leftovers = sorted(path.name for path in daemon.passwd.parent.iterdir())
    assert leftovers == ["passwd", "passwd.uids"]


def test_sighup_lists_now_and_uids_stay(daemon):
    first = daemon.create("first@example.test")
    daemon.create("second@example.test")
    with daemon.foreground() as process:
        until(lambda: "first" in daemon.users())
        before = daemon.users()
        daemon.sandbox.delete(f"/_sandbox/users/{first}")
        daemon.create("third@example.test")
        process.send_signal(signal.SIGHUP)
        until(lambda: "third" in daemon.users())
        stop(process)
    after = daemon.users()
    assert "first" not in after and after["second"] == before["second"]
    assert after["third"][2] not in {line[2] for line in before.values()}
    renamed = daemon.create("fourth@example.test")
    with daemon.foreground() as process:
        fourth = until(lambda: daemon.users().get("fourth"))
        daemon.sandbox.patch(f"/_sandbox/users/{renamed}", {"email": "fifth@example.test"})
        process.send_signal(signal.SIGHUP)
        fifth = until(lambda: daemon.users().get("fifth"))
        stop(process)
    assert fifth[2] == fourth[2] and "fourth" not in daemon.users()
    assert daemon.users()["third"] == after["third"]


def test_a_name_stays_with_who_had_it(daemon):
    daemon.create("same@one.test", first_name="One")
    with daemon.foreground() as process:
        until(lambda: "same" in daemon.users())
        daemon.create("same@two.test", first_name="Two")
        daemon.create("marker@two.test")
        process.send_signal(signal.SIGHUP)
        until(lambda: "marker" in daemon.users())
        stop(process)
    assert daemon.users()["same"][4].strip() == "One"


@pytest.mark.parametrize(
    "fault",
    [{"status": 403}, {"status": 200, "body": "{"}, {"close": "mid_body", "count": 10}],
    ids=["refused", "no JSON", "cut off"],
)
def test_a_listing_that_fails_midway_leaves_the_file_as_it_is(daemon, fault):
    directory = daemon.sandbox.directory("okta scim v2.0")["id"]
    with daemon.foreground(*daemon.arguments(directory)) as process:
        assert " users" in process.stderr.readline()
        before, identity = daemon.passwd.read_bytes(), daemon.passwd.stat()
        daemon.sandbox.fault(path="/directory_users", skip=1, **fault)
        process.send_signal(signal.SIGHUP)
        assert process.stderr.readline().startswith(f"{daemon.passwd}: GET /directory_users")
        assert daemon.passwd.read_bytes() == before
        assert (daemon.passwd.stat().st_ino, daemon.passwd.stat().st_mtime_ns) == (
            identity.st_ino,
            identity.st_mtime_ns,
        )
        daemon.sandbox.delete("/_sandbox/faults")
        process.send_signal(signal.SIGHUP)
        assert " users" in process.stderr.readline()
        stop(process)


def test_keeps_no_memory(daemon):
    valgrind = ["valgrind", "-q", "--vgdb=no", "--leak-check=full", "--error-exitcode=99"]
    with daemon.foreground(before=valgrind) as process:
        first = process.stderr.readline()
        process.send_signal(signal.SIGHUP)
        second = process.stderr.readline()
        assert first == second and first.endswith(" users\n")
        assert stop(process) == f"{daemon.directory}: no longer followed\n"


def test_sigterm_ends_a_request_that_hangs(daemon):
    daemon.sandbox.fault(path="/directory_users", delay_ms=30000, count=0)
    with daemon.foreground() as process:
        until(lambda: daemon.sandbox.get("/_sandbox/faults").json["data"][0]["hits"])
        stop(process)
    assert not daemon.passwd.exists() and not daemon.pid_file.exists()


@pytest.fixture
def syslog(programs):
    """A library whose syslog writes to a file, since test machines have no log daemon."""
    library = programs / "syslog.so"
    if not library.exists():
        command = ["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(library)]
        subprocess.run(command, input=SYSLOG, text=True, check=True)
        programs.chmod(0o755)
    return {"LD_PRELOAD": str(library)}


def test_in_the_background(daemon, syslog):
    done = daemon.examples.run("directory_passwd_daemon", *daemon.arguments(), SYSLOG_FILE=str(daemon.log), **syslog)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    pid = daemon.pid()
    process = pathlib.Path(f"/proc/{pid}")
    try:
        fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
        parent, session, terminal = int(fields[1]), int(fields[3]), int(fields[4])
        assert parent != os.getpid() and session not in (pid, os.getsid(0)) and terminal == 0
        assert os.readlink(process / "cwd") == "/"
        status = (process / "status").read_text()
        uids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
        assert "0" not in uids and len(set(uids)) == 1
        until(lambda: daemon.users())
        second = daemon.examples.run("directory_passwd_daemon", "--foreground", *daemon.arguments())
        assert second.returncode == 1 and str(daemon.pid_file) in second.stderr and daemon.pid() == pid
        daemon.create("later@example.test")
        os.kill(pid, signal.SIGHUP)
        until(lambda: "later" in daemon.users())
        until(lambda: daemon.log.read_text().count(" users\n") == 2)
        os.kill(pid, signal.SIGTERM)
        until(lambda: not process.exists() or "Z" in (process / "stat").read_text().rsplit(")", 1)[1].split()[0])
    finally:
        if process.exists() and "passwd" in (process / "comm").read_text():
            os.kill(pid, signal.SIGKILL)
    assert not daemon.pid_file.exists()
    lines = daemon.log.read_text().splitlines()
    assert lines[0].startswith(f"<6>{daemon.passwd}: ") and lines[0].endswith(" users")
    assert lines[-1] == f"<6>{daemon.directory}: no longer followed"


def test_what_cannot_start_says_so_to_the_shell(daemon):
    daemon.pid_file.mkdir()
    done = daemon.examples.run("directory_passwd_daemon", *daemon.arguments())
    assert done.returncode == 1 and str(daemon.pid_file) in done.stderr
    relative = [daemon.directory, "passwd", daemon.pid_file, 1, *USER]
    for arguments in [[], relative, daemon.arguments(seconds=0), ["--foreground", daemon.directory]]:
        done = daemon.examples.run("directory_passwd_daemon", *arguments)
        assert done.returncode == 1 and done.stderr.startswith("usage: ")
    done = daemon.examples.run("directory_passwd_daemon", *daemon.arguments(), WORKOS_API_KEY="")
    assert done.returncode == 1 and done.stderr.startswith("client: ")
