"""The table of `make coverage`: covered and all lines and branches of each folder of Sources/WorkOSDS.

table.py SUMMARY [TABLE]      what `llvm-cov export -summary-only` wrote; the table is written to TABLE too
"""

import collections
import json
import pathlib
import sys

KINDS = {"lines": "lines", "regions": "branches"}


def rows(summary: dict[str, object]) -> dict[str, dict[str, list[int]]]:
    """The covered and total counts by folder and kind."""
    table: dict[str, dict[str, list[int]]] = collections.defaultdict(lambda: {kind: [0, 0] for kind in KINDS})
    for file in summary["data"][0]["files"]:  # type: ignore[index]
        folder = pathlib.Path(file["filename"]).parent.name
        for name in (folder, "all"):
            for kind in KINDS:
                table[name][kind][0] += file["summary"][kind]["covered"]
                table[name][kind][1] += file["summary"][kind]["count"]
    return table


def main() -> None:
    table = rows(json.loads(pathlib.Path(sys.argv[1]).read_text()))
    lines = [f"{'':<10}" + "".join(f"{title:>24}" for title in KINDS.values())]
    for name in sorted(table, key=lambda name: (name == "all", name)):
        cells = (f"{covered:>6} of {count:>5} {covered / count:8.2%}" for covered, count in table[name].values())
        lines.append(f"{name:<10}" + "".join(f"{cell:>24}" for cell in cells))
    text = "\n".join(lines) + "\n"
    print(text, end="")
    for path in sys.argv[2:]:
        pathlib.Path(path).write_text(text)


if __name__ == "__main__":
    main()
