"""The code in the documents runs and prints what they say. See blocks.py for how it is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from blocks import DOCUMENTS, LANGUAGES, Block, all_blocks
from programs import run_block
from world import World


@pytest.mark.parametrize("block", [block for block in all_blocks() if block.runs], ids=str)
def test_block_runs(block: Block, tmp_path: Path, world: World) -> None:
    printed = run_block(block, tmp_path, world)
    missing = set(block.output.splitlines()) - set(printed.splitlines())
    assert not missing, f"not printed: {missing}\nbut:\n{printed}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: "/".join(document.parts[-3:]))
def test_marks_are_known(document: Path) -> None:
    """A misspelled mark would silently leave a block out."""
    text = document.read_text(encoding="utf-8")
    for mark in re.findall(r"^<!-- (.*) -->\n```", text, re.MULTILINE):
        assert mark in ("run", "output") or mark.startswith("not run: "), mark
    assert text.count("\n```") % 2 == 0, "a block does not end"


OPTIONAL = "email|first_name|last_name|name|job_title|username|role"


@pytest.mark.parametrize("block", [block for block in all_blocks() if block.language == "c"], ids=str)
def test_no_text_that_may_be_null_is_printed(block: Block) -> None:
    """printf of NULL is undefined. Not every user has an email, and the sandbox has users without."""
    printed = re.findall(rf"printf\([^;]*?[,(] *(workosds_user_(?:{OPTIONAL})\()", block.text)
    assert not printed, f"check for NULL first: {printed}"


def test_every_language_has_blocks() -> None:
    assert {block.language for block in all_blocks() if block.runs} >= set(LANGUAGES) - {"sh"}
