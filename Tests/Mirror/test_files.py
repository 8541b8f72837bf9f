"""The file and other processes that have it open."""

import fcntl
import resource
import sqlite3

from support.content import assert_equal, check, held, opened
from support.mirror import Mirror


def test_the_second_mirror_on_a_file_refuses(reader, tmp_path):
    first = reader.start("--watch", "--poll", 60)
    try:
        first.stdout.readline()
        for path in (reader.path, tmp_path / "link.db"):
            if path != reader.path:
                path.symlink_to(reader.path)
            second = Mirror(path, reader.sandbox).run()
            assert second.code == 4 and str(first.pid) in second.error
    finally:
        first.terminate()
        first.communicate(timeout=10)
    reader.update()


def test_a_lock_left_by_a_killed_process_is_none(reader):
    reader.update()
    lock = reader.path.with_name(reader.path.name + ".lock")
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    reader.update()


def test_a_reader_keeps_what_it_sees_and_holds_nobody_up(mirror):
    mirror.update()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    with opened(mirror.path) as db:
        db.execute("BEGIN")
        before = db.execute("SELECT count(*) FROM users").fetchone()[0]
        mirror.sandbox.post("users", {"directory_id": directory})
        mirror.update()
        mirror.sandbox.lose_events()
        mirror.sandbox.post("users", {"directory_id": directory})
        mirror.update("--reconcile")
        assert db.execute("SELECT count(*) FROM users").fetchone()[0] == before
        db.commit()
        assert db.execute("SELECT count(*) FROM users").fetchone()[0] == before + 2
    mirror.sandbox.clear_faults()
    mirror.update()
    assert_equal(mirror.path, mirror.sandbox)


def test_a_reader_through_the_first_run(reader):
    """It sees no data, then all data."""
    process = reader.start()
    counts = set()
    while process.poll() is None:
        if reader.path.exists() and reader.path.stat().st_size:
            try:
                with opened(reader.path) as db:
                    counts.add(db.execute("SELECT count(*) FROM users").fetchone()[0])
            except sqlite3.OperationalError as error:
                assert "no such table" in str(error) or "locked" in str(error)
    process.communicate()
    with opened(reader.path) as db:
        whole = db.execute("SELECT count(*) FROM users").fetchone()[0]
    assert whole == 523 and counts <= {0, whole}


def limited_to(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_no_space_on_the_disk(reader):
    for size in (20_000, 200_000, 800_000):
        failed = reader.run(preexec_fn=limited_to(size))
        assert failed.code == 74 and str(reader.path) in failed.error, failed
        assert failed.error.count("\n") == 1
        if reader.path.exists() and reader.path.stat().st_size:
            check(reader.path)
    reader.update()
    assert_equal(reader.path, reader.sandbox)


def test_no_space_on_the_disk_for_a_later_run(mirror):
    mirror.update()
    before = held(mirror.path)
    mirror.sandbox.lose_events()
    mirror.sandbox.post("users", {"directory_id": mirror.sandbox.list("/directories", search="Okta")[0]["id"]})
    failed = mirror.run("--reconcile", preexec_fn=limited_to(300_000))
    assert failed.code == 74
    check(mirror.path)
    assert held(mirror.path) == before
    mirror.update()
    assert_equal(mirror.path, mirror.sandbox)


def test_a_foreign_database_is_left_alone(reader):
    with opened(reader.path) as db, db:
        db.execute("CREATE TABLE accounts (id)")
    before = reader.path.read_bytes()
    refused = reader.run()
    assert refused.code == 74 and "another program's database" in refused.error
    assert reader.path.read_bytes() == before
    assert reader.status()[0] == 74


def test_what_is_no_database(reader):
    reader.path.write_bytes(b"Dear Sir or Madam, " * 1000)
    refused = reader.run()
    assert refused.code == 74 and refused.error.count("\n") == 1
    assert reader.path.read_bytes().startswith(b"Dear")


def test_a_folder_that_is_not_there(unchanged, tmp_path):
    refused = Mirror(tmp_path / "none" / "people.db", unchanged).run()
    assert refused.code == 74 and "none" in refused.error


def test_a_key_that_others_can_read(reader, tmp_path):
    key = tmp_path / "key"
    key.write_text(reader.sandbox.api_key)
    key.chmod(0o644)
    assert reader.run("--api-key-file", key).code == 78
    key.chmod(0o600)
    reader.update("--api-key-file", key)
