"""The client, and its methods that list."""

from collections.abc import Callable, Iterable
from ctypes import byref
from datetime import datetime
from functools import partial
from typing import Any, Literal, TypeVar

from ._arguments import LARGEST_INT64, count, event_names, optional_text, text, time_text
from ._session import Session
from ._structs import DirectoryQuery, EventQuery, GroupQuery, Query, UserQuery
from .custom_attributes import converter
from .events import Event, event_from
from .lists import EventList, RecordList
from .records import Directory, Group, T, User, directory_from, group_from, user_from

R = TypeVar("R")
Order = Literal["asc", "desc"]


class Lists(Session):
    """The methods that are the same in Client and AsyncClient."""

    def list_directories(
        self, *, organization_id: str | None = None, search: str | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, before: str | None = None, order: Order | None = None,
    ) -> RecordList[Directory]:  # fmt: skip
        """Lists directories. Nothing is sent before the list is read.

        Args:
            organization_id: Only directories of this organization.
            search: Only directories whose name matches.
            limit: The page size, 1 to 100, default 100. It does not limit how many records come: max_items does.
            max_items: Stop after this many records. Default: all.
            after: A cursor of an earlier list, to continue after it.
            before: A cursor of an earlier list, to page backwards from it. Not together with `after`.
            order: By creation time: "desc", the default, newest first, or "asc".

        Raises:
            InvalidArgumentError: At once, for arguments that are invalid.
        """
        query = DirectoryQuery(
            limit=count("limit", limit),
            max_items=count("max_items", max_items, most=LARGEST_INT64),
            after=optional_text("after", after),
            before=optional_text("before", before),
            order=optional_text("order", order),
            organization_id=optional_text("organization_id", organization_id),
            search=optional_text("search", search),
        )
        return self._list(RecordList, "workosds_list_directories", query, directory_from)

    def list_groups(
        self, *, directory: str | None = None, user: str | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, before: str | None = None, order: Order | None = None,
    ) -> RecordList[Group]:  # fmt: skip
        """Lists the groups of a directory or of a user. One of the two is required.

        Args:
            directory: A directory's id.
            user: A user's id.
            limit: The page size, 1 to 100, default 100. It does not limit how many records come: max_items does.

        The other arguments and the errors are those of list_directories.
        """
        query = GroupQuery(
            limit=count("limit", limit),
            max_items=count("max_items", max_items, most=LARGEST_INT64),
            after=optional_text("after", after),
            before=optional_text("before", before),
            order=optional_text("order", order),
            directory=optional_text("directory", directory),
            user=optional_text("user", user),
        )
        return self._list(RecordList, "workosds_list_groups", query, group_from)

    def list_users(
        self, *, directory: str | None = None, group: str | None = None, idp_id: str | None = None,
        email: str | None = None, custom_attributes: type[T] | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, before: str | None = None, order: Order | None = None,
    ) -> RecordList[User[T]]:  # fmt: skip
        """Lists the users of a directory, of a group, or of both. One of the two is required.

        Args:
            directory: A directory's id.
            group: A group's id.
            idp_id: Only the user with this id at the identity provider. The API requires `directory` with it.
            email: Only users with this email address. The API requires `directory` with it.
            custom_attributes: A dataclass, TypedDict or pydantic model: the type of each user's custom_attributes.
                Attributes that do not match it raise CustomAttributeError, which ends the listing.
            limit: The page size, 1 to 100, default 100. It does not limit how many records come: max_items does.

        The other arguments and the errors are those of list_directories.
        """
        query = UserQuery(
            limit=count("limit", limit),
            max_items=count("max_items", max_items, most=LARGEST_INT64),
            after=optional_text("after", after),
            before=optional_text("before", before),
            order=optional_text("order", order),
            directory=optional_text("directory", directory),
            group=optional_text("group", group),
            idp_id=optional_text("idp_id", idp_id),
            email=optional_text("email", email),
        )
        record: Callable[[Any], User[T]] = partial(user_from, converter(custom_attributes))
        return self._list(RecordList, "workosds_list_users", query, record)

    def list_events(
        self, *, events: Iterable[str] | None = None, organization_id: str | None = None,
        range_start: str | datetime | None = None, range_end: str | datetime | None = None, limit: int | None = None,
        max_items: int | None = None, after: str | None = None, order: Literal["asc"] | None = None,
    ) -> RecordList[Event]:  # fmt: skip
        """Lists events, always oldest first. To follow them, list repeatedly with the last cursor as `after`.

        The cursor is the id of the last event that was read, also at the end. An event may be listed twice: remember
        ids. The API keeps events for 90 days; one listing covers 30 days.

        The API lists an event some seconds after it happened. A list read right after a webhook may therefore be empty:
        read it again later. Never use the id of an event from a webhook as `after`: events that are not listed yet
        would be skipped permanently.

        Args:
            events: Event names, ["dsync.user.created", ...]. Default: every event of Directory Sync.
            organization_id: Only events of this organization.
            range_start: Only events since this time: ISO 8601, or a datetime with a time zone. Not with `after`.
            range_end: Only events until this time, in the same forms.
            limit: The page size, 1 to 100, default 100. It does not limit how many records come: max_items does.
            max_items: Stop after this many records. Default: all.
            after: The id of the last event that was processed, from a list.
            order: Has no effect: the API lists events oldest first. "desc" raises InvalidArgumentError.
        """
        query = EventQuery(
            limit=count("limit", limit),
            max_items=count("max_items", max_items, most=LARGEST_INT64),
            after=optional_text("after", after),
            order=optional_text("order", order),
            events=event_names(events),
            organization_id=optional_text("organization_id", organization_id),
            range_start=time_text("range_start", range_start),
            range_end=time_text("range_end", range_end),
        )
        return self._list(EventList, "workosds_list_events", query, event_from)

    def _list(
        self, kind: type[RecordList[R]], function: str, query: Query, record: Callable[[Any], R]
    ) -> RecordList[R]:
        """Creates an iterator and frees it, so that invalid arguments raise here and not only when the list is read."""
        argument = byref(query)
        with self._start(function, argument) as iterator:
            return kind(self, function, argument, record, iterator.cursor)


class Client(Lists):
    """A client of the WorkOS Directory Sync API.

    Thread-safe; can be used in forked children. Close it with `close()`, or use it in `with`.
    A call that fails raises an Error.
    """

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Waits for the calls of other threads, then frees everything. `cancel` shortens the wait."""
        self._refuse_calls()
        self._close()

    def get_directory(self, id: str) -> Directory:
        """Fetches a directory. Raises NotFoundError if there is none with this id."""
        return directory_from(self._call("workosds_start_get_directory", id))

    def get_group(self, id: str) -> Group:
        """Fetches a group. Raises NotFoundError if there is none with this id."""
        return group_from(self._call("workosds_start_get_group", id))

    def get_user(self, id: str, *, custom_attributes: type[T] | None = None) -> User[T]:
        """Fetches a user. Raises NotFoundError if there is none with this id.

        `custom_attributes` is the type of the user's custom attributes: see list_users.
        """
        convert = converter(custom_attributes)
        return user_from(convert, self._call("workosds_start_get_user", id))

    def delete_directory(self, id: str) -> None:
        """Deletes a directory with its groups and users. Returns when the API has accepted it: the directory is in
        state "deleting" until it is gone."""
        self._call("workosds_start_delete_directory", id)

    def request_directory_sync(self, id: str) -> None:
        """Requests a sync with the identity provider (Google Workspace). Returns when the API has queued it.

        Raises RateLimitedError within five minutes of the last request (`retry_after` has the seconds to wait), and
        ConflictError while a sync is running.
        """
        self._call("workosds_start_request_directory_sync", id)

    def _call(self, function: str, id: str) -> Any:
        """The record in the response; None for a call without one."""
        with self._start(function, text("id", id)) as iterator:
            page = iterator.fetch()
            return page[0] if page else None
