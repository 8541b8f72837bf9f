"""Members of the server's objects, read by type."""

from typing import Any, TypeVar

V = TypeVar("V")


def value(kind: type[V], raw: Any, name: str) -> V | None:
    """A member if it is exactly of that type: True is not an int."""
    member = raw.get(name) if type(raw) is dict else None
    return member if type(member) is kind else None


def text(raw: Any, name: str) -> Any:
    """None if the member is not a text, although fields that the API promises are declared as str."""
    return value(str, raw, name)


def dictionary(raw: Any, name: str) -> dict[str, Any]:
    return value(dict, raw, name) or {}


def array(raw: Any, name: str) -> list[Any]:
    return value(list, raw, name) or []
