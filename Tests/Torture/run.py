"""Runs the program once for each call of each kind, with that call failing. The only valid results are an error and
the complete list.

    run.py [--quick] [--ordinary-swift] [--only WAY:KIND:FIRST:once] FOLDER
"""

import argparse
import collections
import concurrent.futures
import contextlib
import itertools
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import server
import verdict

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[1] / "Support"))
import certificates  # noqa: E402

WAYS = ["blocking", "polling", "texts", "pages", "group", "start", "tls"]
# Those of calls.c, where allocations fail and nothing else.
CALLS = ["events", "polling_events", "directories", "get", "polling_get", "delete", "webhook", "derive", "refusal"]
CALLS += ["library"]
KINDS = [
    "allocation",
    "socket",
    "socketpair",
    "connect",
    "send",
    "receive",
    "poll",
    "epoll_create",
    "epoll_ctl",
    "epoll_wait",
    "timerfd_create",
    "timerfd_settime",
    "eventfd",
]
TIME_LIMIT = 8  # seconds; the program's own limits end a request after three times 0.3 seconds
SLOW = 0.28  # seconds more than without a failure: a time limit had to end what the failed call left behind
QUICK_STEP = 23  # of the allocations, of which there are a thousand
START_STEP = 5  # of those at the very first use: three thousand, nearly all of them OpenSSL's
MOST_PROBLEMS = 20  # of a kind, until it is given up


def program_of(way, programs):
    return programs / ("calls" if way in CALLS else "listing")


class Torture:
    def __init__(self, programs, urls, step, is_ordinary_swift):
        self.programs = programs
        self.urls = urls
        self.step = step
        self.is_ordinary_swift = is_ordinary_swift
        self.numbers = itertools.count()
        self.allowed = {}
        self.usual = {}
        self.lock = threading.Lock()

    def run(self, way, kind, first, duration):
        run = next(self.numbers)
        command = [program_of(way, self.programs), f"{self.urls[way]}/{run}", way, kind, str(first), duration]
        started = time.monotonic()
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT, encoding="utf-8", errors="replace")
        except subprocess.TimeoutExpired:
            return verdict.Verdict(end="hang", problems=[f"no end within {TIME_LIMIT} s"]), TIME_LIMIT
        seconds = time.monotonic() - started
        if done.returncode != 0:
            return verdict.Verdict(end="crash", problems=[f"exit code {done.returncode} {done.stderr[:200]}"]), seconds
        return verdict.judge(done.stdout, way, self.allowed.get(way, 1 << 30)), seconds

    def calibrate(self, way):
        """How many blocks stay, and how long it takes, when nothing fails; fails itself if the list is not complete
        even then."""
        sound, self.usual[way] = self.run(way, "none", 0, "once")
        if sound.end != "DONE" or sound.problems:
            raise SystemExit(f"{way}: without a failure it ended with {sound.end}: {sound.problems}")
        if not self.is_ordinary_swift:
            self.allowed[way] = sound.blocks

    def every(self, way, kind, duration):
        """Yields what came of each call that failed, until there are no more calls."""
        step = (max(self.step, START_STEP) if way == "start" else self.step) if kind == "allocation" else 1
        for first in itertools.count(1, step):
            outcome, seconds = self.run(way, kind, first, duration)
            if outcome.failures == 0 and not outcome.problems:
                return
            yield first, outcome, seconds


def report(torture, way, kind, duration):
    """One line of totals, after a line for each problem. Returns the number of runs and of problems."""
    ends = collections.Counter()
    runs = slow = 0
    found = []
    for first, outcome, seconds in torture.every(way, kind, duration):
        runs += 1
        ends[outcome.end] += 1
        slow += seconds > torture.usual[way] + SLOW
        found += [f"  {way}:{kind}:{first}:{duration}: {problem}" for problem in outcome.problems]
        if len(found) >= MOST_PROBLEMS:
            found.append(f"  {way}:{kind}: given up here")
            break
    totals = " ".join(f"{end} {count}" for end, count in ends.most_common())
    with torture.lock:
        print(
            f"{way:15}{kind:16}{duration:8}{runs:5} runs, {len(found):3} problems, {slow:3} slow  {totals}", flush=True
        )
        print("".join(f"{line}\n" for line in found), end="", flush=True)
    return runs, len(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every few allocations, in some of the ways")
    parser.add_argument(
        "--ordinary-swift",
        action="store_true",
        help="no failed allocation, which ends the process, and no leaks, because the runtime keeps what it has made",
    )
    parser.add_argument("--only", metavar="WAY:KIND:FIRST:DURATION", help="one run, with all that it tells")
    parser.add_argument("programs", type=pathlib.Path, help="the folder of them")
    arguments = parser.parse_args()
    programs = arguments.programs.resolve()
    with servers() as urls:
        if arguments.only:
            way, *call = arguments.only.split(":")
            return subprocess.run([program_of(way, programs), f"{urls[way]}/0", way, *call], check=False).returncode
        torture = Torture(programs, urls, QUICK_STEP if arguments.quick else 1, arguments.ordinary_swift)
        return torture_all(torture, arguments.quick)


@contextlib.contextmanager
def servers():
    """Yields the URL for each way. The library finds the authority of the one of https by SSL_CERT_FILE."""
    with tempfile.TemporaryDirectory() as folder:
        authority = certificates.Authority(pathlib.Path(folder))
        os.environ["SSL_CERT_FILE"] = authority.file
        with server.running() as plain, server.running(authority.context()) as tls:
            yield {way: tls if way == "tls" else plain for way in WAYS + CALLS}


def torture_all(torture, quick):
    started = time.monotonic()
    ways = ["blocking", "polling", "pages", "tls"] if quick else WAYS
    for way in ways + CALLS:
        torture.calibrate(way)
    jobs = list(itertools.product(ways, KINDS, ["once", "lasting"]))
    jobs += list(itertools.product(CALLS, ["allocation"], ["once", "lasting"]))
    # Over TLS most allocations are OpenSSL's.
    jobs = [job for job in jobs if job[:2] != ("tls", "allocation")]
    if torture.is_ordinary_swift:
        jobs = [job for job in jobs if job[1] != "allocation"]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        totals = list(pool.map(lambda job: report(torture, *job), jobs))
    runs, problems = (sum(column) for column in zip(*totals, strict=True))
    print(f"{runs} runs, {problems} problems, {time.monotonic() - started:.0f} s")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
