"""The options of a client by their names in this binding, and what is passed to the library for each."""

import os
from collections.abc import Callable, Mapping
from ctypes import c_char_p, c_void_p, cast
from typing import Any

from ._arguments import LARGEST_INT64, count, milliseconds, optional_text, text
from ._structs import LOOK_AHEAD_OFF, LOOK_AHEAD_ON, NO_RETRIES, UNPACED, ClientOptions
from .attempts import Observer
from .errors import InvalidArgumentError

FileName = str | os.PathLike[str]


def library_options(given: Mapping[str, Any], observer: Observer | None) -> ClientOptions:
    """Returns the struct for these options. An option that is not among them has its default; for a derived client, the
    value of the client it is derived from."""
    options = ClientOptions()
    for name, value in given.items():
        member, convert = _MEMBERS[name]
        setattr(options, member, convert(name, value))
    if observer:
        options.on_attempt = cast(observer.callback, c_void_p)
    return options


def is_option(name: str) -> bool:
    return name in _MEMBERS


def _file_name(name: str, value: FileName | None) -> bytes | None:
    return None if value is None else text(name, os.fsdecode(value))


def _response_size(name: str, value: int) -> int:
    return count(name, value, most=LARGEST_INT64)


def _retries(name: str, value: int) -> int:
    return NO_RETRIES if value == 0 else count(name, value)


def _pace(name: str, value: int | None) -> int:
    return UNPACED if value is None else count(name, value)


def _look_ahead(_name: str, value: bool) -> int:
    return LOOK_AHEAD_ON if value else LOOK_AHEAD_OFF


def _flag(_name: str, value: bool) -> int:
    return 1 if value else 0


def _header_lines(name: str, value: Mapping[str, str] | None) -> Any:
    """Returns an array of "Name: value" that ends in NULL. A value can be a secret: it is in no message."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} must be a mapping of names to values, not {type(value).__name__}")
    lines: list[bytes | None] = [_header_line(*header) for header in value.items()]
    return (c_char_p * (len(lines) + 1))(*lines, None)


def _header_line(name: str, value: str) -> bytes:
    encoded = text("the name of a header", name)
    if b":" in encoded:
        raise InvalidArgumentError(f'headers "{name.partition(":")[0]}" has a colon in its name: leave it out')
    return encoded + b": " + text(f"the value of the header {name!r}", value)


_MEMBERS: dict[str, tuple[str, Callable[[str, Any], Any]]] = {
    "base_url": ("base_url", optional_text),
    "app_name": ("app_name", optional_text),
    "ca_file": ("ca_file", _file_name),
    "proxy": ("proxy", optional_text),
    "no_proxy": ("no_proxy", optional_text),
    "connect_timeout": ("connect_timeout_ms", milliseconds),
    "timeout": ("request_timeout_ms", milliseconds),
    "call_timeout": ("call_timeout_ms", milliseconds),
    "max_retry_wait": ("max_retry_wait_ms", milliseconds),
    "max_response_bytes": ("max_response_bytes", _response_size),
    "max_retries": ("max_retries", _retries),
    "directory_user_requests_per_second": ("directory_user_requests_per_second", _pace),
    "look_ahead": ("look_ahead", _look_ahead),
    "allow_plain_http": ("allow_plain_http", _flag),
    "headers": ("headers", _header_lines),
    "client_certificate": ("client_certificate", _file_name),
    "client_key": ("client_key", _file_name),
    "client_key_passphrase": ("client_key_passphrase", optional_text),
    "proxy_ca_file": ("proxy_ca_file", _file_name),
}
