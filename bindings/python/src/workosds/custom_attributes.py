"""Custom attributes as a dataclass, a TypedDict or a pydantic model.

Values are checked, not converted: "42" is not an int. One exception: a whole number is accepted as float, since the API
sends 1.0 as 1.
"""

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from .errors import CustomAttributeError

_PLAIN_TYPES: dict[Any, type] = {
    str: str,
    int: int,
    float: float,
    bool: bool,
    list: list,
    dict: dict,
    NoneType: NoneType,
    None: NoneType,
}
_DICTIONARY_ARGUMENTS = ((str, Any), (str, object))


class _Field(NamedTuple):
    type: Any
    is_required: bool


class _Mismatch(Exception):
    """A value has the wrong type. `key` is its path, beginning with a dot."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(key, reason)
        self.key = key
        self.reason = reason


def converter(kind: Any) -> Callable[[dict[str, Any], str], Any] | None:
    """A function that converts a user's attributes to the type. Its arguments are the attributes and the user's id.

    None for `None` and dictionaries, which need no conversion.
    """
    if kind is None or kind is dict or get_args(kind) in _DICTIONARY_ARGUMENTS:
        return None
    if _fields(kind) is None and not _is_model(kind):
        raise TypeError(f"custom_attributes must be a dataclass, a TypedDict or a pydantic model, not {kind!r}")

    def convert(attributes: dict[str, Any], user_id: str) -> Any:
        try:
            return _fit(kind, attributes, "")
        except _Mismatch as mismatch:
            key = mismatch.key.lstrip(".")
            message = f"custom attribute {key!r} of user {user_id}: {mismatch.reason}"
            raise CustomAttributeError(message, key, user_id) from mismatch.__cause__

    return convert


def _fit(kind: Any, value: Any, key: str) -> Any:
    """The value as an instance of the type, which may be any type hint with a JSON form."""
    # Not isinstance, because True is an int to it.
    if kind is Any or kind is object or type(value) is _PLAIN_TYPES.get(kind):
        return value
    origin = get_origin(kind)
    arguments = get_args(kind)
    if kind is float and type(value) is int:
        with suppress(OverflowError):
            return float(value)
    elif origin is Union or origin is UnionType:
        return _fit_one_of(kind, arguments, value, key)
    elif origin is Literal:
        if any(value == literal and type(value) is type(literal) for literal in arguments):
            return value
    elif getattr(origin, "_name", "") in ("Required", "NotRequired", "ReadOnly"):
        return _fit(arguments[0], value, key)
    elif origin is list and type(value) is list:
        return [_fit(arguments[0], item, f"{key}[{number}]") for number, item in enumerate(value)]
    elif origin is dict and type(value) is dict:
        return {name: _fit(arguments[1], item, f"{key}.{name}") for name, item in value.items()}
    elif _is_model(kind):
        return _fit_model(kind, value, key)
    elif type(value) is dict:
        fields = _fields(kind)
        if fields is not None:
            return _fit_fields(kind, fields, value, key)
    raise _mismatch(kind, value, key)


def _mismatch(kind: Any, value: Any, key: str) -> _Mismatch:
    return _Mismatch(key, f"expected {getattr(kind, '__name__', kind)}, got {type(value).__name__}")


def _fit_one_of(union: Any, kinds: tuple[Any, ...], value: Any, key: str) -> Any:
    if type(value) in kinds:
        return value
    for kind in kinds:
        with suppress(_Mismatch):
            return _fit(kind, value, key)
    raise _mismatch(union, value, key)


def _fit_fields(kind: Any, fields: dict[str, _Field], given: dict[str, Any], key: str) -> Any:
    """A dataclass, which drops unknown members, or a TypedDict, which keeps them."""
    fitting = {}
    for name, field in fields.items():
        if name in given:
            fitting[name] = _fit(field.type, given[name], f"{key}.{name}")
        elif field.is_required:
            raise _Mismatch(f"{key}.{name}", "it is missing")
    if _is_typed_dict(kind):
        return {**given, **fitting}
    return kind(**fitting)


@lru_cache(maxsize=256)
def _fields(kind: Any) -> dict[str, _Field] | None:
    """The fields of a dataclass or a TypedDict by name; None for other types."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        fields = [field for field in dataclasses.fields(kind) if field.init]
        return {field.name: _Field(hints[field.name], not _has_default(field)) for field in fields}
    if _is_typed_dict(kind):
        required: frozenset[str] = kind.__required_keys__
        return {name: _Field(hint, name in required) for name, hint in get_type_hints(kind).items()}
    return None


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _is_typed_dict(kind: Any) -> bool:
    return isinstance(kind, type) and hasattr(kind, "__required_keys__")


def _is_model(kind: Any) -> bool:
    """Does not import pydantic."""
    return hasattr(kind, "model_validate")


def _fit_model(kind: Any, value: Any, key: str) -> Any:
    """pydantic's ValidationError is a ValueError with a list of errors. Reports the first."""
    try:
        return kind.model_validate(value)
    except ValueError as error:
        problems: list[Any] = getattr(error, "errors", list)()
        if not problems:
            raise _Mismatch(key, str(error)) from error
        location = (key, *problems[0]["loc"])
        raise _Mismatch(".".join(str(part) for part in location), problems[0]["msg"]) from error
