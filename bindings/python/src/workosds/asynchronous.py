"""The client for asyncio: the library's descriptors in the loop, and no threads."""

import asyncio
from typing import Any

from ._arguments import text
from ._session import Page, RecordIterator
from .client import Lists
from .custom_attributes import converter
from .errors import ClosedError
from .records import Directory, Group, T, User, directory_from, group_from, user_from


class AsyncClient(Lists):
    """The way to the API for asyncio, with the arguments and methods of Client. For one event loop at a time."""

    _is_async = True
    _calls = 0
    _idle: asyncio.Event | None = None

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Waits for the calls that other tasks are in (`cancel` hurries them), then frees everything."""
        self._refuse_calls()
        if self._calls:
            self._idle = self._idle or asyncio.Event()
            await self._idle.wait()
        self._close()

    async def get_directory(self, id: str) -> Directory:
        return directory_from(await self._call("get_directory", id))

    async def get_group(self, id: str) -> Group:
        return group_from(await self._call("get_group", id))

    async def get_user(self, id: str, *, custom_attributes: type[T] | None = None) -> User[T]:
        return user_from(converter(custom_attributes), await self._call("get_user", id))

    async def delete_directory(self, id: str) -> None:
        await self._call("delete_directory", id)

    async def request_directory_sync(self, id: str) -> None:
        await self._call("request_directory_sync", id)

    async def _call(self, function: str, id: str) -> Any:
        with self._start("start_" + function, text("id", id)) as iterator:
            return next(iter(await self._fetch(iterator)), None)

    async def _fetch(self, iterator: RecordIterator) -> Page:
        """The next page. Gives way to the loop at least once, or a fast server would starve the other tasks."""
        if iterator.refused:
            raise ClosedError("the client was closed")
        self._calls += 1
        try:
            await asyncio.sleep(0)
            while isinstance(result := iterator.step(), int):
                await _readable(result)
            return result
        finally:
            self._calls -= 1
            if self._idle and not self._calls:
                self._idle.set()


async def _readable(descriptor: int) -> None:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        if not loop.is_closed():
            loop.remove_reader(descriptor)
