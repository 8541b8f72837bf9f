"""libworkosds itself: found, checked, its functions declared, its statuses turned into exceptions."""

import json
import os
from ctypes import CDLL, CFUNCTYPE, POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_void_p, string_at
from typing import Any

from . import errors

VERSION = "0.1.0"
SONAME = "libworkosds.so.0"
PENDING = 2
AttemptCallback = CFUNCTYPE(None, c_void_p, c_void_p)

_OUT = POINTER(c_void_p)
# By what they return and take. A string that is given back to be freed is a c_void_p.
_FUNCTIONS: tuple[tuple[Any, tuple[Any, ...], str], ...] = (
    (c_char_p, (), "version"),
    (c_size_t, (), "status_count"),
    (c_int32, (c_size_t,), "status_at"),
    (c_char_p, (c_int32,), "status_name"),
    (c_void_p, (c_void_p,), "error_json"),
    (c_void_p, (c_void_p, POINTER(c_size_t)), "error_body"),
    (None, (c_void_p,), "string_free error_free client_cancel client_free iterator_free"),
    (c_char_p, (c_void_p,), "iterator_cursor attempt_method attempt_path attempt_request_id"),
    (c_int32, (c_void_p,), "attempt_http_status attempt_status attempt_number"),
    (c_int64, (c_void_p,), "attempt_elapsed_ms attempt_bytes attempt_wait_ms"),
    (c_int32, (c_char_p, c_void_p, _OUT, _OUT), "client_new"),
    (c_int32, (c_void_p, c_void_p, _OUT, _OUT), "list_directories list_groups list_users list_events"),
    (c_int32, (c_void_p, c_char_p, _OUT, _OUT), "start_get_directory start_get_group start_get_user"),
    (c_int32, (c_void_p, c_char_p, _OUT, _OUT), "start_delete_directory start_request_directory_sync"),
    (c_int32, (c_char_p, c_size_t, c_char_p, c_char_p, c_int64, c_int64, _OUT, _OUT), "webhook_verify"),
    (c_void_p, (c_char_p, c_size_t, c_char_p, c_int64), "webhook_sign"),
    (c_void_p, (c_void_p,), "event_json"),
    (None, (c_void_p,), "event_free"),
    (c_int32, (c_void_p, c_int32, _OUT), "iterator_set_blocking"),
    (c_int32, (c_void_p, POINTER(c_int32), _OUT), "iterator_fd"),
    (c_int32, (c_void_p, _OUT, POINTER(c_size_t), _OUT), "iterator_next_page_json"),
)
_CLASS_NAMES = {"API": "API", "TLS": "TLS", "PERMISSION": "PermissionDenied", "TIMEOUT": "RequestTimeout"}
_classes: dict[int, type[errors.Error]] = {}
_loaded: CDLL | None = None


def load_library(path: str | os.PathLike[str] | None = None) -> CDLL:
    """Loads libworkosds, once; the first client does it by itself.

    It is looked for at `path`, else at the path that the environment variable WORKOSDS_LIBRARY names, else beside this
    module, else as libworkosds.so.0 where the system's loader looks.
    """
    global _loaded
    if _loaded is None:
        library = _open_first(path)
        try:
            for result, arguments, names in _FUNCTIONS:
                for name in names.split():
                    function = getattr(library, "workosds_" + name)
                    function.restype, function.argtypes = result, arguments
        except AttributeError as error:
            raise errors.LibraryLoadError(f"This binding, {VERSION}, does not fit the library: {error}") from None
        _check_version(library)
        _read_statuses(library)
        _loaded = library
    elif path is not None and os.path.realpath(path) != os.path.realpath(_loaded._name):
        raise errors.LibraryLoadError(f"libworkosds has been loaded from {_loaded._name} already, not from {path}.")
    return _loaded


def _open_first(path: str | os.PathLike[str] | None) -> CDLL:
    """An explicit choice is the only place looked at."""
    chosen = path or os.environ.get("WORKOSDS_LIBRARY")
    here = os.path.dirname(os.path.abspath(__file__))
    failures = ""
    for candidate in [os.path.abspath(chosen)] if chosen else [os.path.join(here, SONAME), SONAME]:
        try:
            return CDLL(candidate)
        except OSError as error:
            failures += f"\n  {candidate}: {error}"
    raise errors.LibraryLoadError(f"libworkosds was not found; WORKOSDS_LIBRARY can name it. Tried:{failures}")


def _check_version(library: CDLL) -> None:
    """Until 1.0.0 a minor version may change what was there."""
    text = library.workosds_version().decode()
    found, wanted = ([int(part) for part in version.split(".")] for version in (text, VERSION))
    if found[:2] != wanted[:2] or found < wanted:
        raise errors.LibraryLoadError(f"This binding, {VERSION}, does not fit libworkosds {text} ({library._name}).")


def _read_statuses(library: CDLL) -> None:
    """A status that a newer library brings gets a class of its own."""
    for status in map(library.workosds_status_at, range(library.workosds_status_count())):
        name = library.workosds_status_name(status).decode()
        class_name = (_CLASS_NAMES.get(name) or name.title().replace("_", "")) + "Error"
        if status < 0:
            kind: type[errors.Error] = getattr(errors, class_name, None) or type(class_name, (errors.Error,), {})
            kind.status, kind.status_name = status, name
            _classes[status] = kind


def check(library: CDLL, status: int, error: c_void_p) -> None:
    """Raises what a status below 0 stands for, and frees the error object."""
    if status >= 0:
        return
    text, body = library.workosds_error_json(error), _body(library, error)
    library.workosds_error_free(error)
    details = json.loads(take_string(library, text)) if text else {}
    details["body"] = body
    delay = details.pop("retry_after_ms", None)
    details["retry_after"] = None if delay is None else delay / 1000
    details["http_status"] = details.get("http_status") or None
    raise _classes.get(status, errors.Error)(details.get("message", ""), details)


def _body(library: CDLL, error: c_void_p) -> bytes | None:
    """As it came: the error's JSON has repaired what is no Unicode text."""
    length = c_size_t()
    body = library.workosds_error_body(error, byref(length))
    return None if body is None else string_at(body, length.value)


def take_string(library: CDLL, string: int | None) -> bytes:
    """What the library returned as the caller's."""
    if string is None:
        raise errors.OutOfMemoryError("out of memory")
    try:
        return string_at(string)
    finally:
        library.workosds_string_free(string)
