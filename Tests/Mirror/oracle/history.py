"""One history: a service, a proxy with faults, runs of the mirror that are killed, and checks of the results."""

from __future__ import annotations

import dataclasses
import pathlib
import random
import signal
import tempfile
import threading
import time
import traceback
from typing import Any

from support.sandbox import Sandbox

from oracle.copy import Database, Snapshot, is_there, opened, snapshot, unsound
from oracle.feed import Feed
from oracle.judge import Judge, differences
from oracle.process import Run, Runner
from oracle.reader import Reader
from oracle.trouble.profiles import Profile
from oracle.trouble.proxy import Proxy
from oracle.trouble.replica import Replica
from oracle.trouble.stream import Stream
from oracle.trouble.tampering import Tampering
from oracle.trouble.transport import Transport
from oracle.world.mutator import Mutator
from oracle.world.service import Service

# Differences without an event: a directory's columns, and an empty directory.
UNTOLD = ("directories",)
QUIET = ("--max-removal", "100", "--reconcile-every", "86400")


@dataclasses.dataclass
class Finding:
    what: str
    detail: str
    trail: list[str]


class History:
    def __init__(
        self, seed: int, profile: Profile, rounds: int, folder: pathlib.Path, database: Database | None = None
    ) -> None:
        """Without a database it is a file in the folder."""
        self.database = database
        self.seed, self.profile, self.rounds = seed, profile, rounds
        self.rng = random.Random(seed)
        self.chance = random.Random(seed + 4)
        self.findings: list[Finding] = []
        self.figures: dict[str, int] = {}
        self.trail: list[str] = []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"history-{seed}-", dir=folder))

    def report(self, what: str, detail: object = None) -> None:
        if len(self.findings) < 20:
            self.findings.append(Finding(what, repr(detail)[:400], self.trail[-4:]))

    def count(self, what: str, number: int = 1) -> None:
        self.figures[what] = self.figures.get(what, 0) + number

    def run(self) -> None:
        self.service = Service(Sandbox("--no-gzip"), is_in_jsonb=self.database is not None)
        try:
            self.prepare()
            self.live()
        except Exception:
            self.report("the oracle itself failed", traceback.format_exc()[-390:])
        finally:
            self.proxy.close()
            self.service.close()

    def prepare(self) -> None:
        seed = self.seed
        self.transport = Transport(random.Random(seed + 1))
        self.stream = Stream(random.Random(seed + 2))
        self.replica = Replica(random.Random(seed + 3))
        self.proxy = Proxy(self.service.url, self.transport, self.stream, self.replica)
        self.service.keep_directories(self.rng.choice([1, 2, 3, 5, 21]))
        self.mutator = Mutator(self.service, self.rng)
        self.runner = Runner(self.database or self.folder / "people.db", self.proxy.url, self.service.api_key)
        self.ways = ("--memberships", self.rng.choice(["auto", "groups", "users", "records"]))
        self.mutator.change(self.rng.randrange(30))
        self.began = time.time()

    def live(self) -> None:
        if self.rng.random() < 0.5:
            for _ in range(self.rng.randrange(1, 4)):
                self.disturbed_first_run()
        if not self.quiet_cycle("the first quiet run"):
            return
        ignored = ("memberships",) if self.profile.memberships_lag else ()
        self.judge = Judge(self.service.truth, self.began, self.report, ignored=ignored)
        seen = self.look()
        self.feed = Feed(seen.ids, max((c["id"] for c in seen.changes), default=0), self.report)
        self.compare(seen, "after the first run", is_listed=False)
        for number in range(self.rounds):
            self.disturbed_round(number)
            if not self.quiet_cycle("a quiet run"):
                return
            self.compare(self.look(), "after a quiet run", is_listed=False)
        if not self.quiet_cycle("the last listing", "--reconcile"):
            return
        self.compare(self.look(), "after the last listing", is_listed=True)
        self.nothing_new()

    # Disturbances of a run

    def trouble(self, is_on: bool) -> None:
        self.transport.rate = self.profile.transport if is_on else 0
        self.replica.rate = self.profile.stale if is_on else 0
        if is_on and self.profile.events:
            self.stream.change = Tampering(self.profile.events)
            self.stream.held_back = self.rng.choice([0, 0, 3])
        if not is_on:
            self.stream.settle()

    def disturbed_first_run(self) -> None:
        self.trouble(True)
        run = self.runner.start(*QUIET, *self.ways, *self.retries())
        self.mutator.change(self.rng.randrange(6))
        self.end(run)
        self.trouble(False)
        if is_there(self.runner.path):
            for problem in unsound(self.runner.path):
                self.report("the file is damaged in the first run", problem)

    def disturbed_round(self, number: int) -> None:
        rng = self.rng
        mode = rng.choice(["once", "once", "watch", "reconcile", "none"])
        self.trail.append(f"round {number}: {mode}")
        self.trouble(True)
        self.mutator.change(rng.randrange(1, 40))
        if mode != "none":
            reader = Reader(self.runner.path, self.judge, self.feed, self.report) if rng.random() < 0.7 else None
            if reader:
                reader.start()
            self.disturbed_run(mode)
            if reader:
                reader.stop()
                self.count("commits seen", reader.commits)
        self.trouble(False)
        for problem in unsound(self.runner.path):
            self.report("the file is damaged", problem)
        seen = self.look()
        self.judge.look(seen.content)
        self.feed.read(seen.changes, seen.ids)

    def disturbed_run(self, mode: str) -> None:
        options = [*QUIET, *self.ways, *self.retries()]
        if mode == "watch":
            options += ["--watch", "--poll", "0.1"] + (["--reconcile-every", "1"] if self.rng.random() < 0.4 else [])
        if mode == "reconcile":
            options.append("--reconcile")
        run = self.runner.start(*options)
        others = [self.runner.start(*options, *watching) for watching in self.other_workers()]
        changes = threading.Thread(target=self.mutator.change, args=[self.rng.randrange(25)])
        moments = random.Random(self.rng.random())
        changes.start()
        self.end(run, moments)
        changes.join(60)
        for other in others:
            self.end_worker(other)

    def other_workers(self) -> list[tuple[str, ...]]:
        """In PostgreSQL, workers that share the listing, and may take over."""
        if not self.database:
            return []
        return [("--watch", "--poll", "0.1", "--reconcile-every", "1")] * self.chance.choice([0, 1, 3])

    def end_worker(self, run: Run) -> None:
        time.sleep(self.chance.choice([0, self.chance.uniform(0, 0.7)]))
        run.signal(self.chance.choice([signal.SIGKILL, signal.SIGTERM]))
        run.wait()
        self.count("other workers")
        if run.has_crashed or run.code in (3, 74):
            self.report("another worker failed", (run.code, run.error[-300:]))

    def retries(self) -> tuple[str, str]:
        return "--max-retries", str(self.rng.choice([0, 1, 3]))

    def end(self, run: Run, moments: random.Random | None = None) -> None:
        """Ends the run normally, with a signal, or with kill -9."""
        rng = moments or self.rng
        way = rng.choice(["kill", "kill", "kill", "term", "stop", "hang up", "wait"])
        time.sleep(rng.choice([0, rng.uniform(0, 0.05), rng.uniform(0, 0.6)]))
        if way == "stop":
            run.signal(signal.SIGSTOP)
            time.sleep(rng.uniform(0, 0.3))
            run.signal(signal.SIGCONT)
            time.sleep(rng.uniform(0, 0.2))
        if way == "hang up" and run.is_watch:
            run.signal(signal.SIGHUP)
            time.sleep(rng.uniform(0, 0.4))
        is_over = run.process.poll() is not None
        is_killed = way == "kill" or way in ("stop", "hang up") and rng.random() < 0.5
        if is_killed:
            run.signal(signal.SIGKILL)
        elif way != "wait" or run.is_watch:
            run.signal(signal.SIGTERM)
        if not run.wait():
            self.report("a run did not end", (way, run.output[-200:], run.error[-200:]))
        self.count("kill -9 that hit", is_killed and not is_over)
        self.count("runs that were disturbed")
        self.trail.append(f"{way}: {run.code} {run.error[-150:]}")
        if run.has_crashed:
            self.report("a run crashed", (run.code, run.error[-300:]))
        if run.code in (3, 74):
            self.report(f"a run ended with {run.code}", run.error[-300:])

    # Checks

    def look(self) -> Snapshot:
        with opened(self.runner.path) as db:
            return snapshot(db, self.feed.mark if hasattr(self, "feed") else 0)

    def quiet_cycle(self, which: str, *options: str) -> bool:
        began = time.time()
        run = self.runner.start(*QUIET, *self.ways, *options)
        run.wait()
        self.count("quiet runs")
        if run.code != 0:
            self.report(f"{which} failed", (run.code, run.error[-300:]))
            return False
        self.last: dict[str, Any] = run.lines[-1]
        if hasattr(self, "judge"):
            seen = self.look()
            if self.last.get("listed") and "continued" not in self.last["listed"] and not self.stream.waiting:
                self.judge.since = max(self.judge.since, began)
            self.judge.look(seen.content)
            self.feed.read(seen.changes, seen.ids)
        return True

    def compare(self, seen: Snapshot, when: str, *, is_listed: bool) -> None:
        if not is_listed and not self.profile.is_told:
            return
        with self.service.truth.lock:
            for kind, key in differences(seen.content, self.service.truth, ignored=() if is_listed else UNTOLD):
                self.report(f"{kind} {when}", key)

    def nothing_new(self) -> None:
        if self.quiet_cycle("a run without news") and (self.last["changes"] or self.last["requests"] != 1):
            self.report("a run without news was not one request without changes", self.last)
        if self.quiet_cycle("a second listing", "--reconcile") and self.last["changes"]:
            self.report("a second listing changed something", self.last)
