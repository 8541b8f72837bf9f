"""Measures the library against lower bounds and against alternatives.

    python3 Tests/Benchmarks/bench.py [--quick | --runs N] [--only ROW ...] [--list] [--json FILE]

Prints a table and writes it as JSON. Every figure is the median of runs that alternate with the peer's.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from runner import rows_bindings, rows_listing, rows_pace, rows_process, rows_webhook
from runner.machine import machine, versions
from runner.paths import BUILD, LIBRARY, has_python_binding, has_ruby_binding
from runner.row import HEADING, Row
from runner.workbench import Workbench

Scenario = Callable[[Workbench], Iterator[Row]]


def scenarios() -> dict[str, Scenario]:
    found: dict[str, Scenario] = {
        "fields": rows_listing.fields,
        "tls": rows_listing.tls,
        "text": rows_listing.text,
        "json": rows_listing.json,
        "attribute": rows_listing.attribute,
        "webhook": rows_webhook.webhook,
    }
    if has_python_binding():
        found |= {"python": rows_bindings.python, "python-start": rows_bindings.python_start}
    if has_ruby_binding():
        found |= {"ruby": rows_bindings.ruby_records}
    return found | {
        "work": rows_pace.work,
        "bucket": rows_pace.bucket,
        "window": rows_pace.window,
        "spacing": rows_pace.spacing,
        "fleet": rows_pace.fleet,
        "memory": rows_process.memory,
        "start": rows_process.start,
        "size": rows_process.size,
    }


def parse(names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Benchmarks of libworkosds")
    parser.add_argument("--runs", type=int, default=7, help="runs of each program (7)")
    parser.add_argument("--quick", action="store_const", dest="runs", const=3, help="three runs of each program")
    parser.add_argument("--only", action="append", choices=names, metavar="ROW", help="this row; may be repeated")
    parser.add_argument("--list", action="store_true", help="print the rows' names")
    parser.add_argument("--json", type=Path, default=BUILD / "bench.json", help="the JSON file")
    return parser.parse_args()


def print_facts(title: str, facts: dict[str, object]) -> None:
    print(f"{title}: " + ", ".join(f"{name} {value}" for name, value in facts.items() if value), flush=True)


def main() -> int:
    rows_by_name = scenarios()
    arguments = parse(list(rows_by_name))
    if arguments.list:
        print("\n".join(rows_by_name))
        return 0
    if not LIBRARY.exists():
        print(f"{LIBRARY} is missing: build it first (make), or set WORKOSDS_LIBRARY", file=sys.stderr)
        return 1
    facts, found = machine(), versions()
    print_facts("Machine", facts)
    print_facts("Versions", found)
    print(f"Medians of {arguments.runs} alternating runs.\n\n{HEADING}", flush=True)
    rows: list[Row] = []
    with Workbench(arguments.runs) as bench:
        for name in arguments.only or rows_by_name:
            for row in rows_by_name[name](bench):
                print(row.as_markdown(), flush=True)
                rows.append(row)
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    result = {"machine": facts, "versions": found, "runs": arguments.runs, "rows": [row.as_json() for row in rows]}
    arguments.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
