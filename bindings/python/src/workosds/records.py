"""Directories, groups, users and events as the server sent them.

A field that the server left out, or sent as another type than documented, is None; a list or dictionary is then empty.
`raw` is the object as the server sent it, with members that are newer than this version. Times are the ISO 8601 text
that the server sent; the properties `created_at_datetime` and `updated_at_datetime` convert them.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Generic

from ._library import timestamp_ms

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    T = TypeVar("T", default=dict[str, Any])
else:
    from typing import TypeVar

    T = TypeVar("T")
V = TypeVar("V")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Record:
    """The base class of Directory, Group, User and Event.

    Two records are equal if all their fields are. Records are hashable, by class and id.
    """

    __slots__ = ()

    id: str
    created_at: str
    raw: dict[str, Any]

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as a datetime in UTC, to the millisecond; None if the server sent no time."""
        return _datetime(self.created_at)

    def to_dict(self) -> dict[str, Any]:
        """The documented fields by name, without `raw`, for example as a row for pandas."""
        return {name: getattr(self, name) for name in self.__match_args__ if name != "raw"}  # type: ignore[attr-defined]

    def to_json(self) -> str:
        """The object as JSON. Documented members are always present, null if the server sent none."""
        members = dict.fromkeys(_MEMBERS[type(self)]) | self.raw
        return json.dumps(members, ensure_ascii=False, separators=(",", ":"))

    def __hash__(self) -> int:
        return hash((type(self), self.id))


class _UpdatedRecord(Record):
    """A record with the time of its last change."""

    __slots__ = ()

    updated_at: str

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as a datetime in UTC, to the millisecond; None if the server sent no time."""
        return _datetime(self.updated_at)


@dataclass(slots=True)
class Directory(_UpdatedRecord):
    """A directory at an identity provider, connected by an organization.

    `type` is the provider, such as "okta scim v2.0". `state` is "active", "inactive", "deleting",
    "invalid_credentials", "validating", or a newer one. The server's "linked" and "unlinked" are "active" and
    "inactive" here, also in `raw`. The three counts are None if the server sent no `metadata`.
    """

    id: str
    organization_id: str | None
    external_key: str | None
    domain: str | None
    name: str
    type: str
    state: str
    active_user_count: int | None
    inactive_user_count: int | None
    group_count: int | None
    created_at: str
    updated_at: str
    raw: dict[str, Any] = field(repr=False)

    __hash__ = Record.__hash__


@dataclass(slots=True)
class Group(_UpdatedRecord):
    """A group of a directory. `idp_id` is its id at the identity provider.

    The API has sent no `raw_attributes` since 2026-04-15.
    """

    id: str
    idp_id: str
    directory_id: str
    organization_id: str | None
    name: str
    raw_attributes: dict[str, Any]
    created_at: str
    updated_at: str
    raw: dict[str, Any] = field(repr=False)

    __hash__ = Record.__hash__


@dataclass(slots=True)
class User(_UpdatedRecord, Generic[T]):
    """A user of a directory.

    `idp_id` is the id at the identity provider. `state` is "active", "inactive", or a newer one. `role` is the slug of
    the primary role, `roles` has the slugs of all roles. `custom_attributes` is a dictionary, or of the type given to
    the
    call: User is generic over it.

    `groups` are the groups in the user's own record. The API sends none to teams created since 2026-05-01: use
    `list_groups(user=user.id)`. It has sent no `job_title`, `username`, `emails` and `raw_attributes` since 2026-04-15:
    use the custom attributes. A change of group membership does not change `updated_at`.
    """

    id: str
    directory_id: str
    organization_id: str | None
    idp_id: str
    email: str | None
    first_name: str | None
    last_name: str | None
    name: str | None
    emails: list[Any]
    job_title: str | None
    username: str | None
    state: str
    role: str | None
    roles: list[str]
    custom_attributes: T
    raw_attributes: dict[str, Any]
    groups: list[Group]
    created_at: str
    updated_at: str
    raw: dict[str, Any] = field(repr=False)

    __hash__ = Record.__hash__

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Called for a field without a value. Nested fields are read from `raw` on first access."""
            if name not in _NESTED_IN_USER:
                raise AttributeError(f"a User has no {name!r}")
            read = _NESTED_IN_USER[name]
            value = read(self.raw)
            setattr(self, name, value)
            return value


@dataclass(slots=True)
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


# The members that the API documents for each object, in its order.
EVENT_MEMBERS = ["object", "id", "event", "data", "created_at", "context"]
_MEMBERS: dict[type[Record], list[str]] = {
    Directory: [
        "object", "id", "organization_id", "external_key", "domain", "name", "type", "state", "metadata",
        "created_at", "updated_at",
    ],
    Group: [
        "object", "id", "idp_id", "directory_id", "organization_id", "name", "raw_attributes",
        "created_at", "updated_at",
    ],
    User: [
        "object", "id", "directory_id", "organization_id", "idp_id", "email", "first_name", "last_name", "name",
        "emails", "job_title", "username", "state", "role", "roles", "custom_attributes", "raw_attributes", "groups",
        "created_at", "updated_at",
    ],
    Event: EVENT_MEMBERS,
}  # fmt: skip


def directory_from(raw: dict[str, Any]) -> Directory:
    metadata = _dictionary(raw, "metadata")
    users = _dictionary(metadata, "users")
    return Directory(
        id=_text(raw, "id"),
        organization_id=_text(raw, "organization_id"),
        external_key=_text(raw, "external_key"),
        domain=_text(raw, "domain"),
        name=_text(raw, "name"),
        type=_text(raw, "type"),
        state=_text(raw, "state"),
        active_user_count=_value(int, users, "active"),
        inactive_user_count=_value(int, users, "inactive"),
        group_count=_value(int, metadata, "groups"),
        created_at=_text(raw, "created_at"),
        updated_at=_text(raw, "updated_at"),
        raw=raw,
    )


def group_from(raw: dict[str, Any]) -> Group:
    return Group(
        id=_text(raw, "id"),
        idp_id=_text(raw, "idp_id"),
        directory_id=_text(raw, "directory_id"),
        organization_id=_text(raw, "organization_id"),
        name=_text(raw, "name"),
        raw_attributes=_dictionary(raw, "raw_attributes"),
        created_at=_text(raw, "created_at"),
        updated_at=_text(raw, "updated_at"),
        raw=raw,
    )


def user_from(convert: Callable[[dict[str, Any], str], T] | None, raw: dict[str, Any]) -> User[T]:
    """Optimized for lists of a hundred thousand users: calling `_text` for each field, or __init__, would double the
    time."""
    user: Any = _new(User)
    get = raw.get
    user.id = text if type(text := get("id")) is str else None
    user.directory_id = text if type(text := get("directory_id")) is str else None
    user.organization_id = text if type(text := get("organization_id")) is str else None
    user.idp_id = text if type(text := get("idp_id")) is str else None
    user.email = text if type(text := get("email")) is str else None
    user.first_name = text if type(text := get("first_name")) is str else None
    user.last_name = text if type(text := get("last_name")) is str else None
    user.name = text if type(text := get("name")) is str else None
    user.job_title = text if type(text := get("job_title")) is str else None
    user.username = text if type(text := get("username")) is str else None
    user.state = text if type(text := get("state")) is str else None
    user.created_at = text if type(text := get("created_at")) is str else None
    user.updated_at = text if type(text := get("updated_at")) is str else None
    user.raw = raw
    attributes = get("custom_attributes")
    if type(attributes) is not dict:
        attributes = {}
    user.custom_attributes = convert(attributes, user.id) if convert else attributes
    typed: User[T] = user
    return typed


def _roles(user: dict[str, Any]) -> list[str]:
    """The slugs of all roles; an entry without a slug is left out."""
    slugs = [_text(role, "slug") for role in _list(user, "roles")]
    return [slug for slug in slugs if slug is not None]


def _groups(user: dict[str, Any]) -> list[Group]:
    return [group_from(group) for group in _list(user, "groups") if type(group) is dict]


_NESTED_IN_USER: dict[str, Callable[[dict[str, Any]], Any]] = {
    "emails": lambda user: _list(user, "emails"),
    "role": lambda user: _text(_dictionary(user, "role"), "slug"),
    "roles": _roles,
    "raw_attributes": lambda user: _dictionary(user, "raw_attributes"),
    "groups": _groups,
}


def event_from(raw: dict[str, Any]) -> Event:
    sent_data = _value(dict, raw, "data")
    data = sent_data or {}
    context = _dictionary(raw, "context")
    # An event without data contains no record.
    name = "" if sent_data is None else _text(raw, "event") or ""
    user = _user_in(name, data)
    group = _group_in(name, data)
    directory = _directory_in(name, data)
    changed = data if "previous_attributes" in data else context
    return Event(
        id=_text(raw, "id"),
        type=_text(raw, "event"),
        created_at=_text(raw, "created_at"),
        directory_id=_text(data, "directory_id" if directory is None else "id"),
        organization_id=_organization_of(data, user, group),
        user=user,
        group=group,
        directory=directory,
        data=data,
        previous_attributes=_dictionary(changed, "previous_attributes"),
        context=context,
        raw=raw,
    )


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
    state = _text(data, "state")
    if state in _STATE_NAMES:
        data = data | {"state": _STATE_NAMES[state]}
    return directory_from(data)


def _organization_of(data: dict[str, Any], user: User | None, group: Group | None) -> str | None:
    """An event about a membership has it in the user and in the group."""
    organization_id: str | None = _text(data, "organization_id")
    if organization_id is None and user is not None:
        organization_id = user.organization_id
    if organization_id is None and group is not None:
        organization_id = group.organization_id
    return organization_id


def _datetime(text: str | None) -> datetime | None:
    milliseconds = None if text is None else timestamp_ms(text)
    if milliseconds is None:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def _value(kind: type[V], raw: Any, name: str) -> V | None:
    """A member if it is exactly of that type: True is not an int."""
    value = raw.get(name) if type(raw) is dict else None
    return value if type(value) is kind else None


def _text(raw: Any, name: str) -> Any:
    """None if the member is not a text, although fields that the API promises are declared as str."""
    return _value(str, raw, name)


def _dictionary(raw: Any, name: str) -> dict[str, Any]:
    return _value(dict, raw, name) or {}


def _list(raw: Any, name: str) -> list[Any]:
    return _value(list, raw, name) or []


_new: Any = object.__new__
