"""JSON as documented by the library, so that two texts of the same value are equal."""

from __future__ import annotations

import decimal
import itertools
import json
import re
import sys
from collections.abc import Iterable
from typing import Any

# For values as deep as the library accepts them.
sys.setrecursionlimit(10_000)

# Members that differ between a record in a list, alone, and in an event.
LEFT_OUT = ("groups", "metadata", "previous_attributes", "domains")
DIRECTORY_STATES = {"linked": "active", "unlinked": "inactive"}


def whole_number(digits: str) -> int | str:
    """An integer beyond 64 bits is stored as text."""
    number = int(digits)
    return number if -(2**63) <= number < 2**63 else digits


def exact(text: str | bytes) -> Any:
    return repaired(json.loads(text, parse_int=whole_number))


def in_jsonb(text: str) -> Any:
    """The value as a `jsonb` of PostgreSQL has it: with U+FFFD for U+0000, and with all digits of a large number."""
    return without_nuls(repaired(json.loads(text, parse_int=whole_number, parse_float=number_in_full)))


def without_nuls(value: Any) -> Any:
    """The names of members have none after `repaired`."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [without_nuls(element) for element in value]
    if isinstance(value, dict):
        return {name: without_nuls(member) for name, member in value.items()}
    return value


def number_in_full(text: str) -> float | int | str:
    number = decimal.Decimal(text)
    is_whole = number == number.to_integral_value() and abs(number) >= 2**63
    return format(number, "f") if is_whole else float(text)


def without_nul(text: str) -> str:
    """JSON as PostgreSQL can have it: U+0000 becomes U+FFFD. An escaped backslash can precede it."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\\u0000", lambda match: match[1] + r"\ufffd", text)


def repaired(value: Any) -> Any:
    """A lone surrogate becomes U+FFFD, as does a NUL in the name of a member; names stay distinct."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [repaired(element) for element in value]
    if isinstance(value, dict):
        return {name: repaired(member) for name, member in zip(names_apart(value), value.values(), strict=True)}
    return value


def names_apart(given: Iterable[str]) -> list[str]:
    """A repaired name has a number appended if another member already has that name."""
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
    """The canonical text of a record's value, wherever it was read."""
    kept = {name: member for name, member in record.items() if name not in LEFT_OUT}
    if table == "directories":
        state = kept.get("state")
        kept["state"] = DIRECTORY_STATES.get(state, state) if isinstance(state, str) else state
        kept = {name: member for name, member in kept.items() if member is not None}
    return json.dumps(kept, sort_keys=True)
