"""A body as parsed by CPython's json with the library's documented repairs, for comparison."""

import codecs
import json
import math
import re

INT64 = range(-(2**63), 2**63)


def _integer(text):
    return int(text) if len(text) <= 20 and int(text) in INT64 else text


def _real(text):
    return float(text) if math.isfinite(float(text)) else text


def _constant(text):
    raise ValueError(f"{text} is not JSON")


def _mended(value):
    """Lone surrogates, and bytes read as such, become U+FFFD everywhere; NULs become U+FFFD in keys."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, list):
        return [_mended(element) for element in value]
    return value


def _object(pairs):
    """Keys that need no repair keep their names; repaired ones get a number if they would be equal."""
    kept = {key for key, _ in pairs if key == _mended_key(key)}
    number = 0
    found = {}
    for key, value in pairs:
        name = _mended_key(key)
        if name != key:
            while name in kept:
                number += 1
                name = _mended_key(key) + str(number)
            kept.add(name)
        found[name] = _mended(value)
    return found


def _mended_key(key):
    return _mended(key).replace("\0", "\ufffd")


def read(body, mend=True):
    """The value of a body; ValueError if it is not JSON. Without `mend`, for text returned by the library, which must
    need no repair."""
    text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape" if mend else "strict")
    if not mend:
        return json.loads(text, parse_constant=_constant)
    found = json.loads(text, parse_int=_integer, parse_float=_real, parse_constant=_constant, object_pairs_hook=_object)
    return _mended(found)


def same(left, right):
    """Compares types too: 1 is neither 1.0 nor True, 0.0 is not -0.0, and keys must be in the same order."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(same(*pair) for pair in zip(left, right, strict=True))
    if isinstance(left, float):
        return left == right and math.copysign(1, left) == math.copysign(1, right)
    return left == right
