"""The base classes of the records."""

import json
from dataclasses import FrozenInstanceError, asdict, is_dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

from ._library import timestamp_ms

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Record:
    """The base class of Directory, Group, User and Event.

    Records are frozen. Two records are equal if all their fields are. They are hashable, by class and id.
    """

    __slots__ = ()

    _documented: ClassVar[tuple[str, ...]]
    """The members that the API documents, in its order."""

    id: str
    created_at: str
    raw: dict[str, Any]

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as a datetime in UTC, to the millisecond; None if the server sent no time."""
        return _datetime(self.created_at)

    def to_dict(self) -> dict[str, Any]:
        """The documented fields by name, without `raw`, for example as a row for pandas.

        Records inside (a user's groups, an event's user) and custom attributes of a dataclass become dictionaries too.
        """
        names: tuple[str, ...] = self.__match_args__  # type: ignore[attr-defined]
        return {name: _plain(getattr(self, name)) for name in names if name != "raw"}

    def to_json(self) -> str:
        """The object as JSON. Documented members are always present, null if the server sent none."""
        members = dict.fromkeys(self._documented) | self.raw
        return json.dumps(members, ensure_ascii=False, separators=(",", ":"))

    def __hash__(self) -> int:
        return hash((type(self), self.id))


class UpdatedRecord(Record):
    """A record with the time of its last change."""

    __slots__ = ()

    updated_at: str

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as a datetime in UTC, to the millisecond; None if the server sent no time."""
        return _datetime(self.updated_at)


def draft_of(record: type[Record]) -> Any:
    """A class with the fields of a record that can be assigned to. Assigning `__class__` makes its instance a record:
    __init__ of a frozen dataclass takes four times as long."""
    bases = {"__orig_bases__": record.__orig_bases__} if hasattr(record, "__orig_bases__") else {}
    return type("Draft", record.__bases__, {"__slots__": record.__slots__, **bases})


def refuse_assignment(record: type[Record]) -> None:
    """Replaces the methods that dataclasses generates, which raise a TypeError about super() for an unknown name if the
    class has slots."""

    def assign(self: Record, name: str, _: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}: a {type(self).__name__} is frozen")

    def delete(self: Record, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}: a {type(self).__name__} is frozen")

    record.__setattr__, record.__delattr__ = assign, delete  # type: ignore[method-assign, assignment]


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if type(value) is list:
        return [_plain(item) for item in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _datetime(text: str | None) -> datetime | None:
    milliseconds = None if text is None else timestamp_ms(text)
    if milliseconds is None:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
