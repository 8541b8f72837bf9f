"""The content of the file at one moment."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import pathlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from support.postgresql import Address, Connection
from support.values import canonical, exact

from oracle.world.timeline import TABLES, Key, Value

Content = dict[str, dict[Key, Value]]


Database = pathlib.Path | Address


@contextlib.contextmanager
def opened(path: Database) -> Iterator[Any]:
    if isinstance(path, Address):
        server = Connection(path)
        try:
            yield server
        finally:
            server.close()
        return
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


def snapshot(db: Any, mark: int = 0) -> Snapshot:
    """The rows, and the changes with ids beyond the mark, as of one commit."""
    db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ" if isinstance(db, Connection) else "BEGIN")
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


def is_there(path: Database) -> bool:
    """Something has been committed."""
    if not isinstance(path, Address):
        return path.exists() and path.stat().st_size > 0
    with opened(path) as db:
        return bool(db.execute("SELECT to_regclass('memberships') IS NOT NULL AS is_there").fetchone()[0])


def lacking(db: Connection) -> list[str]:
    """Rows without the rows that they belong to."""
    pairs = [("groups", "directory_id", "directories"), ("users", "directory_id", "directories")]
    pairs += [("memberships", "group_id", "groups"), ("memberships", "user_id", "users")]
    problems = []
    for table, column, parent in pairs:
        rows = db.execute(f"SELECT {column} FROM {table} WHERE {column} NOT IN (SELECT id FROM {parent})")
        problems += [f"{table} without {parent}: {tuple(row)}" for row in rows]
    return problems


def unsound(path: Database) -> list[str]:
    """The result of SQLite's integrity check; of PostgreSQL's rows, which have no foreign keys."""
    with opened(path) as db:
        if isinstance(db, Connection):
            return lacking(db)
        problems = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        has_tables = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'memberships'").fetchone()[0]
        for table in TABLES if has_tables else ():
            rows = db.execute(f"PRAGMA foreign_key_check({table})")
            problems += [f"foreign key: {tuple(row)}" for row in rows]
        return problems
