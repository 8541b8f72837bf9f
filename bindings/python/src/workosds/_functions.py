"""The functions of workosds.h that the binding calls, in the header's order, with their types."""

from collections.abc import Iterable
from ctypes import CDLL, CFUNCTYPE, POINTER, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from typing import Any

from ._structs import ClientOptions, DirectoryQuery, EventQuery, GroupQuery, UserQuery

AttemptCallback = CFUNCTYPE(None, c_void_p, c_void_p)

_Status = c_int32
_Handle = c_void_p
_OwnedString = c_void_p  # freed with workosds_string_free; a c_char_p would lose its address
_OutHandle = POINTER(c_void_p)
_OutInt32 = POINTER(c_int32)
_OutInt64 = POINTER(c_int64)
_OutSize = POINTER(c_size_t)

FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "workosds_status_name": (c_char_p, [_Status]),
    "workosds_status_count": (c_size_t, []),
    "workosds_status_at": (_Status, [c_size_t]),
    "workosds_version": (c_char_p, []),
    "workosds_string_free": (None, [_OwnedString]),
    "workosds_timestamp_ms": (c_int32, [c_char_p, _OutInt64]),
    "workosds_error_body": (c_void_p, [_Handle, _OutSize]),
    "workosds_error_json": (_OwnedString, [_Handle]),
    "workosds_error_free": (None, [_Handle]),
    "workosds_client_new": (_Status, [c_char_p, POINTER(ClientOptions), _OutHandle, _OutHandle]),
    "workosds_client_derive": (_Status, [_Handle, c_char_p, POINTER(ClientOptions), _OutHandle, _OutHandle]),
    "workosds_client_cancel": (None, [_Handle]),
    "workosds_client_free": (None, [_Handle]),
    "workosds_attempt_method": (c_char_p, [_Handle]),
    "workosds_attempt_path": (c_char_p, [_Handle]),
    "workosds_attempt_http_status": (c_int32, [_Handle]),
    "workosds_attempt_status": (_Status, [_Handle]),
    "workosds_attempt_number": (c_int32, [_Handle]),
    "workosds_attempt_elapsed_ms": (c_int64, [_Handle]),
    "workosds_attempt_bytes": (c_int64, [_Handle]),
    "workosds_attempt_request_id": (c_char_p, [_Handle]),
    "workosds_attempt_wait_ms": (c_int64, [_Handle]),
    "workosds_attempt_paced_ms": (c_int64, [_Handle]),
    "workosds_attempt_header": (c_char_p, [_Handle, c_char_p]),
    "workosds_iterator_next_page_json": (_Status, [_Handle, _OutHandle, _OutSize, _OutHandle]),
    "workosds_iterator_cursor": (c_char_p, [_Handle]),
    "workosds_iterator_set_blocking": (_Status, [_Handle, c_int32, _OutHandle]),
    "workosds_iterator_fd": (_Status, [_Handle, _OutInt32, _OutHandle]),
    "workosds_iterator_free": (None, [_Handle]),
    "workosds_list_directories": (_Status, [_Handle, POINTER(DirectoryQuery), _OutHandle, _OutHandle]),
    "workosds_start_get_directory": (_Status, [_Handle, c_char_p, _OutHandle, _OutHandle]),
    "workosds_start_delete_directory": (_Status, [_Handle, c_char_p, _OutHandle, _OutHandle]),
    "workosds_start_request_directory_sync": (_Status, [_Handle, c_char_p, _OutHandle, _OutHandle]),
    "workosds_list_groups": (_Status, [_Handle, POINTER(GroupQuery), _OutHandle, _OutHandle]),
    "workosds_start_get_group": (_Status, [_Handle, c_char_p, _OutHandle, _OutHandle]),
    "workosds_list_users": (_Status, [_Handle, POINTER(UserQuery), _OutHandle, _OutHandle]),
    "workosds_start_get_user": (_Status, [_Handle, c_char_p, _OutHandle, _OutHandle]),
    "workosds_list_events": (_Status, [_Handle, POINTER(EventQuery), _OutHandle, _OutHandle]),
    "workosds_event_json": (_OwnedString, [_Handle]),
    "workosds_event_free": (None, [_Handle]),
    "workosds_webhook_verify": (
        _Status,
        [c_char_p, c_size_t, c_char_p, c_char_p, c_int64, c_int64, _OutHandle, _OutHandle],
    ),
    "workosds_webhook_sign": (_OwnedString, [c_char_p, c_size_t, c_char_p, c_int64]),
}


def declare(library: CDLL, names: Iterable[str]) -> None:
    """Sets the types of these functions in ctypes. Raises AttributeError if the library lacks one."""
    for name in names:
        function = getattr(library, name)
        function.restype, function.argtypes = FUNCTIONS[name]
