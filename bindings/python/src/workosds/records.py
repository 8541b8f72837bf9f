"""Directories, groups and users as the server sent them.

A field that the server left out or sent as something else is None, a list or dictionary empty; `raw` has everything:
the object as the server sent it, newer fields included. Times are ISO 8601 text, as sent.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    T = TypeVar("T", default=dict[str, Any])
else:
    from typing import TypeVar

    T = TypeVar("T")


class Record:
    __slots__ = ()
    raw: Any

    def to_json(self) -> str:
        """The object with the documented members always there, null where the server sent none."""
        members = dict.fromkeys(["object", *_MEMBERS[type(self)]])
        return json.dumps({**members, **self.raw}, ensure_ascii=False, separators=(",", ":"))


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
            """What is no text is read from `raw` when it is first asked for."""
            if name not in _NESTED:
                raise AttributeError(f"a User has no {name!r}")
            setattr(self, name, value := _NESTED[name](self.raw.get(name)))
            return value


def directory_from(raw: dict[str, Any]) -> Directory:
    metadata = _dict(raw.get("metadata"))
    users = _dict(metadata.get("users"))
    texts, counts = _texts(raw, _DIRECTORY), (users.get("active"), users.get("inactive"), metadata.get("groups"))
    values = [*texts[:7], *(count if type(count) is int else None for count in counts), *texts[7:], raw]
    return Directory(*values)


def group_from(raw: dict[str, Any]) -> Group:
    texts = _texts(raw, _GROUP)
    values = [*texts[:5], _dict(raw.get("raw_attributes")), *texts[5:], raw]
    return Group(*values)


def user_from(convert: Callable[[dict[str, Any], str], T] | None, raw: dict[str, Any]) -> User[T]:
    """Quick where the texts are there and texts or null, as they usually are."""
    user: User[T] = _new(User)
    try:
        texts = _read_user(raw)
        if not _USUAL.issuperset(map(type, texts)):
            texts = _texts(raw, _USER)
    except KeyError:
        texts = _texts(raw, _USER)
    (
        user.id, user.directory_id, user.organization_id, user.idp_id, user.email, user.first_name, user.last_name,
        user.name, user.job_title, user.username, user.state, user.created_at, user.updated_at,
    ) = texts  # fmt: skip
    user.raw = raw
    if convert:
        user.custom_attributes = convert(_dict(raw.get("custom_attributes")), user.id)
    return user


def _dict(value: Any) -> dict[str, Any]:
    return value if type(value) is dict else {}


def _list(value: Any) -> list[Any]:
    return value if type(value) is list else []


def _texts(raw: dict[str, Any], names: list[str]) -> list[Any]:
    return [value if type(value) is str else None for value in map(raw.get, names)]


def _slugs(roles: list[Any]) -> list[str]:
    return [slug for role in roles if type(slug := _dict(role).get("slug")) is str]


_new: Any = object.__new__
_NESTED: dict[str, Callable[[Any], Any]] = {
    "emails": _list,
    "role": lambda role: (*_slugs([role]), None)[0],
    "roles": lambda roles: _slugs(_list(roles)),
    "custom_attributes": _dict,
    "raw_attributes": _dict,
    "groups": lambda groups: [group_from(group) for group in _list(groups) if type(group) is dict],
}
# The documented members, but for "object", and those that are texts.
_MEMBERS: dict[Any, list[str]] = {kind: [*kind.__dataclass_fields__][:-1] for kind in (Directory, Group, User)}
_MEMBERS[Directory][7:10] = ["metadata"]
_DIRECTORY, _GROUP, _USER = ([name for name in all if name not in {*_NESTED, "metadata"}] for all in _MEMBERS.values())
_read_user, _USUAL = itemgetter(*_USER), frozenset((str, NoneType))
