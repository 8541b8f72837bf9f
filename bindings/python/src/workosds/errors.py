"""Exceptions: one class for each error status of the library, a base class for HTTP errors, and three that only the
binding raises."""

from collections.abc import Mapping
from typing import Any


class Error(Exception):
    """The base class of all errors of this package.

    Attributes:
        message: One line: what failed, on which request, what to do.
        status: The library's status, such as -8. None for errors that only the binding raises.
        status_name: The name of the status, "RATE_LIMITED".
        http_status: The HTTP status; None if there was no response.
        code: The API's error code, "entity_not_found"; None if the response had none.
        request_id: The response's X-Request-Id, for WorkOS support.
        retry_after: Seconds to wait, as requested by the server, from the time of the response; None if it sent none.
        is_retryable: Whether the same call may succeed later.
        errors: The fields that the API rejected, each a dictionary with "field", "code" and "message".
        body: The response body as bytes; None if there was no response. If the server sent the API key back, it is in
            the body, but in no other attribute and in no message.
    """

    status: int | None = None
    status_name: str | None = None

    def __init__(self, message: str = "", details: Mapping[str, Any] | None = None) -> None:
        """`details` are the members of the library's workosds_error_json, with the body as bytes."""
        super().__init__(message)
        details = details or {}
        retry_after_ms: int | None = details.get("retry_after_ms")
        self.message = message
        self.http_status: int | None = details.get("http_status") or None
        self.code: str | None = details.get("code")
        self.request_id: str | None = details.get("request_id")
        self.retry_after: float | None = None if retry_after_ms is None else retry_after_ms / 1000
        self.is_retryable: bool = bool(details.get("is_retryable"))
        self.errors: list[dict[str, str | None]] = details.get("errors") or []
        self.body: bytes | None = details.get("body")


class HTTPError(Error):
    """The server answered with a status outside 2xx; `http_status` is that status.

    The base class of AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError, BadRequestError,
    UnprocessableError, RateLimitedError, ServerError and APIError.
    """


class InvalidArgumentError(Error, ValueError):
    """An argument is invalid. Nothing was sent."""


class AuthenticationError(HTTPError):
    """HTTP 401: the API key is missing, wrong or revoked."""


class PermissionDeniedError(HTTPError):
    """HTTP 403."""


class NotFoundError(HTTPError):
    """HTTP 404."""


class ConflictError(HTTPError):
    """HTTP 409: a sync of the directory is in progress."""


class BadRequestError(HTTPError):
    """HTTP 400."""


class UnprocessableError(HTTPError):
    """HTTP 422: `errors` has the fields that the API rejected."""


class RateLimitedError(HTTPError):
    """HTTP 429, after the retries; `retry_after` has the seconds to wait."""


class ServerError(HTTPError):
    """HTTP 5xx, after the retries."""


class APIError(HTTPError):
    """Any other status outside 2xx, including redirects."""


class NetworkError(Error, ConnectionError):
    """No complete response: name resolution, connection or proxy failed, or the connection was cut off."""


class TLSError(Error, ConnectionError):
    """The certificate is not trusted, or the TLS handshake failed."""


class RequestTimeoutError(Error, TimeoutError):
    """One of the client's time limits was reached."""


class CancelledError(Error):
    """The call was ended by `cancel`."""


class ProtocolError(Error):
    """The response is not HTTP, or a 2xx response that the API does not document."""


class PaginationLoopError(Error):
    """The server sent the same cursor twice. The list is incomplete."""


class SignatureError(Error, ValueError):
    """A webhook's signature is invalid, or its time is too far off."""


class InternalError(Error):
    """No descriptor was left, or there is a bug in the library or in one that it uses."""


class OutOfMemoryError(Error, MemoryError):
    """Memory ran out."""


class ClosedError(Error, ValueError):
    """The client is closed."""


class LibraryLoadError(Error, ImportError):
    """libworkosds was not found, cannot be loaded, or has an incompatible version."""


class CustomAttributeError(Error, ValueError):
    """A user's custom attributes do not match the type given to the call.

    Attributes:
        key: The path of the value in the attributes: "manager.languages[2]".
        user_id: The user's id; None if the server sent none.
    """

    def __init__(self, message: str = "", key: str = "", user_id: str | None = None) -> None:
        super().__init__(message)
        self.key = key
        self.user_id = user_id


_STATUSES_WITH_ANOTHER_NAME: dict[str, type[Error]] = {
    "API": APIError,
    "TLS": TLSError,
    "PERMISSION": PermissionDeniedError,
    "TIMEOUT": RequestTimeoutError,
}


def class_for(status_name: str) -> type[Error]:
    """The class for a status of the library: NotFoundError for "NOT_FOUND". An unknown status gets a new class."""
    if status_name in _STATUSES_WITH_ANOTHER_NAME:
        return _STATUSES_WITH_ANOTHER_NAME[status_name]
    class_name = status_name.title().replace("_", "") + "Error"
    found = globals().get(class_name)
    if found is not None:
        error_class: type[Error] = found
        return error_class
    return type(class_name, (Error,), {})
