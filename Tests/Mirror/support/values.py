"""JSON as the library documents that it reads it, so that two texts of one value are equal."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable
from typing import Any

# For values as deep as the library takes them.
sys.setrecursionlimit(10_000)

# Members that differ between a record in a list, alone, and in an event.
LEFT_OUT = ("groups", "metadata", "previous_attributes", "domains")
DIRECTORY_STATES = {"linked": "active", "unlinked": "inactive"}


def whole_number(digits: str) -> int | str:
    """A whole number beyond 64 bits is kept as text."""
    number = int(digits)
    return number if -(2**63) <= number < 2**63 else digits


def exact(text: str | bytes) -> Any:
    return repaired(json.loads(text, parse_int=whole_number))


def repaired(value: Any) -> Any:
    """Half a surrogate pair is U+FFFD, and so is a NUL in the name of a member; names stay apart."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [repaired(element) for element in value]
    if isinstance(value, dict):
        return {name: repaired(member) for name, member in zip(names_apart(value), value.values(), strict=True)}
    return value


def names_apart(given: Iterable[str]) -> list[str]:
    """A name that had to be mended has a number behind it where another member has that name already."""
    mended = [(name, repaired(name).replace("\0", "\ufffd")) for name in given]
    taken = {name for name, new in mended if name == new}
    numbers = itertools.count(1)
    names = []
    for name, new in mended:
        if name != new and new in taken:
            new = next(numbered for number in numbers if (numbered := f"{new}{number}") not in taken)
        taken.add(new)
        names.append(new)
    return names


def canonical(table: str, record: dict[str, Any]) -> str:
    """One text for each value of a record, wherever it was read."""
    kept = {name: member for name, member in record.items() if name not in LEFT_OUT}
    if table == "directories":
        state = kept.get("state")
        kept["state"] = DIRECTORY_STATES.get(state, state) if isinstance(state, str) else state
        kept = {name: member for name, member in kept.items() if member is not None}
    return json.dumps(kept, sort_keys=True)
