"""The code blocks of the Markdown documents, and what is to be done with each. README's are in test_readme.py.

Every block in C, C++, Swift, Python or Ruby is run. A whole program (C and C++: one with `main`) as it stands; what is less
is put into the frame of its language in fragments/, where `client`, `user`, in C `error` and `status`, and a webhook
are at hand. The key of the examples becomes the sandbox's; directory_123, org_123 and so on are there (see world.py).

What loops for ever (`loop do`, `while True`, `for (;;)`) is stopped when it has printed something, and what is to be
seen in its output.

A comment in the line above a block says more:
    <!-- run -->                a block in sh is run, in a folder with the last C or C++ program as program.c or .cpp
    <!-- output -->             these lines are in what the block before has printed
    <!-- not run: reason -->    only for what cannot be run here
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
    """The whole program before, for a block in sh that compiles it."""
    output: str = ""
    """What the block behind says that this one prints."""

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
