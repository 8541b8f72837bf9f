"""The code blocks of the Markdown documents, and how each is run. For README's see test_readme.py.

Every block in C, C++, Swift, Python or Ruby is run. A whole program (C and C++: one with `main`) is run unchanged.
Other blocks are put into the frame of their language in fragments/, which has `client`, `user`, in C `error` and
`status`, and a webhook. The examples' API key is replaced by the sandbox's; directory_123, org_123 and so on exist (see
world.py).

An endless loop (`loop do`, `while True`, `for (;;)`) is stopped when it has printed something, including the expected
output.

A comment in the line above a block can add:
    <!-- run -->                run a block in sh, in a folder with the last C or C++ program as program.c or .cpp
    <!-- output -->             these lines are in the output of the previous block
    <!-- not run: reason -->    only for code that cannot be run here
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    ROOT / "docs/command.md",
    ROOT / "docs/sandbox.md",
    *sorted((ROOT / "docs/guide").glob("*.md")),
    *sorted(ROOT.glob("bindings/*/README.md")),
]
LANGUAGES = ("c", "cpp", "swift", "python", "ruby", "sh")

FENCE = re.compile(r"^(?:<!-- (?P<mark>.*?) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Block:
    document: Path
    line: int
    language: str
    text: str
    mark: str
    program: str = ""
    """The previous whole program, for a block in sh that compiles it."""
    output: str = ""
    """The expected output, from the next block."""

    @property
    def is_program(self) -> bool:
        return re.search(r"^int main\(", self.text, re.MULTILINE) is not None

    @property
    def loops_for_ever(self) -> bool:
        return re.search(r"^\s*(loop do|while True:|for \(;;\))", self.text, re.MULTILINE) is not None

    @property
    def runs(self) -> bool:
        if self.mark.startswith("not run: "):
            return False
        return self.language in LANGUAGES if self.mark == "run" or self.language != "sh" else False

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def blocks_of(document: Path) -> list[Block]:
    text = document.read_text(encoding="utf-8")
    blocks: list[Block] = []
    program = ""
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start("text"))
        block = Block(document, line, match["language"], match["text"], match["mark"] or "", program)
        if block.mark == "output":
            blocks[-1].output = block.text
            continue
        if block.language in ("c", "cpp") and block.is_program:
            program = block.text
        blocks.append(block)
    return blocks


def all_blocks() -> list[Block]:
    return [block for document in DOCUMENTS for block in blocks_of(document)]
