"""A reader of `changes` that maintains a copy of the copy."""

from __future__ import annotations

from typing import Any

from oracle.judge import Report
from oracle.world.timeline import Key

TABLE_OF = {"directory": "directories", "group": "groups", "user": "users", "membership": "memberships"}


class Feed:
    def __init__(self, ids: dict[str, set[Key]], mark: int, report: Report) -> None:
        self.ids = ids
        self.mark = mark
        self.report = report

    def read(self, changes: list[dict[str, Any]], ids: dict[str, set[Key]]) -> None:
        """Applies the new changes, and checks that the result is the content."""
        for change in changes:
            if change["id"] <= self.mark:
                self.report("changes: a repeated number", change["id"])
            self.mark = max(self.mark, change["id"])
            self.apply(change)
        for table, rows in self.ids.items():
            if rows != ids[table]:
                self.report("changes: their result is not the content", (table, sorted(rows ^ ids[table])[:3]))
        self.ids = {table: set(rows) for table, rows in ids.items()}

    def apply(self, change: dict[str, Any]) -> None:
        if change["kind"] not in TABLE_OF:
            return
        rows = self.ids[TABLE_OF[change["kind"]]]
        key: Key = (change[f"{change['kind']}_id"],) if change["kind"] != "membership" else (
            change["group_id"],
            change["user_id"],
        )  # fmt: skip
        is_arrival = change["action"] in ("created", "added")
        if is_arrival == (key in rows):
            self.report("changes: one that does not match the previous content", change)
        if is_arrival:
            rows.add(key)
        elif change["action"] in ("deleted", "removed"):
            rows.discard(key)
