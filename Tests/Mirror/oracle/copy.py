"""The content of the file at one moment."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import pathlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from support.values import canonical, exact

from oracle.world.timeline import TABLES, Key, Value

Content = dict[str, dict[Key, Value]]


@contextlib.contextmanager
def opened(path: pathlib.Path) -> Iterator[sqlite3.Connection]:
    # Opened for writing too, because the first reader after a crash must recover the file.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=20, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


@functools.lru_cache(maxsize=20_000)
def canonical_text(table: str, text: str) -> str:
    return canonical(table, exact(text))


@dataclasses.dataclass
class Snapshot:
    content: Content
    changes: list[dict[str, Any]]

    @property
    def ids(self) -> dict[str, set[Key]]:
        return {table: set(rows) for table, rows in self.content.items()}


def snapshot(db: sqlite3.Connection, mark: int = 0) -> Snapshot:
    """The rows, and the changes with ids beyond the mark, as of one commit."""
    db.execute("BEGIN")
    try:
        content: Content = {}
        for table in TABLES[:3]:
            rows = db.execute(f"SELECT id, record FROM {table}")
            content[table] = {(row["id"],): canonical_text(table, row["record"]) for row in rows}
        pairs = db.execute("SELECT group_id, user_id FROM memberships")
        content["memberships"] = {tuple(pair): "" for pair in pairs}
        changes = db.execute("SELECT * FROM changes WHERE id > ? ORDER BY id", [mark])
        return Snapshot(content, [dict(change) for change in changes])
    finally:
        db.execute("COMMIT")


def unsound(path: pathlib.Path) -> list[str]:
    """The result of SQLite's integrity check."""
    with opened(path) as db:
        problems = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        has_tables = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'memberships'").fetchone()[0]
        for table in TABLES if has_tables else ():
            rows = db.execute(f"PRAGMA foreign_key_check({table})")
            problems += [f"foreign key: {tuple(row)}" for row in rows]
        return problems
