"""Events as the server sent them. Fields are read as in `records`."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from ._members import dictionary, text, value
from ._record import Record, draft_of, refuse_assignment
from .records import Directory, Group, User, directory_from, group_from, user_from


@dataclass(slots=True, frozen=True)
class Event(Record):
    """An event: something that happened to a directory, group, user or membership.

    `type` is the event's name, such as "dsync.user.created", or one that is newer than this version. `data` is the
    event's data as sent, for any type.

    `user`, `group` and `directory` are the records inside: the user of dsync.user... and dsync.group.user_..., the
    group of dsync.group..., the directory of dsync.activated and dsync.deleted. A user in an event has no groups.

    `previous_attributes` is what a dsync....updated event changed: the former values by name, None for a new one.
    """

    id: str
    type: str
    created_at: str
    directory_id: str | None
    organization_id: str | None
    user: User | None
    group: Group | None
    directory: Directory | None
    data: dict[str, Any]
    previous_attributes: dict[str, Any]
    context: dict[str, Any]
    raw: dict[str, Any] = field(repr=False)

    __hash__ = Record.__hash__
    _documented: ClassVar[tuple[str, ...]] = ("object", "id", "event", "data", "created_at", "context")


refuse_assignment(Event)
_EventDraft = draft_of(Event)


def event_from(raw: dict[str, Any]) -> Event:
    event: Any = _new(_EventDraft)
    sent_data = value(dict, raw, "data")
    data = sent_data or {}
    context = dictionary(raw, "context")
    # An event without data contains no record.
    name = "" if sent_data is None else text(raw, "event") or ""
    user = _user_in(name, data)
    group = _group_in(name, data)
    directory = _directory_in(name, data)
    changed = data if "previous_attributes" in data else context
    event.id = text(raw, "id")
    event.type = text(raw, "event")
    event.created_at = text(raw, "created_at")
    event.directory_id = text(data, "directory_id" if directory is None else "id")
    event.organization_id = _organization_of(data, user, group)
    event.user = user
    event.group = group
    event.directory = directory
    event.data = data
    event.previous_attributes = dictionary(changed, "previous_attributes")
    event.context = context
    event.raw = raw
    event.__class__ = Event
    record: Event = event
    return record


_DIRECTORY_EVENTS = ("dsync.activated", "dsync.deactivated", "dsync.deleted")
_MEMBERSHIP_EVENTS = ("dsync.group.user_added", "dsync.group.user_removed")
# In listings the library has renamed the states.
_STATE_NAMES = {"linked": "active", "unlinked": "inactive"}


def _user_in(name: str, data: dict[str, Any]) -> User | None:
    if name in _MEMBERSHIP_EVENTS:
        user = data.get("user")
        return user_from(None, user) if type(user) is dict else None
    return user_from(None, data) if name.startswith("dsync.user.") else None


def _group_in(name: str, data: dict[str, Any]) -> Group | None:
    if name in _MEMBERSHIP_EVENTS:
        group = data.get("group")
        return group_from(group) if type(group) is dict else None
    return group_from(data) if name.startswith("dsync.group.") else None


def _directory_in(name: str, data: dict[str, Any]) -> Directory | None:
    if name not in _DIRECTORY_EVENTS:
        return None
    state = text(data, "state")
    if state in _STATE_NAMES:
        data = data | {"state": _STATE_NAMES[state]}
    return directory_from(data)


def _organization_of(data: dict[str, Any], user: User | None, group: Group | None) -> str | None:
    """An event about a membership has it in the user and in the group."""
    organization_id: str | None = text(data, "organization_id")
    if organization_id is None and user is not None:
        organization_id = user.organization_id
    if organization_id is None and group is not None:
        organization_id = group.organization_id
    return organization_id


_new: Any = object.__new__
