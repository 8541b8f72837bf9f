"""The statements of docs/mirror.md."""

import re

import pytest
from sandbox_server import ROOT
from support.content import opened

TEXT = (ROOT / "docs" / "mirror.md").read_text()
QUERIES = re.findall(r"```sql\n(.*?)```", TEXT, re.S)


@pytest.fixture(scope="module")
def database(tmp_path_factory, shared_sandbox):
    from support.mirror import Mirror

    mirror = Mirror(tmp_path_factory.mktemp("documentation") / "people.db", shared_sandbox)
    mirror.update()
    return mirror.path


def test_there_are_twelve():
    assert len(QUERIES) == 12


@pytest.mark.parametrize("query", QUERIES)
def test_a_query(database, query):
    with opened(database) as db:
        db.execute(query).fetchall()


def test_the_tables(database):
    with opened(database) as db:
        for table in ("directories", "groups", "users", "memberships", "changes"):
            columns = [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]
            told = TEXT.split("## Tables")[1].split("## Mirroring a part")[0]
            for column in columns:
                assert f"`{column}`" in told, (table, column)
        assert f"`PRAGMA application_id` is {db.execute('PRAGMA application_id').fetchone()[0]}" in TEXT
