"""Compares each commit with the history of the service.

Every row and membership must have been true at some moment since the last full listing of its directory began, and must
never go back in time."""

from __future__ import annotations

from collections.abc import Callable

from oracle.copy import Content
from oracle.world.timeline import TABLES, Key, Timeline, Truth, Value

Report = Callable[[str, object], None]


class Judge:
    def __init__(self, truth: Truth, since: float, report: Report, *, ignored: tuple[str, ...] = ()) -> None:
        self.truth = truth
        # Nothing was listed before this.
        self.since = since
        self.report = report
        self.ignored = ignored
        # The last version seen of each row.
        self.seen: dict[str, dict[Key, int]] = {table: {} for table in TABLES}
        self.told: set[tuple[str, str, Key]] = set()

    def look(self, content: Content) -> None:
        with self.truth.lock:
            for table in TABLES:
                if table in self.ignored:
                    continue
                for key in content[table].keys() | self.seen[table].keys():
                    self.look_at(table, key, content[table].get(key))
        for group, user in content["memberships"]:
            if (group,) not in content["groups"] or (user,) not in content["users"]:
                self.complain("a membership without user or group", "memberships", (group, user))

    def look_at(self, table: str, key: Key, value: Value) -> None:
        timeline = self.truth.rows[table].get(key)
        if timeline is None:
            self.complain("a row that the service never had", table, key)
            return
        first = self.seen[table].get(key, 0)
        found = self.first_possible(timeline, value, first)
        if found is not None:
            self.seen[table][key] = found
        elif timeline.find(value, first) is not None:
            self.complain("a row as it was before the last listing began", table, key)
        elif timeline.find(value, 0) is not None:
            self.complain("a row went back in time", table, key)
        else:
            self.complain("a row as it never was", table, key)

    def first_possible(self, timeline: Timeline, value: Value, first: int) -> int | None:
        found = timeline.find(value, first)
        # An absence has no time: a row that was not seen yet may be missing until it is.
        while found is not None and value is not None and timeline.versions[found].ended < self.since:
            found = timeline.find(value, found + 1)
        return found

    def complain(self, what: str, table: str, key: Key) -> None:
        if (what, table, key) not in self.told:
            self.told.add((what, table, key))
            self.report(f"{table}: {what}", key)


def differences(content: Content, truth: Truth, *, ignored: tuple[str, ...] = ()) -> list[tuple[str, Key]]:
    """Compares the copy with the service, without concurrent changes."""
    found: list[tuple[str, Key]] = []
    for table in TABLES:
        wanted = dict(truth.present(table))
        if table in ignored:
            continue
        for key in sorted(content[table].keys() | wanted.keys()):
            have, want = content[table].get(key), wanted.get(key)
            if have == want:
                continue
            kind = "one too many" if want is None else "one missing" if have is None else "another value"
            found.append((f"{table}: {kind}", key))
    return found
