"""Waiting: slow pages, rate limits, many directories."""

import statistics
from collections.abc import Callable, Iterator

from runner.row import Row
from runner.runs import Command, Run, interleaved, require_same, run
from runner.workbench import Arrivals, PageServer, Workbench, page_server

PAGES = 20
RATE = 4


def observed(server: PageServer) -> Callable[[Command], tuple[Run, Arrivals]]:
    """Runs a command and returns the server's statistics for it."""

    def measure(command: Command) -> tuple[Run, Arrivals]:
        server.arrivals()
        done = run(command)
        return done, server.arrivals()

    return measure


def work(bench: Workbench) -> Iterator[Row]:
    with page_server(delay_ms=50) as server:
        command = bench.program("library", mode="page", work_ms=50, base_url=server.url)
        (results,) = interleaved(bench.runs, [command], observed(server))
    span = statistics.median(arrivals.span for _, arrivals in results)
    complete = all(arrivals.requests == PAGES for _, arrivals in results)
    what = "50 ms per page and 50 ms of work per page, from the first to the last of 20 requests"
    yield Row("work", what, span, "s", 1.10, (PAGES - 1) * 0.05, "ideal", condition=complete)


def limited(bench: Workbench, limiter: str, goal: float, most_limited: int) -> Row:
    with page_server(limiter=limiter) as server:
        command = bench.program("library", mode="fields", paced=1, base_url=server.url)
        (results,) = interleaved(bench.runs, [command], observed(server))
    wall = statistics.median(run.wall for run, _ in results)
    refused = max(arrivals.limited for _, arrivals in results)
    complete = all(run.users == PAGES * 100 for run, _ in results)
    return Row(
        limiter,
        f"2,000 users, 4 requests per second, {limiter} limiter",
        wall,
        "s",
        goal,
        PAGES / RATE,
        "pages ÷ 4",
        note=f"429 responses: {refused}, allowed {most_limited}",
        condition=complete and refused <= most_limited,
    )


def bucket(bench: Workbench) -> Iterator[Row]:
    yield limited(bench, "bucket", 0.85, 0)


def window(bench: Workbench) -> Iterator[Row]:
    yield limited(bench, "window", 0.85, 0)


def spacing(bench: Workbench) -> Iterator[Row]:
    yield limited(bench, "spacing", 1.05, 1)


def fleet(bench: Workbench) -> Iterator[Row]:
    with page_server(limiter="bucket") as server:
        commands = [bench.program("fleet", directories=count, base_url=server.url) for count in (8, 1)]
        eight, one = interleaved(bench.runs, commands, observed(server))
    require_same([run for run, _ in eight], what=lambda run: run.users)
    figure, peer = (statistics.median(run.wall for run, _ in results) for results in (eight, one))
    refused = max(arrivals.limited for _, arrivals in eight)
    what = "8 directories of 2,000 users concurrently on one thread, each rate limited"
    yield Row("fleet", what, figure, "s", 1.1, peer, "one", note=f"429 responses: {refused}", condition=refused == 0)
