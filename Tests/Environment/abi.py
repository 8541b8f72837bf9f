"""The C ABI of include/workosds.h for ctypes: structures, and every function with its types."""

import ctypes
import os
import pathlib
from ctypes import POINTER, c_char_p, c_double, c_int32, c_int64, c_size_t, c_uint32, c_void_p

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATH = os.environ.get("WORKOSDS_LIBRARY", str(ROOT / "build" / "libworkosds.so"))

OK, DONE, PENDING = 0, 1, 2
NO_RETRIES = NO_TIME_LIMIT = UNPACED = LOOK_AHEAD_OFF = -1
ATTRIBUTE_TYPES = ("absent", "null", "text", "integer", "real", "boolean", "array", "object")

AttemptCallback = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)


class Options(ctypes.Structure):
    """A structure of options or of a query: zero except for its size and the keyword arguments."""

    def __init__(self, **members):
        super().__init__(struct_size=ctypes.sizeof(self))
        for name, value in members.items():
            setattr(self, name, self._converted(value))

    @staticmethod
    def _converted(value):
        if isinstance(value, list):  # of lines, with NULL after the last one
            return (c_char_p * (len(value) + 1))(*(line.encode() for line in value), None)
        return value.encode() if isinstance(value, str) else value


class ClientOptions(Options):
    _fields_ = (
        [("struct_size", c_size_t)]
        + [(name, c_char_p) for name in ("base_url", "app_name", "ca_file", "proxy", "no_proxy")]
        + [(f"{name}_timeout_ms", c_int64) for name in ("connect", "request", "call")]
        + [(name, c_int64) for name in ("max_retry_wait_ms", "max_response_bytes")]
        + [("max_retries", c_int32), ("directory_user_requests_per_second", c_int32)]
        + [("look_ahead", c_int32), ("allow_plain_http", c_int32)]
        + [("on_attempt", AttemptCallback), ("on_attempt_data", c_void_p), ("headers", POINTER(c_char_p))]
        + [(name, c_char_p) for name in ("client_certificate", "client_key", "client_key_passphrase", "proxy_ca_file")]
    )


def _query(*filters):
    common = [("limit", c_int32), ("max_items", c_int64), ("after", c_char_p), ("before", c_char_p)]
    return [("struct_size", c_size_t), *common, ("order", c_char_p)] + [(name, c_char_p) for name in filters]


class DirectoryQuery(Options):
    _fields_ = _query("organization_id", "search")


class GroupQuery(Options):
    _fields_ = _query("directory", "user")


class UserQuery(Options):
    _fields_ = _query("directory", "group", "idp_id", "email")


class EventQuery(Options):
    _fields_ = [("struct_size", c_size_t), ("limit", c_int32), ("max_items", c_int64)] + [
        (name, c_char_p) for name in ("after", "order", "events", "organization_id", "range_start", "range_end")
    ]


TEXTS = {
    "directory": "id organization_id external_key domain name type state created_at updated_at".split(),
    "group": "id idp_id directory_id organization_id name created_at updated_at".split(),
    "user": (
        "id directory_id organization_id idp_id email first_name last_name name state role job_title username"
        " created_at updated_at"
    ).split(),
    "event": "id type created_at directory_id organization_id".split(),
}
QUERIES = {"directory": DirectoryQuery, "group": GroupQuery, "user": UserQuery, "event": EventQuery}
PLURALS = {"directory": "directories", "group": "groups", "user": "users", "event": "events"}
DIRECTORY_COUNTS = ("active_user_count", "inactive_user_count", "group_count")

_ERROR = POINTER(c_void_p)
_LENGTH = POINTER(c_size_t)


def _signatures():
    """Name, result, arguments. A `char *` owned by the caller is c_void_p, because ctypes would lose its address."""
    yield "status_name", c_char_p, [c_int32]
    yield "status_count", c_size_t, []
    yield "status_at", c_int32, [c_size_t]
    yield "version", c_char_p, []
    yield "version_number", c_uint32, []
    yield "build_info", c_void_p, []
    yield "string_free", None, [c_void_p]
    yield "timestamp_ms", c_int32, [c_char_p, POINTER(c_int64)]
    for name in ("message", "code", "request_id"):
        yield f"error_{name}", c_char_p, [c_void_p]
    for name in ("status", "http_status", "is_retryable"):
        yield f"error_{name}", c_int32, [c_void_p]
    yield "error_retry_after_ms", c_int64, [c_void_p]
    yield "error_body", c_void_p, [c_void_p, _LENGTH]
    yield "error_json", c_void_p, [c_void_p]
    yield "client_new", c_int32, [c_char_p, POINTER(ClientOptions), POINTER(c_void_p), _ERROR]
    yield "client_derive", c_int32, [c_void_p, c_char_p, POINTER(ClientOptions), POINTER(c_void_p), _ERROR]
    for name in ("error_free", "client_cancel", "client_close_idle", "client_free", "iterator_cancel", "iterator_free"):
        yield name, None, [c_void_p]
    for name in ("method", "path", "request_id"):
        yield f"attempt_{name}", c_char_p, [c_void_p]
    for name in ("http_status", "status", "number"):
        yield f"attempt_{name}", c_int32, [c_void_p]
    for name in ("elapsed_ms", "bytes", "wait_ms", "paced_ms"):
        yield f"attempt_{name}", c_int64, [c_void_p]
    yield "attempt_header", c_char_p, [c_void_p, c_char_p]
    yield "iterator_cursor", c_char_p, [c_void_p]
    yield "iterator_set_blocking", c_int32, [c_void_p, c_int32, _ERROR]
    yield "iterator_fd", c_int32, [c_void_p, POINTER(c_int32), _ERROR]
    for name in ("json", "page_json"):
        yield f"iterator_next_{name}", c_int32, [c_void_p, POINTER(c_void_p), _LENGTH, _ERROR]
    for noun in TEXTS:
        yield from _noun_signatures(noun)
    yield from _directory_signatures()
    yield from _user_signatures()
    yield from _event_signatures()


def _noun_signatures(noun):
    by_id = [c_void_p, c_char_p, POINTER(c_void_p), _ERROR]
    yield f"iterator_next_{noun}", c_int32, [c_void_p, POINTER(c_void_p), _ERROR]
    yield f"list_{PLURALS[noun]}", c_int32, [c_void_p, POINTER(QUERIES[noun]), POINTER(c_void_p), _ERROR]
    if noun != "event":
        yield f"get_{noun}", c_int32, by_id
        yield f"start_get_{noun}", c_int32, by_id
    for name in TEXTS[noun]:
        yield f"{noun}_{name}", c_char_p, [c_void_p]
    yield f"{noun}_json", c_void_p, [c_void_p]
    yield f"{noun}_copy", c_void_p, [c_void_p]
    yield f"{noun}_free", None, [c_void_p]


def _directory_signatures():
    for name in ("delete_directory", "request_directory_sync"):
        yield name, c_int32, [c_void_p, c_char_p, _ERROR]
        yield f"start_{name}", c_int32, [c_void_p, c_char_p, POINTER(c_void_p), _ERROR]
    for name in DIRECTORY_COUNTS:
        yield f"directory_{name}", c_int64, [c_void_p]


def _user_signatures():
    yield "group_raw_attributes_json", c_void_p, [c_void_p]
    for name in ("custom_attributes", "raw_attributes", "emails"):
        yield f"user_{name}_json", c_void_p, [c_void_p]
    for name in ("role_count", "group_count", "custom_attribute_count"):
        yield f"user_{name}", c_size_t, [c_void_p]
    yield "user_role_at", c_char_p, [c_void_p, c_size_t]
    yield "user_group_at", c_void_p, [c_void_p, c_size_t]
    # A key is an address, because it may contain a NUL, at which c_char_p ends.
    yield "user_custom_attribute_key_at", c_void_p, [c_void_p, c_size_t, _LENGTH]
    yield "user_custom_attribute_type", c_int32, [c_void_p, c_char_p]
    yield "user_custom_attribute_text", c_int32, [c_void_p, c_char_p, POINTER(c_void_p), _LENGTH]
    for name, type in (("integer", c_int64), ("real", c_double), ("boolean", c_int32)):
        yield f"user_custom_attribute_{name}", c_int32, [c_void_p, c_char_p, POINTER(type)]
    yield "user_custom_attribute_json", c_void_p, [c_void_p, c_char_p]


def _event_signatures():
    for name in ("user", "group", "directory"):
        yield f"event_{name}", c_void_p, [c_void_p]
    for name in ("data", "previous_attributes", "context"):
        yield f"event_{name}_json", c_void_p, [c_void_p]
    signed = [c_char_p, c_size_t]
    yield "webhook_verify", c_int32, [*signed, c_char_p, c_char_p, c_int64, c_int64, POINTER(c_void_p), _ERROR]
    yield "webhook_sign", c_void_p, [*signed, c_char_p, c_int64]


class Library:
    """The functions without their prefix."""

    def __init__(self, path=PATH):
        self.shared_object = ctypes.CDLL(path)
        for name, result, arguments in _signatures():
            function = getattr(self.shared_object, f"workosds_{name}")
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)

    def owned(self, address):
        """The bytes of a `char *` owned by the caller, which this frees."""
        if not address:
            return None
        text = ctypes.string_at(address)
        self.string_free(address)
        return text
