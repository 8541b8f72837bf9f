"""Directories, groups and users as the server sent them.

A field that the server left out, or sent as another type than documented, is None; a list or dictionary is then empty.
`raw` is the object as the server sent it, with members that are newer than this version. Times are the ISO 8601 text
that the server sent; the properties `created_at_datetime` and `updated_at_datetime` convert them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from ._members import array, dictionary, text, value
from ._record import Record, UpdatedRecord, draft_of, refuse_assignment

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    T = TypeVar("T", default=dict[str, Any])
else:
    from typing import TypeVar

    T = TypeVar("T")


@dataclass(slots=True, frozen=True)
class Directory(UpdatedRecord):
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
    _documented: ClassVar[tuple[str, ...]] = (
        "object", "id", "organization_id", "external_key", "domain", "name", "type", "state", "metadata",
        "created_at", "updated_at",
    )  # fmt: skip


@dataclass(slots=True, frozen=True)
class Group(UpdatedRecord):
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
    _documented: ClassVar[tuple[str, ...]] = (
        "object", "id", "idp_id", "directory_id", "organization_id", "name", "raw_attributes",
        "created_at", "updated_at",
    )  # fmt: skip


@dataclass(slots=True, frozen=True)
class User(UpdatedRecord, Generic[T]):
    """A user of a directory.

    `idp_id` is the id at the identity provider. `state` is "active", "inactive", or a newer one. `role` is the slug of
    the primary role, `roles` has the slugs of all roles. `custom_attributes` is a dictionary, or of the type given to
    the call: User is generic over it.

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
    _documented: ClassVar[tuple[str, ...]] = (
        "object", "id", "directory_id", "organization_id", "idp_id", "email", "first_name", "last_name", "name",
        "emails", "job_title", "username", "state", "role", "roles", "custom_attributes", "raw_attributes", "groups",
        "created_at", "updated_at",
    )  # fmt: skip

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Called for a field without a value: rarely used fields are read from `raw` on first access."""
            if name not in _READ_LATER:
                raise AttributeError(f"a User has no {name!r}")
            member = _READ_LATER[name](self.raw)
            object.__setattr__(self, name, member)
            return member


for _kind in (Directory, Group, User):
    refuse_assignment(_kind)
_DirectoryDraft = draft_of(Directory)
_GroupDraft = draft_of(Group)
_UserDraft = draft_of(User)


def directory_from(raw: dict[str, Any]) -> Directory:
    directory: Any = _new(_DirectoryDraft)
    metadata = dictionary(raw, "metadata")
    users = dictionary(metadata, "users")
    directory.id = text(raw, "id")
    directory.organization_id = text(raw, "organization_id")
    directory.external_key = text(raw, "external_key")
    directory.domain = text(raw, "domain")
    directory.name = text(raw, "name")
    directory.type = text(raw, "type")
    directory.state = text(raw, "state")
    directory.active_user_count = value(int, users, "active")
    directory.inactive_user_count = value(int, users, "inactive")
    directory.group_count = value(int, metadata, "groups")
    directory.created_at = text(raw, "created_at")
    directory.updated_at = text(raw, "updated_at")
    directory.raw = raw
    directory.__class__ = Directory
    record: Directory = directory
    return record


def group_from(raw: dict[str, Any]) -> Group:
    group: Any = _new(_GroupDraft)
    group.id = text(raw, "id")
    group.idp_id = text(raw, "idp_id")
    group.directory_id = text(raw, "directory_id")
    group.organization_id = text(raw, "organization_id")
    group.name = text(raw, "name")
    group.raw_attributes = dictionary(raw, "raw_attributes")
    group.created_at = text(raw, "created_at")
    group.updated_at = text(raw, "updated_at")
    group.raw = raw
    group.__class__ = Group
    record: Group = group
    return record


def user_from(convert: Callable[[dict[str, Any], str], T] | None, raw: dict[str, Any]) -> User[T]:
    """Optimized for lists of a hundred thousand users: calling `text` for each field would double the time."""
    user: Any = _new(_UserDraft)
    get = raw.get
    user.id = member if type(member := get("id")) is str else None
    user.directory_id = member if type(member := get("directory_id")) is str else None
    user.organization_id = member if type(member := get("organization_id")) is str else None
    user.idp_id = member if type(member := get("idp_id")) is str else None
    user.email = member if type(member := get("email")) is str else None
    user.first_name = member if type(member := get("first_name")) is str else None
    user.last_name = member if type(member := get("last_name")) is str else None
    user.name = member if type(member := get("name")) is str else None
    user.state = member if type(member := get("state")) is str else None
    user.created_at = member if type(member := get("created_at")) is str else None
    user.updated_at = member if type(member := get("updated_at")) is str else None
    user.raw = raw
    attributes = get("custom_attributes")
    if type(attributes) is not dict:
        attributes = {}
    user.custom_attributes = convert(attributes, user.id) if convert else attributes
    user.__class__ = User
    record: User[T] = user
    return record


def _roles(user: dict[str, Any]) -> list[str]:
    """The slugs of all roles; an entry without a slug is left out."""
    slugs = [text(role, "slug") for role in array(user, "roles")]
    return [slug for slug in slugs if slug is not None]


def _groups(user: dict[str, Any]) -> list[Group]:
    return [group_from(group) for group in array(user, "groups") if type(group) is dict]


_READ_LATER: dict[str, Callable[[dict[str, Any]], Any]] = {
    "job_title": lambda user: text(user, "job_title"),
    "username": lambda user: text(user, "username"),
    "emails": lambda user: array(user, "emails"),
    "role": lambda user: text(dictionary(user, "role"), "slug"),
    "roles": _roles,
    "raw_attributes": lambda user: dictionary(user, "raw_attributes"),
    "groups": _groups,
}


_new: Any = object.__new__
