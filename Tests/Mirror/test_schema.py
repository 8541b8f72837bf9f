import pathlib

from support.content import assert_equal, changes, held, opened

SCHEMA_1 = pathlib.Path(__file__).with_name("schema-1.sql")


def version(path):
    with opened(path) as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


def test_a_file_of_the_first_version(reader):
    """It is migrated to the current schema with all its data, and then updated."""
    with opened(reader.path) as db:
        db.executescript(SCHEMA_1.read_text())
    old = held(reader.path)
    assert version(reader.path) == 1 and len(old["users"]) == 1
    user = next(iter(old["users"]))
    reader.update("--keep-changes", 10_000)
    assert version(reader.path) == 4
    assert_equal(reader.path, reader.sandbox)
    told = changes(reader.path)
    assert told[0]["source"] == "first run"
    assert {c["action"] for c in told if c["kind"] == "user" and c["user_id"] == user} == {"updated"}


def test_a_file_of_the_third_version(reader):
    """It lacked one table."""
    reader.update()
    with opened(reader.path) as db:
        db.executescript("DROP TABLE left_out_records; PRAGMA user_version = 3")
    before = held(reader.path)
    assert reader.status()[0] == 74
    reader.update("--reconcile")
    assert version(reader.path) == 4 and held(reader.path) == before
    reader.assert_healthy()


def test_a_file_of_a_later_version_is_left_alone(reader):
    reader.update()
    with opened(reader.path) as db, db:
        db.execute("PRAGMA user_version = 99")
    before = held(reader.path)
    refused = reader.run()
    assert refused.code == 74 and "newer version" in refused.error
    assert held(reader.path) == before


def test_a_file_of_the_present_version_keeps_its_tables(reader):
    reader.update()
    with opened(reader.path) as db:
        before = db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    reader.update("--reconcile")
    with opened(reader.path) as db:
        assert db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == before
