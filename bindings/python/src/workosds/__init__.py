"""The WorkOS Directory Sync API: directories, groups and users of an organization's identity provider.

libworkosds reads them page by page, with retries, pace and time limits taken care of.

    with workosds.Client("sk_...") as client:
        for user in client.list_users(directory="directory_123"):
            print(user.email)
"""

from typing import TYPE_CHECKING, Any

from ._library import VERSION
from ._library import load_library as load_library
from .attempts import Attempt as Attempt
from .attempts import log_attempts as log_attempts
from .client import Client as Client
from .client import RecordList as RecordList
from .errors import *  # noqa: F403
from .records import Directory as Directory
from .records import Event as Event
from .records import Group as Group
from .records import User as User
from .webhooks import sign_webhook as sign_webhook
from .webhooks import verify_webhook as verify_webhook

__version__ = VERSION

if TYPE_CHECKING:
    from .asynchronous import AsyncClient as AsyncClient
else:

    def __getattr__(name: str) -> Any:
        """Importing asyncio costs more than all the rest: done when it is asked for."""
        if name != "AsyncClient":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .asynchronous import AsyncClient

        return AsyncClient
