"""If --database is not a mirror: a message with the path, and no data is lost."""

import os
import subprocess

import pytest
from support.amount import long
from support.content import opened
from support.mirror import BINARY, Mirror

pytestmark = pytest.mark.sqlite


def refused(mirror, code=74, *options):
    outcome = mirror.run(*options)
    assert outcome.code == code, outcome
    assert outcome.error.count("\n") == 1 and str(mirror.path) in outcome.error, outcome
    return outcome


def beside(path):
    """The content of the folder."""
    return sorted(os.listdir(path.parent))


def test_a_folder(reader):
    reader.path.mkdir()
    assert "folder" in refused(reader).error
    assert beside(reader.path) == ["people.db"]


def test_a_text_file(reader):
    reader.path.write_text("Dear Sir or Madam,\n" * 1000)
    refused(reader)
    assert reader.path.read_text() == "Dear Sir or Madam,\n" * 1000


@pytest.mark.parametrize("kind", ["fifo", "device"])
def test_what_is_no_file(reader, kind):
    if kind == "fifo":
        os.mkfifo(reader.path)
    else:
        reader.path.symlink_to("/dev/null")
        outcome = reader.run(timeout=30)
        assert outcome.code == 74 and "/dev/null" in outcome.error
        return
    outcome = reader.run(timeout=30)
    assert outcome.code == 74 and str(reader.path) in outcome.error


def test_the_database_of_another_program(reader):
    with opened(reader.path) as db, db:
        db.execute("CREATE TABLE accounts (id)")
        db.execute("INSERT INTO accounts VALUES (1)")
    before = reader.path.read_bytes()
    refused(reader)
    assert reader.path.read_bytes() == before


@pytest.mark.parametrize("kind", ["user_version", "application_id"])
def test_from_the_future_or_elsewhere(reader, kind):
    reader.update()
    with opened(reader.path) as db, db:
        db.execute(f"PRAGMA {kind} = 99")
    refused(reader)
    with opened(reader.path) as db:
        assert db.execute(f"PRAGMA {kind}").fetchone()[0] == 99
        assert db.execute("SELECT count(*) FROM users").fetchone()[0] == 523


@pytest.mark.parametrize("damage", ["middle", *long("header", "cut")])
def test_damaged(reader, damage):
    """The message says what to do."""
    reader.update()
    content = bytearray(reader.path.read_bytes())
    if damage == "header":
        content[16:100] = bytes(84)
    elif damage == "middle":
        content[4096 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4096)
    else:
        del content[len(content) // 3 :]
    reader.path.write_bytes(content)
    outcome = refused(reader, 74, "--reconcile")
    assert "repair" in outcome.error, outcome


@pytest.mark.parametrize(
    "name", ["file:x.db", ":memory:", *long("x.db?mode=memory", "with space.db", "100%.db", "-x.db")]
)
def test_names_are_names(unchanged, tmp_path, name):
    """Paths are never taken for URIs or options."""
    mirror = Mirror(tmp_path / name, unchanged)
    mirror.update()
    assert (tmp_path / name).stat().st_size > 4096
    command = [BINARY, "mirror", "--database", name, "--unpaced"]
    if not name.startswith("-"):
        subprocess.run(command, cwd=tmp_path, env=mirror.environment, check=True, capture_output=True, timeout=60)
    mirror.assert_healthy()


def test_the_mode_of_the_file(reader):
    before = os.umask(0o022)
    try:
        reader.update()
    finally:
        os.umask(before)
    for path in reader.path.parent.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600, path


def test_the_mode_that_somebody_gave_it(reader):
    reader.update()
    reader.path.chmod(0o640)
    reader.update("--reconcile")
    assert reader.path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("link", ["hard", "symbolic"])
def test_one_lock_for_one_file(reader, tmp_path, link):
    """By any name of the file."""
    reader.update()
    other = tmp_path / "link.db"
    other.hardlink_to(reader.path) if link == "hard" else other.symlink_to(reader.path)
    process = reader.start("--watch", "--poll", 60)
    try:
        process.stdout.readline()
        outcome = Mirror(other, reader.sandbox).run()
        assert outcome.code == 4, outcome
        # Another name of the file has another lock file too.
        assert str(process.pid) in outcome.error or link == "hard", outcome
    finally:
        process.terminate()
        process.communicate(timeout=30)
    with opened(reader.path) as db:
        assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]


def test_a_lock_that_is_a_link(reader, tmp_path):
    """The link's target is not truncated."""
    precious = tmp_path / "precious"
    precious.write_text("precious")
    reader.path.with_name("people.db.lock").symlink_to(precious)
    reader.run()
    assert precious.read_text() == "precious"


@pytest.mark.parametrize(
    "name", ["--max-removal", "--max-removal-count", "--max-event-removal", "--poll", "--reconcile-every"]
)
@pytest.mark.parametrize("value", ["nan", *long("-1", "1e300", "x")])
def test_numbers_that_make_no_sense(reader, name, value):
    outcome = reader.run(f"{name}={value}")
    if value == "1e300" and name == "--reconcile-every":
        assert outcome.code == 0, outcome
        return
    assert outcome.code == 64 and name in outcome.error, outcome
    assert not reader.path.exists()
