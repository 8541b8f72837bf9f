"""What was true at the service, and when."""

from __future__ import annotations

import dataclasses
import math
import threading
import time
from collections.abc import Iterator
from typing import Any

from support.values import canonical

# The value of a key: the canonical text of a record, "" for a membership, None if it does not exist.
Value = str | None
Key = tuple[str, ...]

TABLES = ("directories", "groups", "users", "memberships")


@dataclasses.dataclass
class Version:
    value: Value
    ended: float = math.inf


class Timeline:
    """The versions of one row, oldest first."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.versions = [Version(None)]

    @property
    def value(self) -> Value:
        return self.versions[-1].value

    def change(self, value: Value, now: float) -> None:
        if value == self.value:
            return
        self.versions[-1].ended = now
        self.versions.append(Version(value))

    def find(self, value: Value, first: int) -> int | None:
        """The first version from `first` on that has the value."""
        return next((n for n in range(first, len(self.versions)) if self.versions[n].value == value), None)


class Truth:
    """The history of every row. A change to the service holds `lock` until it is recorded here. A judge takes the lock
    after reading, and so knows everything that could have been read."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.rows: dict[str, dict[Key, Timeline]] = {table: {} for table in TABLES}

    def note(self, table: str, key: Key, directory: str, value: Value) -> None:
        timeline = self.rows[table].setdefault(key, Timeline(directory))
        timeline.change(value, time.time())

    def note_record(self, table: str, record: dict[str, Any]) -> None:
        directory = record["id"] if table == "directories" else record["directory_id"]
        self.note(table, (record["id"],), directory, canonical(table, record))

    def end(self, table: str, key: Key) -> None:
        timeline = self.rows[table][key]
        timeline.change(None, time.time())

    def end_all(self, table: str, *, directory: str | None = None, member: str | None = None) -> None:
        """The keys of a directory or, for memberships, of a user or group."""
        for key, timeline in self.rows[table].items():
            if timeline.value is None:
                continue
            if timeline.directory == directory or (member is not None and member in key):
                self.end(table, key)

    def present(self, table: str) -> Iterator[tuple[Key, Value]]:
        for key, timeline in self.rows[table].items():
            if timeline.value is not None:
                yield key, timeline.value

    def keys(self, table: str, directory: str | None = None) -> list[Key]:
        """The keys that exist now."""
        rows = self.rows[table].items()
        return [k for k, t in rows if t.value is not None and directory in (None, t.directory)]
