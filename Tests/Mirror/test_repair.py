"""`mirror repair`."""

import random
import subprocess

import pytest
from support.content import assert_equal, changes, check, last_change, opened
from support.mirror import BINARY

PAGE = 8192


def repair(mirror):
    command = [BINARY, "mirror", "repair", "--database", str(mirror.path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.fixture
def filled(mirror, mutator):
    """With some hundred changes, and an empty WAL."""
    mirror.update()
    mutator.change(150)
    mirror.update()
    assert not mirror.path.with_name("people.db-wal").exists()
    return mirror


def pages_of(mirror, table):
    with opened(mirror.path) as db:
        try:
            rows = db.execute("SELECT pageno, pagetype FROM dbstat WHERE name = ?", [table]).fetchall()
        except Exception:  # SQLite may be built without that table.
            pytest.skip("this SQLite has no dbstat")
    return [number for number, kind in rows if kind == "leaf"]


def ruin(mirror, pages):
    with mirror.path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(bytes([0xA5]) * PAGE)


def damaged_files(mirror):
    return sorted(mirror.path.parent.glob("people.db.damaged-*"))


def test_a_sound_file_stays(filled):
    before = filled.path.read_bytes()
    done = repair(filled)
    assert done.returncode == 0 and "sound" in done.stdout and str(filled.path) in done.stdout
    assert filled.path.read_bytes() == before and damaged_files(filled) == []


@pytest.mark.parametrize("table", ["users", "groups", "memberships", "mirror_state", "sqlite_sequence"])
def test_damage_in_a_table(filled, table):
    before, mark = changes(filled.path), last_change(filled.path)
    pages = pages_of(filled, table)
    ruin(filled, pages[len(pages) // 2 :][:1])
    damaged = filled.path.read_bytes()
    done = repair(filled)
    assert done.returncode == 0 and "rebuilt" in done.stdout, done
    check(filled.path)
    kept = damaged_files(filled)
    assert [file.read_bytes() for file in kept] == [damaged] and str(kept[0]) in done.stdout
    assert filled.path.stat().st_mode & 0o777 == 0o600
    assert changes(filled.path) == before
    filled.update()
    assert_equal(filled.path, filled.sandbox)
    assert all(change["id"] > mark for change in changes(filled.path)[len(before) :])


def test_damage_in_the_changes(filled):
    """Readable changes are kept, and none of their numbers is used again."""
    before, mark = changes(filled.path), last_change(filled.path)
    pages = pages_of(filled, "changes")
    assert len(pages) > 5
    ruin(filled, [pages[2], pages[-1]])
    assert repair(filled).returncode == 0
    check(filled.path)
    after = changes(filled.path)
    assert len(after) > len(before) // 2 and all(row in before for row in after)
    filled.sandbox.post("users", {"directory_id": filled.sandbox.list("/directories")[0]["id"]})
    filled.update()
    new = changes(filled.path)[len(after) :]
    assert new and all(change["id"] > mark for change in new)
    assert_equal(filled.path, filled.sandbox)


def test_nothing_can_be_read(filled):
    mark = last_change(filled.path)
    content = filled.path.read_bytes()
    # The first page has the file header and the list of tables.
    filled.path.write_bytes(bytes(100) + content[100:])
    assert filled.run().code == 74 and filled.status()[0] == 74
    done = repair(filled)
    assert done.returncode == 0, done
    assert len(damaged_files(filled)) == 1
    filled.update()
    assert_equal(filled.path, filled.sandbox)
    assert all(change["id"] > mark for change in changes(filled.path))


def test_a_file_that_was_cut(filled):
    mark = last_change(filled.path)
    with filled.path.open("r+b") as file:
        file.truncate(filled.path.stat().st_size // 2 // PAGE * PAGE)
    assert repair(filled).returncode == 0
    check(filled.path)
    filled.update()
    assert_equal(filled.path, filled.sandbox)
    assert last_change(filled.path) >= mark


@pytest.mark.parametrize("seed", range(6))
def test_damage_anywhere(filled, seed):
    rng = random.Random(seed)
    mark = last_change(filled.path)
    count = filled.path.stat().st_size // PAGE
    ruin(filled, rng.sample(range(2, count + 1), k=max(1, count // 20)))
    done = repair(filled)
    assert done.returncode == 0, done
    check(filled.path)
    filled.update()
    assert_equal(filled.path, filled.sandbox)
    assert last_change(filled.path) >= mark


def flip(content, page, rng):
    """Bits in the used part of a page."""
    changed = bytearray(content)
    used = [at for at in range(page * PAGE, min((page + 1) * PAGE, len(content))) if content[at]]
    for at in rng.sample(used, k=min(len(used), rng.choice([1, 1, 3, 20]))):
        changed[at] ^= 1 << rng.randrange(8)
    return bytes(changed)


def verify(mirror):
    command = [BINARY, "mirror", "verify", "--database", str(mirror.path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=mirror.environment)


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in range(1, 36))])
def test_flipped_bits_in_each_page(filled, part):
    """Within a page SQLite's own check does not look at what a value says."""
    content = filled.path.read_bytes()
    for page in range(part, len(content) // PAGE, 36):
        for file in filled.path.parent.glob("people.db*"):
            file.unlink()
        filled.path.write_bytes(flip(content, page, random.Random(page)))
        done = repair(filled)
        if done.returncode == 74:
            assert str(filled.path) in done.stderr, (page, done)
            continue
        assert done.returncode == 0, (page, done)
        outcome = filled.run(*(["--reconcile"] if "is sound" in done.stdout else []))
        if outcome.code == 78:
            assert str(filled.path) in outcome.error, (page, outcome)
            continue
        assert outcome.code == 0, (page, done, outcome)
        compared = verify(filled)
        assert compared.returncode == 0, (page, done, compared)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE users SET record = substr(record, 2)",
        "UPDATE groups SET name = CAST(name AS BLOB)",
        "UPDATE changes SET record = '{' WHERE record IS NOT NULL AND id % 3 = 0",
        "UPDATE mirror_state SET scope = '{', listed_at = '2O26'",
        "DELETE FROM mirror_state",
        "UPDATE users SET email = 'x' || email",
        "PRAGMA application_id = 1",
        "DROP INDEX changes_by_time",
        "ALTER TABLE directory_states RENAME COLUMN problem TO pr0blem",
    ],
)
def test_damage_that_sqlite_takes_as_it_is(filled, damage):
    mark = last_change(filled.path)
    with opened(filled.path) as db:
        db.executescript(damage)
    done = repair(filled)
    assert done.returncode == 0 and "rebuilt" in done.stdout, done
    filled.update()
    assert_equal(filled.path, filled.sandbox)
    assert last_change(filled.path) >= mark and verify(filled).returncode == 0


def test_a_file_without_records_is_sound(filled):
    filled.update("--without", "custom_attributes,record")
    assert "is sound" in repair(filled).stdout
    assert verify(filled).returncode == 0


def test_it_says_how_to_repair(filled):
    ruin(filled, pages_of(filled, "users"))
    told = filled.run("--reconcile")
    assert told.code == 74 and "mirror repair" in told.error and str(filled.path) in told.error


def test_not_while_another_process_mirrors(filled):
    process = filled.start("--watch", "--poll", 60)
    try:
        process.stdout.readline()
        assert repair(filled).returncode == 4
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_a_damaged_file_of_somebody_else(unchanged, tmp_path):
    path = tmp_path / "people.db"
    with opened(path) as db, db:
        db.execute("CREATE TABLE accounts (id)")
    content = bytes(100) + path.read_bytes()[100:]
    path.write_bytes(content)
    done = subprocess.run([BINARY, "mirror", "repair", "--database", path], capture_output=True, text=True, timeout=20)
    assert done.returncode == 74 and str(path) in done.stderr
    assert path.read_bytes() == content and [file.name for file in tmp_path.iterdir()] == ["people.db"]
