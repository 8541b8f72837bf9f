"""The client for asyncio. The event loop waits for the library's descriptors; there are no threads."""

import asyncio
from typing import Any

from ._arguments import text
from ._iterator import Page, RecordIterator
from .client import Lists
from .custom_attributes import converter
from .errors import ClosedError
from .records import Directory, Group, T, User, directory_from, group_from, user_from


class AsyncClient(Lists):
    """A client of the WorkOS Directory Sync API for asyncio, with the arguments and methods of Client.

    For one event loop at a time. It starts no threads. Close it with `await close()`, or use it in `async with`.
    """

    _is_async = True
    _calls = 0  # in progress
    _idle: asyncio.Event | None = None  # set if none is in progress; `close` waits for it

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Waits for the calls of other tasks, then frees everything. `cancel` shortens the wait."""
        self._refuse_calls()
        if self._calls:
            if self._idle is None:
                self._idle = asyncio.Event()
            await self._idle.wait()
        self._close()

    async def get_directory(self, id: str) -> Directory:
        """See Client.get_directory."""
        return directory_from(await self._call("workosds_start_get_directory", id))

    async def get_group(self, id: str) -> Group:
        """See Client.get_group."""
        return group_from(await self._call("workosds_start_get_group", id))

    async def get_user(self, id: str, *, custom_attributes: type[T] | None = None) -> User[T]:
        """See Client.get_user."""
        convert = converter(custom_attributes)
        return user_from(convert, await self._call("workosds_start_get_user", id))

    async def delete_directory(self, id: str) -> None:
        """See Client.delete_directory."""
        await self._call("workosds_start_delete_directory", id)

    async def request_directory_sync(self, id: str) -> None:
        """See Client.request_directory_sync."""
        await self._call("workosds_start_request_directory_sync", id)

    async def _call(self, function: str, id: str) -> Any:
        """The record in the response; None for a call without one."""
        with self._start(function, text("id", id)) as iterator:
            page = await self._fetch(iterator)
            return page[0] if page else None

    async def _fetch(self, iterator: RecordIterator) -> Page:
        """The next page. Yields to the event loop at least once: a fast server would starve the other tasks."""
        if iterator.refused:
            raise ClosedError("the client was closed")
        self._calls += 1
        try:
            await asyncio.sleep(0)
            while True:
                page = iterator.step()
                if not isinstance(page, int):
                    return page
                await _until_readable(page)
        finally:
            self._calls -= 1
            if self._idle and self._calls == 0:
                self._idle.set()


async def _until_readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        if not loop.is_closed():
            loop.remove_reader(descriptor)
