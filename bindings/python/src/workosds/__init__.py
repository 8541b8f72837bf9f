"""The WorkOS Directory Sync API: directories, groups and users of an organization's identity provider.

libworkosds fetches them page by page, and handles retries, rate limits and timeouts.

    with workosds.Client("sk_...") as client:
        for user in client.list_users(directory="directory_123"):
            print(user.email)
"""

from typing import TYPE_CHECKING, Any

from ._library import VERSION, load_library
from .attempts import Attempt, log_attempts
from .client import Client
from .errors import (
    APIError,
    AuthenticationError,
    BadRequestError,
    CancelledError,
    ClosedError,
    ConflictError,
    CustomAttributeError,
    Error,
    HTTPError,
    InternalError,
    InvalidArgumentError,
    LibraryLoadError,
    NetworkError,
    NotFoundError,
    OutOfMemoryError,
    PaginationLoopError,
    PermissionDeniedError,
    ProtocolError,
    RateLimitedError,
    RequestTimeoutError,
    ServerError,
    SignatureError,
    TLSError,
    UnprocessableError,
)
from .events import Event
from .lists import RecordList
from .records import Directory, Group, User
from .webhooks import sign_webhook, verify_webhook

__version__ = VERSION
__all__ = [
    "APIError",
    "AsyncClient",
    "Attempt",
    "AuthenticationError",
    "BadRequestError",
    "CancelledError",
    "Client",
    "ClosedError",
    "ConflictError",
    "CustomAttributeError",
    "Directory",
    "Error",
    "Event",
    "Group",
    "HTTPError",
    "InternalError",
    "InvalidArgumentError",
    "LibraryLoadError",
    "NetworkError",
    "NotFoundError",
    "OutOfMemoryError",
    "PaginationLoopError",
    "PermissionDeniedError",
    "ProtocolError",
    "RateLimitedError",
    "RecordList",
    "RequestTimeoutError",
    "ServerError",
    "SignatureError",
    "TLSError",
    "UnprocessableError",
    "User",
    "load_library",
    "log_attempts",
    "sign_webhook",
    "verify_webhook",
]

if TYPE_CHECKING:
    from .asynchronous import AsyncClient
else:

    def __getattr__(name: str) -> Any:
        """Imports asyncio only on request, since that takes longer than everything else."""
        if name != "AsyncClient":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .asynchronous import AsyncClient

        return AsyncClient

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
