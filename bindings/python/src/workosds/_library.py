"""Loads libworkosds, checks its version, and raises exceptions for its errors."""

import json
import os
from ctypes import CDLL, byref, c_int64, c_size_t, c_void_p, string_at
from typing import Any

from . import errors
from ._functions import FUNCTIONS, declare

VERSION = "0.1.0"
SONAME = "libworkosds.so.0"
PENDING = 2  # WORKOSDS_PENDING

_NOT_FOUND = (
    "libworkosds was not found. Install it or a wheel that contains it, or name its file in the environment variable "
    "WORKOSDS_LIBRARY."
)
_DEPENDENCY_MISSING = (
    "libworkosds was found, but a library that it needs is missing. It needs libcurl, jansson and OpenSSL 3: on Debian "
    "and Ubuntu `apt install libcurl4 libjansson4`, on Fedora and RHEL `dnf install libcurl jansson`."
)

_loaded: CDLL | None = None
_error_classes: dict[int, type[errors.Error]] = {}


def load_library(path: str | os.PathLike[str] | None = None) -> CDLL:
    """Loads libworkosds and returns it. Called by the first client; later calls return the same library.

    The library is looked for in this order:

    1. at `path`;
    2. at the path in the environment variable WORKOSDS_LIBRARY;
    3. in this package's folder;
    4. as libworkosds.so.0, where the system's loader looks.

    If one of the first two is given, no other place is tried.

    Raises:
        LibraryLoadError: The library was not found, one of the libraries it needs is missing, or its version does
            not fit this binding. Also if `path` is given and another file has been loaded before.
    """
    global _loaded
    if _loaded is None:
        _loaded = _load(path)
    elif path is not None and os.path.realpath(path) != os.path.realpath(_loaded._name):
        raise errors.LibraryLoadError(f"libworkosds has been loaded from {_loaded._name} already, not from {path}.")
    return _loaded


def _load(path: str | os.PathLike[str] | None) -> CDLL:
    library = _open(_candidates(path))
    try:
        declare(library, ["workosds_version"])
        _check_version(library)
        declare(library, FUNCTIONS)
    except AttributeError as error:
        raise errors.LibraryLoadError(f"This binding, {VERSION}, does not fit the library: {error}") from None
    _read_statuses(library)
    return library


def _candidates(path: str | os.PathLike[str] | None) -> list[str]:
    chosen = path or os.environ.get("WORKOSDS_LIBRARY")
    if chosen:
        return [os.path.abspath(chosen)]
    package = os.path.dirname(os.path.abspath(__file__))
    return [os.path.join(package, SONAME), SONAME]


def _open(candidates: list[str]) -> CDLL:
    problem = _NOT_FOUND
    failures = ""
    for candidate in candidates:
        try:
            return CDLL(candidate)
        except OSError as error:
            message = str(error)
            failures += "\n  " + (message if message.startswith(candidate) else f"{candidate}: {message}")
            if _is_dependency_missing(candidate, message):
                problem = _DEPENDENCY_MISSING
    raise errors.LibraryLoadError(f"{problem} Tried:{failures}")


def _is_dependency_missing(candidate: str, message: str) -> bool:
    """Whether the loader's message is about a library that libworkosds needs, and not about libworkosds itself."""
    on_glibc = "cannot open shared object file" in message and not message.startswith(candidate)
    on_musl = "(needed by" in message
    return on_glibc or on_musl


def _check_version(library: CDLL) -> None:
    """Before 1.0.0 a minor version may be incompatible."""
    text = library.workosds_version().decode()
    found = [int(part) for part in text.split(".")]
    wanted = [int(part) for part in VERSION.split(".")]
    if found[:2] != wanted[:2] or found < wanted:
        raise errors.LibraryLoadError(f"This binding, {VERSION}, does not fit libworkosds {text} ({library._name}).")


def _read_statuses(library: CDLL) -> None:
    """The exception class of each error status. A status of a newer library gets a new class."""
    for index in range(library.workosds_status_count()):
        status = library.workosds_status_at(index)
        if status < 0:
            name = library.workosds_status_name(status).decode()
            error_class = errors.class_for(name)
            error_class.status = status
            error_class.status_name = name
            _error_classes[status] = error_class


def check(library: CDLL, status: int, error: c_void_p) -> None:
    """Raises the exception for a status below 0, and frees the error object."""
    if status >= 0:
        return
    try:
        details = _details(library, error)
        details["body"] = _body(library, error)
    finally:
        library.workosds_error_free(error)
    error_class = _error_classes.get(status, errors.Error)
    raise error_class(details.get("message", ""), details)


def _details(library: CDLL, error: c_void_p) -> dict[str, Any]:
    text = library.workosds_error_json(error)
    if not text:
        return {}
    details: dict[str, Any] = json.loads(take_string(library, text))
    return details


def _body(library: CDLL, error: c_void_p) -> bytes | None:
    """The body as received: in the error's JSON, invalid UTF-8 has been replaced."""
    length = c_size_t()
    body = library.workosds_error_body(error, byref(length))
    if body is None:
        return None
    return string_at(body, length.value)


def take_string(library: CDLL, string: int | None) -> bytes:
    """Copies a string that the library allocated for the caller, and frees it."""
    if string is None:
        raise errors.OutOfMemoryError("out of memory")
    try:
        return string_at(string)
    finally:
        library.workosds_string_free(string)


def timestamp_ms(text: str) -> int | None:
    """Milliseconds since 1970-01-01 UTC for a time in the API's format; None if the text is not a time."""
    milliseconds = c_int64()
    encoded = text.encode(errors="replace")
    if b"\0" in encoded or not load_library().workosds_timestamp_ms(encoded, byref(milliseconds)):
        return None
    return milliseconds.value
