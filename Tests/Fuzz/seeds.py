"""Writes a fuzz target's initial inputs, one per file.

    seeds.py TARGET FOLDER      TARGET: json, headers or url

They are the target's texts in seeds.json, in which every byte is one character, and the responses in the rows of
Tests/Behaviour: the bodies, or the heads with their bodies. A new row there is a new seed here.
"""

import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "Behaviour"), str(TESTS / "Support")]

import answers  # noqa: E402
import table  # noqa: E402

MAX_LENGTH = 4096  # the limit in run.sh


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
