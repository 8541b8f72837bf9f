"""The structs of workosds.h that the binding fills in, with their members in the header's order.

A member that is zero has its default. The library copies every text before the call returns.
"""

from ctypes import POINTER, Structure, c_char_p, c_int32, c_int64, c_size_t, c_void_p, sizeof
from typing import Any

NO_RETRIES = -1
NO_TIME_LIMIT = -1
UNPACED = -1
LOOK_AHEAD_ON = 1
LOOK_AHEAD_OFF = -1


class _SizedStruct(Structure):
    """A struct that begins with its size, like the header's ..._INIT macros."""

    def __init__(self, **members: Any) -> None:
        super().__init__(struct_size=sizeof(self), **members)


class ClientOptions(_SizedStruct):
    """workosds_client_options."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("base_url", c_char_p),
        ("app_name", c_char_p),
        ("ca_file", c_char_p),
        ("proxy", c_char_p),
        ("no_proxy", c_char_p),
        ("connect_timeout_ms", c_int64),
        ("request_timeout_ms", c_int64),
        ("call_timeout_ms", c_int64),
        ("max_retry_wait_ms", c_int64),
        ("max_response_bytes", c_int64),
        ("max_retries", c_int32),
        ("directory_user_requests_per_second", c_int32),
        ("look_ahead", c_int32),
        ("allow_plain_http", c_int32),
        ("on_attempt", c_void_p),
        ("on_attempt_data", c_void_p),
        ("headers", POINTER(c_char_p)),
        ("client_certificate", c_char_p),
        ("client_key", c_char_p),
        ("client_key_passphrase", c_char_p),
        ("proxy_ca_file", c_char_p),
    )


class DirectoryQuery(_SizedStruct):
    """workosds_directory_query."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("limit", c_int32),
        ("max_items", c_int64),
        ("after", c_char_p),
        ("before", c_char_p),
        ("order", c_char_p),
        ("organization_id", c_char_p),
        ("search", c_char_p),
    )


class GroupQuery(_SizedStruct):
    """workosds_group_query."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("limit", c_int32),
        ("max_items", c_int64),
        ("after", c_char_p),
        ("before", c_char_p),
        ("order", c_char_p),
        ("directory", c_char_p),
        ("user", c_char_p),
    )


class UserQuery(_SizedStruct):
    """workosds_user_query."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("limit", c_int32),
        ("max_items", c_int64),
        ("after", c_char_p),
        ("before", c_char_p),
        ("order", c_char_p),
        ("directory", c_char_p),
        ("group", c_char_p),
        ("idp_id", c_char_p),
        ("email", c_char_p),
    )


class EventQuery(_SizedStruct):
    """workosds_event_query."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("limit", c_int32),
        ("max_items", c_int64),
        ("after", c_char_p),
        ("order", c_char_p),
        ("events", c_char_p),
        ("organization_id", c_char_p),
        ("range_start", c_char_p),
        ("range_end", c_char_p),
    )


Query = DirectoryQuery | GroupQuery | UserQuery | EventQuery
