"""The client, and what its list methods return."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from ctypes import byref
from datetime import datetime
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from ._arguments import event_names, moment, query, text
from ._session import Page, RecordIterator, Session
from .custom_attributes import converter
from .records import Directory, Event, Group, T, User, directory_from, event_from, group_from, user_from

R = TypeVar("R")
X = TypeVar("X")
Order = Literal["asc", "desc"]


class RecordList(Generic[R]):
    """A listing, for `for` or, from an AsyncClient, `async for`. Nothing is sent until it is read, then a page at a
    time; reading it again asks the server again. Leaving early ends the request under way."""

    cursor: str | None
    """Where a later listing with the same arguments goes on, given as its `after` (or `before`, if this one pages
    backwards): the server's cursor behind the last page handed out in full. None at the start and at the end. If
    max_items ends the listing inside a page it stays before that page: records may come twice, none is missed."""

    def __init__(
        self, session: Session, function: str, argument: Any, record: Callable[[dict[str, Any]], R], cursor: str | None
    ) -> None:
        self._session, self._function, self._argument, self._record = session, function, argument, record
        self.cursor = cursor

    def __iter__(self) -> Iterator[R]:
        return iter(Reading(self, self._one_by_one))

    def __aiter__(self) -> AsyncIterator[R]:
        return aiter(Reading(self, self._one_by_one))

    def pages(self) -> "Reading[list[R]]":
        """The pages instead, each a list of records, for `for` or `async for`."""
        return Reading(self, self._whole)

    def __repr__(self) -> str:
        return f"<workosds.{type(self).__name__} of {self._function}, cursor={self.cursor!r}>"

    def _one_by_one(self, page: Page, cursor: str | None) -> Iterator[R]:
        last = page.pop()
        yield from map(self._record, page)
        record = self._record(last)
        self.cursor = cursor
        yield record

    def _whole(self, page: Page, cursor: str | None) -> Iterator[list[R]]:
        records = list(map(self._record, page))
        self.cursor = cursor
        yield records

    def _start(self, *, is_async: bool) -> RecordIterator:
        if is_async != self._session._is_async:
            raise TypeError(f"the lists of {self._session!r} are for `{'for' if is_async else 'async for'}`")
        iterator = self._session._start(self._function, self._argument)
        self.cursor = iterator.cursor
        return iterator


class EventList(RecordList[Event]):
    """Its cursor is the id of the last event handed out."""

    def _one_by_one(self, page: Page, cursor: str | None) -> Iterator[Event]:
        for event in map(self._record, page):
            self.cursor = event.id or self.cursor
            yield event


class Reading(Generic[X]):
    """Goes through a list's pages."""

    def __init__(self, records: RecordList[Any], hand_out: Callable[[Page, str | None], Iterable[X]]) -> None:
        self._list, self._hand_out = records, hand_out

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


class Lists(Session):
    """The methods that are the same in Client and AsyncClient."""

    def list_directories(
        self, *, organization_id: str | None = None, search: str | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, before: str | None = None, order: Order | None = None,
    ) -> RecordList[Directory]:  # fmt: skip
        """Lists directories: all of them, an organization's, or those whose name matches `search`.

        Args:
            limit: The page size, 1 to 100, by default 100; how many records come is up to max_items.
            max_items: Stop after so many records.
            after: The cursor of a RecordList to go on from; before: the same, backwards.
            order: By creation time, "desc" (the default) or "asc".
        """
        texts = {"after": after, "before": before, "order": order, "organization_id": organization_id, "search": search}
        return self._list(RecordList, "list_directories", directory_from, limit, max_items, texts)

    def list_groups(
        self, *, directory: str | None = None, user: str | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, before: str | None = None, order: Order | None = None,
    ) -> RecordList[Group]:  # fmt: skip
        """Lists the groups of a directory, or those that a user is in, by id. More arguments: see list_directories.

        Args:
            limit: The page size, 1 to 100, by default 100; how many records come is up to max_items.
        """
        texts = {"after": after, "before": before, "order": order, "directory": directory, "user": user}
        return self._list(RecordList, "list_groups", group_from, limit, max_items, texts)

    def list_users(
        self, *, directory: str | None = None, group: str | None = None, idp_id: str | None = None,
        email: str | None = None, custom_attributes: type[T] | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, before: str | None = None, order: Order | None = None,
    ) -> RecordList[User[T]]:  # fmt: skip
        """Lists the users of a directory, of a group, or of both, by id. More arguments: see list_directories.

        Args:
            idp_id: The id at the identity provider, within a directory; email: the address, within a directory.
            custom_attributes: The dataclass, TypedDict or pydantic model that each user's become. Those that do not fit
                raise CustomAttributeError, which ends the listing.
            limit: The page size, 1 to 100, by default 100; how many records come is up to max_items.
        """
        filters = {"directory": directory, "group": group, "idp_id": idp_id, "email": email}
        texts = {"after": after, "before": before, "order": order, **filters}
        record: Callable[[Any], User[T]] = partial(user_from, converter(custom_attributes))
        return self._list(RecordList, "list_users", record, limit, max_items, texts)

    def list_events(
        self, *, events: Iterable[str] | None = None, organization_id: str | None = None,
        range_start: str | datetime | None = None, range_end: str | datetime | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, order: Literal["asc"] | None = None,
    ) -> RecordList[Event]:  # fmt: skip
        """Lists events, always oldest first. To follow them, list again and again, `after` the last list's cursor.

        The cursor is the id of the last event handed out; it stays at the end. An event may come twice over time:
        remember ids. The API keeps 90 days, and holds each event back for a few seconds before it lists it. A list
        read right after a webhook may therefore be empty: repeat it. And an id that came by webhook must never be
        given as `after`: events that are still held back would be skipped for good.

        Args:
            events: Their names, ["dsync.user.created", ...]; by default every one of Directory Sync.
            organization_id: Only events of this organization.
            range_start: Only events from this time on: ISO 8601, or a datetime with a time zone. Not with `after`.
                range_end: up to this time. At most 30 days.
            limit: The page size, 1 to 100, by default 100; how many records come is up to max_items.
            after: The id of the last event that was dealt with, from a list.
            order: Of no use: "asc" is the only order that the API has for events. "desc" raises InvalidArgumentError.
        """
        texts = {"after": after, "order": order, "events": event_names(events), "organization_id": organization_id}
        texts |= {"range_start": moment("range_start", range_start), "range_end": moment("range_end", range_end)}
        return self._list(EventList, "list_events", event_from, limit, max_items, texts)

    def _list(
        self, kind: "type[RecordList[R]]", function: str, record: Callable[[Any], R],
        limit: int | None, max_items: int | None, texts: Mapping[str, str | None],
    ) -> RecordList[R]:  # fmt: skip
        """Wrong arguments are refused here, not only when the list is read."""
        given = byref(query(limit, max_items, texts))
        with self._start(function, given) as iterator:
            return kind(self, function, given, record, iterator.cursor)


class Client(Lists):
    """The way to the API, for any number of threads and for forked children too. A call that fails raises an Error."""

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Waits for the calls that other threads are in (`cancel` hurries them), then frees everything."""
        self._refuse_calls()
        self._close()

    def get_directory(self, id: str) -> Directory:
        return directory_from(self._call("get_directory", id))

    def get_group(self, id: str) -> Group:
        return group_from(self._call("get_group", id))

    def get_user(self, id: str, *, custom_attributes: type[T] | None = None) -> User[T]:
        """The user, with custom attributes of the type named: see list_users."""
        return user_from(converter(custom_attributes), self._call("get_user", id))

    def delete_directory(self, id: str) -> None:
        """Deletes a directory with its groups and users: returns when that is accepted; all is gone a moment later."""
        self._call("delete_directory", id)

    def request_directory_sync(self, id: str) -> None:
        """Asks the provider for a sync now (Google Workspace); returns when the API has queued it.

        Within five minutes of the last request RateLimitedError, whose `retry_after` says how long to wait; while a
        sync runs ConflictError.
        """
        self._call("request_directory_sync", id)

    def _call(self, function: str, id: str) -> Any:
        with self._start("start_" + function, text("id", id)) as iterator:
            return next(iter(iterator.fetch()), None)
