"""Another process, which reads the file after each commit."""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

import psycopg
from support.postgresql import Address

from oracle.copy import Database, opened, snapshot
from oracle.feed import Feed
from oracle.judge import Judge, Report


class Reader(threading.Thread):
    def __init__(self, path: Database, judge: Judge, feed: Feed, report: Report) -> None:
        super().__init__(daemon=True)
        self.path, self.judge, self.feed, self.report = path, judge, feed, report
        self.over = threading.Event()
        self.commits = 0

    def stop(self) -> None:
        self.over.set()
        self.join(60)

    def run(self) -> None:
        try:
            with opened(self.path) as db:
                version = None
                is_server = isinstance(self.path, Address)
                query = "SELECT pg_current_snapshot()::text" if is_server else "PRAGMA data_version"
                while not self.over.wait(0.001):
                    newest = db.execute(query).fetchone()[0]
                    if newest != version:
                        version = newest
                        self.look(db)
        except (sqlite3.Error, psycopg.Error) as error:
            self.report("a reader could not read", repr(error))

    def look(self, db: Any) -> None:
        seen = snapshot(db, self.feed.mark)
        self.commits += 1
        self.judge.look(seen.content)
        self.feed.read(seen.changes, seen.ids)
