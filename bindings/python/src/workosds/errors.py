"""Exceptions: one class for each status of the library, a base of those for HTTP statuses, and three of the
binding's own."""
# ruff: noqa: E701

from collections.abc import Mapping
from typing import Any


class Error(Exception):
    """Why a call failed. What there is none of is None.

    `code` is the API's own, "entity_not_found"; `request_id` is for WorkOS's support; `retry_after` is in seconds;
    `is_retryable`: the same call may well succeed later; `errors` has the fields that the API refused, each with
    "field", "code" and "message"; `body` is the answer's body, the bytes as they came:
    it alone may hold the API key, where the server sent that back.
    """

    status: int | None = None
    status_name: str | None = None
    http_status: int | None = None
    code: str | None = None
    request_id: str | None = None
    retry_after: float | None = None
    is_retryable: bool = False
    body: bytes | None = None

    def __init__(self, message: str = "", details: Mapping[str, Any] | None = None) -> None:
        """The details are members of workosds_error_json."""
        super().__init__(message)
        self.message = message
        self.errors: list[dict[str, str | None]] = []
        self.__dict__.update(details or {})


class HTTPError(Error):
    """An answer outside 2xx: the base of the nine classes for HTTP statuses. `http_status` has the number."""


# fmt: off
class InvalidArgumentError(Error, ValueError): """Refused before anything was sent."""
class AuthenticationError(HTTPError): """HTTP 401: the API key is missing, wrong or revoked."""
class PermissionDeniedError(HTTPError): """HTTP 403."""
class NotFoundError(HTTPError): """HTTP 404."""
class ConflictError(HTTPError): """HTTP 409."""
class BadRequestError(HTTPError): """HTTP 400."""
class UnprocessableError(HTTPError): """HTTP 422: `errors` tells which fields."""
class RateLimitedError(HTTPError): """HTTP 429, after the retries."""
class ServerError(HTTPError): """HTTP 5xx, after the retries."""
class APIError(HTTPError): """Any other answer outside 2xx, redirects included."""
class NetworkError(Error, ConnectionError): """No complete answer: name, connection, proxy, cut off."""
class TLSError(Error, ConnectionError): """Certificate or handshake."""
class RequestTimeoutError(Error, TimeoutError): """One of the client's time limits."""
class CancelledError(Error): """Ended by `cancel`."""
class ProtocolError(Error): """A 2xx answer that is not what the API promises."""
class PaginationLoopError(Error): """The server sent a cursor for the second time: the list is not complete."""
class SignatureError(Error, ValueError): """A webhook's signature does not hold."""
class InternalError(Error): """A defect of the library or of one that it stands on."""
class OutOfMemoryError(Error, MemoryError): """No memory for an answer."""

class ClosedError(Error, ValueError): """The client was closed before."""
class LibraryLoadError(Error, ImportError): """libworkosds was not found, or does not fit this binding."""
# fmt: on


class CustomAttributeError(Error, ValueError):
    """A user's custom attributes do not fit the type that the call named. `key` says where: "manager.languages[2]"."""

    def __init__(self, message: str = "", key: str = "", user_id: str | None = None) -> None:
        super().__init__(message)
        self.key, self.user_id = key, user_id
