"""Writes a fuzz target's first inputs, a file each.

    seeds.py TARGET FOLDER      TARGET: json, headers or url

They are what seeds.json has for the target, in which every byte is one character, and what the rows of Tests/Behaviour
send: the bodies, or the heads with their bodies. A row that is added there is a seed here.
"""

import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "Behaviour"), str(TESTS / "Support")]

import answers  # noqa: E402
import table  # noqa: E402

MAX_LENGTH = 4096  # what run.sh allows


def of_the_table(target):
    sent = [answer for row in table.load().values() for answer in row.answers if "fault" not in answer]
    if target == "json":
        yield from map(answers.body, sent)
    elif target == "headers":
        yield from map(answers.message, sent)


def main(target, folder):
    written = json.loads((TESTS / "Fuzz" / "seeds.json").read_text())[target]
    seeds = [text.encode("latin-1") for text in written.values()] + list(of_the_table(target))
    for number, seed in enumerate(sorted(set(seeds))):
        if len(seed) <= MAX_LENGTH:
            (pathlib.Path(folder) / f"seed-{number:03}").write_bytes(seed)


if __name__ == "__main__":
    main(*sys.argv[1:])
