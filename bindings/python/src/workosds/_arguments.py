"""What the caller gives, checked and laid out as the library wants it: 0 is the default, -1 none."""

from collections.abc import Iterable, Mapping
from ctypes import Structure, c_char_p, c_int32, c_int64, c_size_t, c_void_p, sizeof
from datetime import datetime, timezone
from math import inf
from operator import index

from .errors import InvalidArgumentError

Texts = Mapping[str, str | None]


class Options(Structure):
    """workosds_client_options."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("texts", c_char_p * 5),
        ("times", c_int64 * 4),
        ("max_response_bytes", c_int64),
        ("counts", c_int32 * 4),
        ("on_attempt", c_void_p),
        ("on_attempt_data", c_void_p),
    )


class Query(Structure):
    """Any workosds_..._query: they differ in their texts."""

    _fields_ = (("struct_size", c_size_t), ("limit", c_int32), ("max_items", c_int64), ("texts", c_char_p * 7))


def query(limit: int | None, max_items: int | None, given: Texts) -> Query:
    """The texts in the order of the struct."""
    size = Query.texts.offset + len(given) * sizeof(c_char_p)
    return Query(size, count("limit", limit), count("max_items", max_items, 2**63 - 1), (c_char_p * 7)(*texts(given)))


def texts(given: Texts) -> list[bytes | None]:
    return [None if value is None else text(name, value) for name, value in given.items()]


def text(name: str, value: str) -> bytes:
    """A NUL would end the text for C: another id than the one given."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{name} is no Unicode text: it has half of a surrogate pair") from None
    if b"\0" in encoded:
        raise InvalidArgumentError(f"{name} holds a NUL byte")
    return encoded


def moment(name: str, value: str | datetime | None) -> str | None:
    """A datetime as the API writes it. One without a time zone may mean any of them."""
    if not isinstance(value, datetime):
        return value
    if value.utcoffset() is None:
        raise InvalidArgumentError(f"{name} has no time zone: use datetime.now(timezone.utc) or .astimezone()")
    try:
        utc = value.astimezone(timezone.utc)
    except OverflowError:
        raise InvalidArgumentError(f"{name} must not be {value}") from None
    return utc.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def event_names(names: Iterable[str] | None) -> str | None:
    """With commas between them. None stands for all: a list that turned out to be empty must not."""
    if isinstance(names, str):
        raise TypeError("events must be a list of names, not a str")
    joined = None if names is None else ",".join(names)
    if joined is not None and not joined.strip(", "):
        raise InvalidArgumentError("events must name at least one event")
    return joined


def count(name: str, value: int | None, maximum: int = 2**31 - 1, none: int = 0) -> int:
    if value is None:
        return none
    if not 0 < index(value) <= maximum:
        raise InvalidArgumentError(f"{name} must not be {value}")
    return value


def milliseconds(name: str, seconds: float | None, least: int = 1) -> int:
    """None is no limit. What is not nothing must not become nothing."""
    if seconds is None:
        return -1
    if not 0 <= seconds < inf or not (result := min(max(round(seconds * 1000), seconds > 0), 2**63 - 1)) >= least:
        raise InvalidArgumentError(f"{name} must not be {seconds}")
    return result
