"""The results of the list methods."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._iterator import Page, RecordIterator
from .events import Event

if TYPE_CHECKING:
    from ._session import Session

R = TypeVar("R")
X = TypeVar("X")


class RecordList(Generic[R]):
    """A listing, for `for`, or for `async for` if an AsyncClient made it.

    Nothing is sent before it is read; then one page is fetched at a time. Reading it again sends new requests. Leaving
    the loop early ends the current request.

    Attributes:
        cursor: The cursor to resume from: pass it as `after` (or `before`, if this listing pages backwards) to a later
            listing with the same arguments. It is the server's cursor after the last page that was read in full. None
            at the start and at the end. If max_items ends the listing inside a page, the cursor is the one before that
            page: records can be returned twice, but none is missed.
    """

    cursor: str | None

    def __init__(
        self, session: "Session", function: str, query: Any, record: Callable[[dict[str, Any]], R], cursor: str | None
    ) -> None:
        self._session = session
        self._function = function
        self._query = query
        self._record = record
        self.cursor = cursor

    def __iter__(self) -> Iterator[R]:
        return iter(Reading(self, self._one_by_one))

    def __aiter__(self) -> AsyncIterator[R]:
        return aiter(Reading(self, self._one_by_one))

    def pages(self) -> "Reading[list[R]]":
        """The same listing page by page, each a list of records, for `for` or `async for`."""
        return Reading(self, self._whole)

    def __repr__(self) -> str:
        what = self._function.removeprefix("workosds_")
        return f"<workosds.{type(self).__name__} of {what}, cursor={self.cursor!r}>"

    def _one_by_one(self, page: Page, cursor: str | None) -> Iterator[R]:
        last = page.pop()
        yield from map(self._record, page)
        record = self._record(last)
        self.cursor = cursor
        yield record

    def _whole(self, page: Page, cursor: str | None) -> Iterator[list[R]]:
        records = [self._record(raw) for raw in page]
        self.cursor = cursor
        yield records

    def _start(self, *, is_async: bool) -> RecordIterator:
        if is_async != self._session._is_async:
            raise TypeError(f"the lists of {self._session!r} are for `{'for' if is_async else 'async for'}`")
        iterator = self._session._start(self._function, self._query)
        self.cursor = iterator.cursor
        return iterator


class EventList(RecordList[Event]):
    """A listing of events. Its cursor is the id of the last event that was read."""

    def _one_by_one(self, page: Page, cursor: str | None) -> Iterator[Event]:
        for raw in page:
            event = self._record(raw)
            self.cursor = event.id or self.cursor
            yield event


class Reading(Generic[X]):
    """One pass over a list. `hand_out` converts a page for the caller: to records, or to the page as a whole."""

    def __init__(self, records: RecordList[Any], hand_out: Callable[[Page, str | None], Iterable[X]]) -> None:
        self._list = records
        self._hand_out = hand_out

    def __iter__(self) -> Iterator[X]:
        with self._list._start(is_async=False) as iterator:
            while page := iterator.fetch():
                yield from self._hand_out(page, iterator.cursor)
            self._list.cursor = iterator.cursor

    async def __aiter__(self) -> AsyncIterator[X]:
        with self._list._start(is_async=True) as iterator:
            while page := await self._list._session._fetch(iterator):
                for item in self._hand_out(page, iterator.cursor):
                    yield item
            self._list.cursor = iterator.cursor
