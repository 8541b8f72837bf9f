"""What the caller gives, checked and laid out as the library wants it: 0 is the default, -1 none."""

from ctypes import Structure, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from math import ceil, inf
from operator import index

from .errors import InvalidArgumentError

Paging = tuple[int | None, int | None, str | None, str | None, str | None]
Filters = dict[str, str | None]


class Options(Structure):
    """workosds_client_options."""

    _fields_ = (
        ("struct_size", c_size_t),
        *((name, c_char_p) for name in ("base_url", "app_name", "ca_file", "proxy", "no_proxy")),
        *((name, c_int64) for name in ("connect_timeout", "timeout", "call_timeout", "max_retry_wait")),
        ("max_response_bytes", c_int64),
        *((name, c_int32) for name in ("max_retries", "requests_per_second", "look_ahead", "allow_plain_http")),
        *((name, c_void_p) for name in ("on_attempt", "on_attempt_data")),
    )


class Query(Structure):
    """Any workosds_..._query: they differ in their filters."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("limit", c_int32),
        ("max_items", c_int64),
        *((name, c_char_p) for name in ("after", "before", "order")),
        ("filters", c_char_p * 4),
    )


def query(
    limit: int | None, max_items: int | None, after: str | None, before: str | None, order: str | None, filters: Filters
) -> Query:
    """The filters in the order of the struct."""
    given = [text(name, value) for name, value in filters.items()]
    size = Query.filters.offset + len(given) * Query.filters.size // 4
    counts = count("limit", limit), count("max_items", max_items, 2**63 - 1)
    texts = text("after", after), text("before", before), text("order", order)
    return Query(size, *counts, *texts, (c_char_p * 4)(*given))


def text(name: str, value: str | None) -> bytes | None:
    """A NUL would end the text for C: another id than the one given. What is no Unicode the library refuses."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if "\0" in value:
        raise InvalidArgumentError(f"{name} holds a NUL byte")
    return value.encode("utf-8", "surrogatepass")


def count(name: str, value: int | None, maximum: int = 2**31 - 1, none: int = 0) -> int:
    if value is None:
        return none
    if not 0 < index(value) <= maximum:
        raise InvalidArgumentError(f"{name} must not be {value}")
    return value


def milliseconds(name: str, seconds: float | None) -> int:
    """None is no limit."""
    if seconds is None:
        return -1
    if not 0 < seconds < inf:
        raise InvalidArgumentError(f"{name} must not be {seconds}")
    return min(ceil(seconds * 1000), 2**63 - 1)
