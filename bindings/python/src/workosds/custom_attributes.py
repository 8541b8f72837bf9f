"""Custom attributes as a dataclass, a TypedDict or a pydantic model. Nothing is converted, "42" is no int, with one
exception: a whole number where a float is expected, since the API sends 1.0 as 1."""

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from .errors import CustomAttributeError

# By type and not isinstance: True is no int.
_PLAIN: dict[Any, tuple[type, ...]] = {kind: (kind,) for kind in (str, int, bool, list, dict, NoneType)}
_PLAIN |= {float: (float,), None: (NoneType,)}


class _Mismatch(Exception):
    """Holds the key and the reason."""


def converter(kind: Any) -> Callable[[dict[str, Any], str], Any] | None:
    """What makes a user's attributes, given with the user's id, an instance of the type. None for dictionaries."""
    if kind is None or kind is dict or get_args(kind) in ((str, Any), (str, object)):
        return None
    if _fields(kind) is None and not hasattr(kind, "model_validate"):
        raise TypeError(f"custom_attributes must be a dataclass, a TypedDict or a pydantic model, not {kind!r}")

    def convert(attributes: dict[str, Any], user_id: str) -> Any:
        try:
            return _fit(kind, attributes, "")
        except _Mismatch as error:
            key, reason = error.args[0].lstrip("."), error.args[1]
            message = f"custom attribute {key!r} of user {user_id}: {reason}"
            raise CustomAttributeError(message, key, user_id) from error.__cause__

    return convert


def _fit(kind: Any, value: Any, key: str) -> Any:
    if kind is Any or kind is object or type(value) in _PLAIN.get(kind, ()):
        return value
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is float and type(value) is int:
        with suppress(OverflowError):
            return float(value)
    elif origin is Union or origin is UnionType:
        if type(value) in arguments:
            return value
        for one in arguments:
            with suppress(_Mismatch):
                return _fit(one, value, key)
    elif origin is Literal and any(value == one and type(value) is type(one) for one in arguments):
        return value
    elif getattr(origin, "_name", "") in ("Required", "NotRequired", "ReadOnly"):
        return _fit(arguments[0], value, key)
    elif origin is list and type(value) is list:
        return [_fit(arguments[0], one, f"{key}[{number}]") for number, one in enumerate(value)]
    elif origin is dict and type(value) is dict:
        return {name: _fit(arguments[1], one, f"{key}.{name}") for name, one in value.items()}
    elif type(value) is dict and (fields := _fields(kind)) is not None:
        return _object(kind, fields, value, key)
    elif hasattr(kind, "model_validate"):
        return _model(kind, value, key)
    raise _Mismatch(key, f"expected {getattr(kind, '__name__', kind)}, got {type(value).__name__}")


def _object(kind: Any, fields: dict[str, tuple[Any, bool]], given: dict[str, Any], key: str) -> Any:
    """A dataclass, which leaves out what it does not name, or a TypedDict, which keeps it."""
    fitting = {}
    for name, (hint, is_required) in fields.items():
        if name in given:
            fitting[name] = _fit(hint, given[name], f"{key}.{name}")
        elif is_required:
            raise _Mismatch(f"{key}.{name}", "it is missing")
    return {**given, **fitting} if hasattr(kind, "__required_keys__") else kind(**fitting)


@lru_cache(maxsize=256)
def _fields(kind: Any) -> dict[str, tuple[Any, bool]] | None:
    """Types by name, and whether the attribute must be there."""
    if not isinstance(kind, type):
        return None
    if dataclasses.is_dataclass(kind):
        hints, none = get_type_hints(kind), dataclasses.MISSING
        fields = [field for field in dataclasses.fields(kind) if field.init]
        return {field.name: (hints[field.name], field.default is field.default_factory is none) for field in fields}
    required = getattr(kind, "__required_keys__", None)
    return None if required is None else {name: (hint, name in required) for name, hint in get_type_hints(kind).items()}


def _model(kind: Any, value: Any, key: str) -> Any:
    """pydantic is not imported here: its ValidationError is a ValueError that lists what is wrong."""
    try:
        return kind.model_validate(value)
    except ValueError as error:
        details: list[Any] = getattr(error, "errors", list)()
        first = details[0] if details else {"loc": (), "msg": str(error)}
        raise _Mismatch(".".join(map(str, (key, *first["loc"]))), first["msg"]) from error
