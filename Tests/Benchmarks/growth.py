"""The growth of time and memory with the number of users and with the page size, as a table and a chart.

python3 Tests/Benchmarks/growth.py [--runs N] [--most-users N] [--csv FILE] [--svg FILE] [--from-csv]
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from chart import Axis, Chart, Series, decades, render, steps
from runner.paths import BENCHMARKS, BUILD
from runner.runs import interleaved, median, require_same, run
from runner.workbench import Workbench, page_server

FULL_PAGE = 100
SMALLER_PAGES = (1, 2, 5, 10, 20, 50)
USERS_FOR_PAGE_SIZES = 10_000
PROGRAMS = {"library": "libworkosds", "plain_c": "plain C"}


@dataclass(frozen=True)
class Point:
    program: str
    users: int
    page_size: int
    cpu_seconds: float
    peak_megabytes: float

    @property
    def cpu_microseconds_a_user(self) -> float:
        return self.cpu_seconds / self.users * 1e6


Quantity = tuple[str, Callable[[Point], float]]
USERS: Quantity = ("users listed", lambda point: point.users)
PAGE_SIZE: Quantity = ("users per page", lambda point: point.page_size)
SECONDS: Quantity = ("seconds", lambda point: point.cpu_seconds)
MICROSECONDS: Quantity = ("µs", lambda point: point.cpu_microseconds_a_user)
MEGABYTES: Quantity = ("MB", lambda point: point.peak_megabytes)


def measure(bench: Workbench, users: int, page_size: int) -> Iterator[Point]:
    with page_server(users=users) as server:
        commands = [bench.program(name, base_url=server.url, limit=page_size) for name in PROGRAMS]
        series = interleaved(bench.runs, commands, run)
    require_same(*series, what=lambda run: run.bytes)
    for name, runs in zip(PROGRAMS.values(), series, strict=True):
        cpu, peak = median(runs, lambda run: run.cpu), median(runs, lambda run: run.peak_kilobytes)
        yield Point(name, users, page_size, round(cpu, 6), round(peak / 1024, 3))


def measure_all(runs: int, most_users: int) -> Iterator[Point]:
    with Workbench(runs) as bench:
        users = 100
        while users <= most_users:
            yield from measure(bench, users, FULL_PAGE)
            users *= 10
        for page_size in SMALLER_PAGES:
            yield from measure(bench, USERS_FOR_PAGE_SIZES, page_size)


def write_csv(file: Path, points: Sequence[Point]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([field.name for field in fields(Point)])
        writer.writerows(astuple(point) for point in points)


def read_csv(file: Path) -> list[Point]:
    with file.open(newline="") as stream:
        rows = csv.DictReader(stream)
        return [
            Point(
                row["program"],
                int(row["users"]),
                int(row["page_size"]),
                float(row["cpu_seconds"]),
                float(row["peak_megabytes"]),
            )
            for row in rows
        ]


def chart(
    title: str,
    points: Sequence[Point],
    x: Quantity,
    y: Quantity,
    *,
    logarithmic: bool,
) -> Chart:
    (x_label, x_value), (unit, y_value) = x, y
    heights = [y_value(point) for point in points]
    return Chart(
        f"{title}, {unit}",
        x_label,
        Axis(decades([x_value(point) for point in points]), True),
        Axis(decades(heights) if logarithmic else steps(heights), logarithmic),
        [
            Series(name, [(x_value(point), y_value(point)) for point in points if point.program == name])
            for name in PROGRAMS.values()
        ],
    )


def picture(points: Sequence[Point]) -> str:
    by_users = [point for point in points if point.page_size == FULL_PAGE]
    by_size = [point for point in points if point.users == USERS_FOR_PAGE_SIZES]
    by_size.sort(key=lambda point: point.page_size)
    charts = [
        chart("CPU time", by_users, USERS, SECONDS, logarithmic=True),
        chart("Peak memory of the process", by_users, USERS, MEGABYTES, logarithmic=False),
        chart("10,000 users: CPU time per user", by_size, PAGE_SIZE, MICROSECONDS, logarithmic=True),
        chart("10,000 users: peak memory of the process", by_size, PAGE_SIZE, MEGABYTES, logarithmic=False),
    ]
    return render("CPU time and peak memory of libworkosds and of plain C", charts)


def main() -> int:
    parser = argparse.ArgumentParser(description="Growth of time and memory")
    parser.add_argument("--runs", type=int, default=3, help="runs of each program at each point (3)")
    parser.add_argument("--most-users", type=int, default=1_000_000)
    parser.add_argument("--csv", type=Path, default=BUILD / "growth.csv")
    parser.add_argument("--svg", type=Path, default=BENCHMARKS / "growth.svg")
    parser.add_argument("--from-csv", action="store_true", help="draw earlier measurements")
    arguments = parser.parse_args()
    if arguments.from_csv:
        points = read_csv(arguments.csv)
    else:
        points = []
        for point in measure_all(arguments.runs, arguments.most_users):
            print(*astuple(point), sep="\t", flush=True)
            points.append(point)
        write_csv(arguments.csv, points)
    arguments.svg.write_text(picture(points))
    return 0


if __name__ == "__main__":
    sys.exit(main())
