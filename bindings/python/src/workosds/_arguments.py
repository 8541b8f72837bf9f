"""Checks arguments and converts them for the library, where 0 means the default and -1 means none."""

from collections.abc import Iterable
from datetime import datetime, timezone
from math import inf
from operator import index

from ._structs import NO_TIME_LIMIT
from .errors import InvalidArgumentError

LARGEST_INT32 = 2**31 - 1
LARGEST_INT64 = 2**63 - 1


def text(name: str, value: str) -> bytes:
    """Rejects a NUL: C would read a shorter text, which could be another id."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{name} is not valid Unicode: it has half of a surrogate pair") from None
    if b"\0" in encoded:
        raise InvalidArgumentError(f"{name} must not contain a NUL")
    return encoded


def optional_text(name: str, value: str | None) -> bytes | None:
    return None if value is None else text(name, value)


def time_text(name: str, value: str | datetime | None) -> bytes | None:
    """Formats a datetime as the API does. Rejects one without a time zone, since it is ambiguous."""
    if not isinstance(value, datetime):
        return optional_text(name, value)
    if value.utcoffset() is None:
        raise InvalidArgumentError(f"{name} has no time zone: use datetime.now(timezone.utc) or .astimezone()")
    try:
        utc = value.astimezone(timezone.utc)
    except OverflowError:
        raise InvalidArgumentError(f"{name} must not be {value}") from None
    return f"{utc.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z".encode()


def event_names(names: Iterable[str] | None) -> bytes | None:
    """Joins names with commas. Rejects an empty list, which would mean all events to the library."""
    if names is None:
        return None
    if isinstance(names, str):
        raise TypeError("events must be a list of names, not a str")
    joined = ",".join(names)
    if not joined.strip(", "):
        raise InvalidArgumentError("events must contain at least one event name")
    return text("events", joined)


def count(name: str, value: int | None, most: int = LARGEST_INT32) -> int:
    """None is the default. Rejects 0, which would mean the default to the library."""
    if value is None:
        return 0
    if not 0 < index(value) <= most:
        raise InvalidArgumentError(f"{name} must not be {value}")
    return value


def milliseconds(name: str, seconds: float | None, least: int = 1) -> int:
    """None means no limit, or the current time: -1 to the library. A value above 0 never becomes 0."""
    if seconds is None:
        return NO_TIME_LIMIT
    if not 0 <= seconds < inf:
        raise InvalidArgumentError(f"{name} must not be {seconds}")
    rounded = round(seconds * 1000)
    if rounded == 0 and seconds > 0:
        rounded = 1
    if rounded < least:
        raise InvalidArgumentError(f"{name} must not be {seconds}")
    return min(rounded, LARGEST_INT64)
