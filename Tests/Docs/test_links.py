"""Links in the documents lead to files and headings that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from blocks import FENCE, ROOT

FOLDERS = ("*.md", "docs/**/*.md", "bindings/*/*.md", "Tests/*/*.md")
DOCUMENTS = sorted(path for pattern in FOLDERS for path in ROOT.glob(pattern))
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?\)|<(?:img|source|a) [^>]*?(?:src|srcset|href)=\"([^\"]+)\"")


def prose(document: Path) -> str:
    return FENCE.sub("", document.read_text(encoding="utf-8"))


def anchors(document: Path) -> set[str]:
    """The anchors that GitHub makes of headings."""
    headings = re.findall(r"^#+ +(.*?) *#*$", prose(document), re.MULTILINE)
    found: set[str] = set()
    for heading in headings:
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = 0
        while (candidate := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(candidate)
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_links(document: Path) -> None:
    broken = []
    for match in LINK.finditer(prose(document)):
        target = match[1] or match[2]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path) if path else document
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            broken.append(target)
    assert not broken
