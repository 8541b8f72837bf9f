"""Directories, groups, users and events as the server sent them.

A field that the server left out or sent as something else is None, a list or dictionary empty; `raw` has everything:
the object as the server sent it, newer fields included. Times are ISO 8601 text, as sent.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    T = TypeVar("T", default=dict[str, Any])
else:
    from typing import TypeVar

    T = TypeVar("T")
V = TypeVar("V")


class Record:
    __slots__ = ()
    raw: Any

    def to_json(self) -> str:
        """The object with the documented members always there, null where the server sent none."""
        members = dict.fromkeys(_MEMBERS[type(self)]) | self.raw
        return json.dumps(members, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class Directory(Record):
    """A directory at an identity provider, connected by an organization.

    `type` is the provider, "okta scim v2.0"; `state` is "active", "inactive", "deleting", "invalid_credentials",
    "validating", or a newer one (also in `raw`, where the wire has "linked" and "unlinked").
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


@dataclass(slots=True)
class Group(Record):
    """A group of a directory; `idp_id` is its id at the identity provider. `raw_attributes`: {} since 2026-04-15."""

    id: str
    idp_id: str
    directory_id: str
    organization_id: str | None
    name: str
    raw_attributes: dict[str, Any]
    created_at: str
    updated_at: str
    raw: dict[str, Any] = field(repr=False)


@dataclass(slots=True)
class User(Record, Generic[T]):
    """A user of a directory, generic over the custom attributes: a dictionary, or the type that the call named.

    `idp_id` is the id at the identity provider, `state` "active", "inactive", or a newer one, `role` and `roles` are
    slugs. `groups` are those in the user's own record: the API sends none to teams created since 2026-05-01, see
    `list_groups(user=user.id)`. It sends no `job_title`, `username`, `emails` and `raw_attributes` since 2026-04-15,
    see the custom attributes. A change of group membership does not change `updated_at`.
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

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """What the API sends to older teams only is read from `raw` when it is asked for."""
            if name not in _NESTED:
                raise AttributeError(f"a User has no {name!r}")
            value: Any = _NESTED[name](self.raw)
            setattr(self, name, value)
            return value


@dataclass(slots=True)
class Event(Record):
    """What happened, and to what: `type` is "dsync.user.created" and the like, or one newer than this version.

    `user`, `group` and `directory` are the records inside: the user of dsync.user... and dsync.group.user_..., the
    group of dsync.group..., the directory of dsync.activated and dsync.deleted. A user in an event has no groups.
    `data` is what came, whatever the type. `previous_attributes` is what dsync....updated changed: the former values by
    name, None for a new one.
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


def directory_from(raw: dict[str, Any]) -> Directory:
    texts, metadata = _texts(raw, _DIRECTORY), _get(dict, raw, "metadata")
    users = _get(dict, metadata, "users")
    counts = _get(int, users, "active"), _get(int, users, "inactive"), _get(int, metadata, "groups")
    values = [*texts[:7], *counts, *texts[7:], raw]
    return Directory(*values)


def group_from(raw: dict[str, Any]) -> Group:
    texts = _texts(raw, _GROUP)
    values = [*texts[:5], _get(dict, raw, "raw_attributes") or {}, *texts[5:], raw]
    return Group(*values)


def user_from(convert: Callable[[dict[str, Any], str], T] | None, raw: dict[str, Any]) -> User[T]:
    user: User[T] = _new(User)
    user.raw = raw
    (
        user.id, user.directory_id, user.organization_id, user.idp_id, user.email, user.first_name, user.last_name,
        user.name, user.job_title, user.username, user.state, user.created_at, user.updated_at,
    ) = _texts(raw, _USER)  # fmt: skip
    user.role = _get(str, _get(dict, raw, "role"), "slug")
    user.roles = [slug for role in _get(list, raw, "roles") or () if (slug := _get(str, role, "slug")) is not None]
    attributes: Any = _get(dict, raw, "custom_attributes") or {}
    user.custom_attributes = convert(attributes, user.id) if convert else attributes
    return user


def event_from(raw: dict[str, Any]) -> Event:
    (id, name, created_at), data = _texts(raw, ["id", "event", "created_at"]), _get(dict, raw, "data")
    parts = {} if data is None else _parts(name or "", data)
    user = user_from(None, parts["user"]) if "user" in parts else None
    group = group_from(parts["group"]) if "group" in parts else None
    directory = directory_from(parts["directory"]) if "directory" in parts else None
    directory_id = _get(str, data, "id" if directory else "directory_id")
    owners = [_get(str, one, "organization_id") for one in (data, *parts.values())]
    owner = next((owner for owner in owners if owner is not None), None)
    data, context = data or {}, _get(dict, raw, "context") or {}
    changed = _get(dict, data if "previous_attributes" in data else context, "previous_attributes") or {}
    values = [id, name, created_at, directory_id, owner, user, group, directory, data, changed, context, raw]
    return Event(*values)


def _parts(name: str, data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The records in an event's data, by the event's name."""
    if name in ("dsync.activated", "dsync.deactivated", "dsync.deleted"):
        state = _get(str, data, "state")
        return {"directory": data | {"state": _STATES[state]} if state in _STATES else data}
    if name in ("dsync.group.user_added", "dsync.group.user_removed"):
        return {kind: data[kind] for kind in ("user", "group") if type(data.get(kind)) is dict}
    return {kind: data for kind in ("user", "group") if name.startswith(f"dsync.{kind}.")}


def _get(kind: type[V], raw: Any, name: str) -> V | None:
    value = raw.get(name) if type(raw) is dict else None
    return value if type(value) is kind else None


def _texts(raw: dict[str, Any], names: list[str]) -> list[Any]:
    return [value if type(value := raw.get(name)) is str else None for name in names]


_new: Any = object.__new__
_NESTED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "emails": lambda user: _get(list, user, "emails") or [],
    "raw_attributes": lambda user: _get(dict, user, "raw_attributes") or {},
    "groups": lambda user: [group_from(group) for group in _get(list, user, "groups") or [] if type(group) is dict],
}
# The documented members, and those that are texts.
_MEMBERS: dict[Any, list[str]] = {kind: ["object", *kind.__match_args__[:-1]] for kind in (Directory, Group, User)}
_MEMBERS[Directory][8:11] = ["metadata"]
_NO_TEXTS = {"object", "metadata", "role", "roles", "custom_attributes", *_NESTED}
_DIRECTORY, _GROUP, _USER = ([name for name in all if name not in _NO_TEXTS] for all in _MEMBERS.values())
_MEMBERS[Event] = EVENT_MEMBERS = ["object", "id", "event", "data", "created_at", "context"]
_STATES = {"linked": "active", "unlinked": "inactive"}
