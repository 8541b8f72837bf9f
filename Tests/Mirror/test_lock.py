"""One mirror per file, whatever the name of the file."""

import contextlib
import fcntl
import os
import stat

import pytest
from support.mirror import Mirror


@contextlib.contextmanager
def running(mirror):
    process = mirror.start("--watch", "--poll", 60)
    try:
        process.stdout.readline()
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def other_name(kind, path):
    other = path.with_name(f"other-{kind}.db")
    {"hard link": os.link, "symbolic link": os.symlink}[kind](path, other)
    return other


@pytest.mark.parametrize("kind", ["hard link", "symbolic link"])
def test_another_name_is_the_same_file(reader, kind):
    reader.update()
    other = Mirror(other_name(kind, reader.path), reader.sandbox)
    with running(reader) as first:
        refused = other.run()
        assert refused.code == 4 and refused.error.count("\n") == 1, refused
        if kind == "symbolic link":
            assert str(first.pid) in refused.error
    assert other.run().code == 0


def test_a_name_like_a_uri_is_a_name(unchanged, tmp_path):
    path = tmp_path / "file:people.db?mode=memory"
    mirror = Mirror(path.name, unchanged)
    mirror.update(cwd=tmp_path)
    assert path.exists() and not (tmp_path / "people.db").exists()
    code, status = Mirror(path, unchanged).status()
    assert (code, status["users"]) == (0, 523)


def test_the_lock_goes_through_no_link(reader, tmp_path):
    reader.update()
    lock = reader.path.with_name("people.db.lock")
    victim = tmp_path / "victim"
    for make in (lock.symlink_to, lock.hardlink_to):
        victim.write_text("precious\n")
        lock.unlink(missing_ok=True)
        make(victim)
        refused = reader.run()
        assert refused.code == 74 and str(lock) in refused.error and "remove it" in refused.error
        assert victim.read_text() == "precious\n"
    lock.unlink()
    reader.update()


def test_a_reader_cannot_hold_it(reader):
    """A process that can read the database can lock it completely, without blocking the mirror's lock."""
    reader.update()
    lock = reader.path.with_name("people.db.lock")
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    with reader.path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        reader.update()


def modes(path):
    names = ["", "-wal", "-shm", ".lock"]
    files = [path.with_name(path.name + name) for name in names]
    return {stat.S_IMODE(file.stat().st_mode) for file in files if file.exists()}


def test_nobody_else_reads_it(reader):
    with running(reader):
        assert modes(reader.path) == {0o600}
    reader.path.chmod(0o640)
    with running(reader):
        assert modes(reader.path) == {0o640, 0o600}


def test_unless_told_otherwise(reader):
    process = reader.start("--watch", "--mode", "0640")
    process.stdout.readline()
    try:
        files = [reader.path.with_name("people.db" + end) for end in ("", "-wal", "-shm")]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o640}
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.parametrize("mode", ["777", "0400", "rw", "8", "-1", "100000", ""])
def test_a_mode_that_makes_no_sense(reader, mode):
    refused = reader.run(f"--mode={mode}")
    assert refused.code == 64 and "--mode" in refused.error
    assert not reader.path.exists()


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_that_is_moved_away(mirror, replace):
    process = mirror.start("--watch", "--poll", 0.2)
    try:
        process.stdout.readline()
        mirror.path.rename(mirror.path.with_name("moved.db"))
        if replace:
            mirror.path.write_bytes(mirror.path.with_name("moved.db").read_bytes())
        _, error = process.communicate(timeout=30)
        assert process.returncode == 74
        assert str(mirror.path) in error and ("replaced" if replace else "moved away") in error
    finally:
        process.kill()
        process.communicate()
