"""A record as read by every accessor of the library, in a dictionary that outlives the record."""

import ctypes
import json
from ctypes import byref

import abi


def text_of(value):
    return None if value is None else value.decode()


def parse(text):
    return None if text is None else json.loads(text)


def read_directory(library, pointer):
    record = _common(library, "directory", pointer)
    for name in abi.DIRECTORY_COUNTS:
        record[name] = getattr(library, f"directory_{name}")(pointer)
    return record


def read_group(library, pointer):
    record = _common(library, "group", pointer)
    record["raw_attributes"] = parse(library.owned(library.group_raw_attributes_json(pointer)))
    return record


def read_user(library, pointer):
    record = _common(library, "user", pointer)
    for name in ("custom_attributes", "raw_attributes", "emails"):
        record[name] = parse(library.owned(getattr(library, f"user_{name}_json")(pointer)))
    roles = range(library.user_role_count(pointer))
    record["roles"] = [text_of(library.user_role_at(pointer, index)) for index in roles]
    groups = range(library.user_group_count(pointer))
    record["groups"] = [read_group(library, library.user_group_at(pointer, index)) for index in groups]
    record["attributes"] = _attributes(library, pointer)
    return record


def read_event(library, pointer):
    """An event with the record inside it."""
    record = _common(library, "event", pointer)
    for name in ("data", "previous_attributes", "context"):
        record[name] = parse(library.owned(getattr(library, f"event_{name}_json")(pointer)))
    for name in ("user", "group", "directory"):
        inner = getattr(library, f"event_{name}")(pointer)
        record[name] = READERS[name](library, inner) if inner else None
    return record


READERS = {"directory": read_directory, "group": read_group, "user": read_user, "event": read_event}


def _common(library, noun, pointer):
    record = {name: text_of(getattr(library, f"{noun}_{name}")(pointer)) for name in abi.TEXTS[noun]}
    record["json"] = parse(library.owned(getattr(library, f"{noun}_json")(pointer)))
    return record


def _attributes(library, pointer):
    """The custom attributes in the server's order: (key, type, value). The value of a text is its bytes."""
    found = []
    for index in range(library.user_custom_attribute_count(pointer)):
        length = ctypes.c_size_t()
        key = ctypes.string_at(library.user_custom_attribute_key_at(pointer, index, byref(length)))
        assert len(key) == length.value, "a key contains a NUL"
        kind = abi.ATTRIBUTE_TYPES[library.user_custom_attribute_type(pointer, key)]
        found.append((key.decode(), kind, attribute(library, pointer, key, kind)))
    return found


def attribute(library, pointer, key, kind):
    """The value from the getter of its type. Every other getter must return that there is none."""
    results = {}
    text, length = ctypes.c_void_p(), ctypes.c_size_t()
    if library.user_custom_attribute_text(pointer, key, byref(text), byref(length)):
        results["text"] = ctypes.string_at(text.value, length.value)
    for name, type in (("integer", ctypes.c_int64), ("real", ctypes.c_double), ("boolean", ctypes.c_int32)):
        value = type(77)
        if getattr(library, f"user_custom_attribute_{name}")(pointer, key, byref(value)):
            results[name] = value.value
        else:
            assert value.value == 0, f"{name} of {key!r} is left at {value.value}"
    if kind == "integer":  # whole numbers are reals too
        assert results.pop("real") == float(results["integer"])
    if kind in ("text", "integer", "real", "boolean"):
        assert list(results) == [kind]
        return bool(results[kind]) if kind == "boolean" else results[kind]
    assert results == {}
    return parse(library.owned(library.user_custom_attribute_json(pointer, key)))
