"""Hypothesis strategies for well-formed but unusual JSON. Hypothesis draws the values; a seed determines how they are
written: spacing, escapes, invalid UTF-8."""

import random

from hypothesis import strategies as st

SPACES = [b"", b"", b"", b" ", b"\n", b"\r\n", b"\t", b"  \t\n "]
ODD_UNITS = (
    [b'\\"', b"\\\\", b"\\/", b"\\b", b"\\f", b"\\n", b"\\r", b"\\t", b"\\u0000", b"\\u0041", b"\\uFFFF"]
    + [b"\\ud83d\\ude00", b"\\ud83d", b"\\uDE00", b"\\ud800\\ud800\\udc00", b"\\uDBFF\\uE000"]
    + [b"\xe9", b"\xed\xa0\xbd", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xff", b"\x7f", b"\xc2\x80"]
)
ODD_NUMBERS = (
    "9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 -0 -0.0 0e0 0E+9 1e400 -1e309"
    " 1e-400 5e-324 1.7976931348623157e308 1.7976931348623159e308 1E99999999999999999999 1e-99999999999999999999"
    " 123456789012345678901234567890 0.1000000000000000055511151231257827 10000000000000000000000.5 1e22 1e23"
).split()


class Number(str):
    """Written unchanged."""


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(ODD_NUMBERS).map(Number),
    st.text(max_size=6),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.lists(st.tuples(st.text(max_size=3), inner), max_size=4).map(tuple),
    max_leaves=8,
)
NAMES = st.sampled_from("id email raw_attributes custom_attributes groups roles role emails extra extra".split())
RECORDS = st.lists(st.tuples(NAMES, VALUES), max_size=5).map(tuple)


class Writer:
    """An object is a tuple of pairs, since keys may be repeated."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def write(self, value):
        return self._space() + self._bare(value) + self._space()

    def _space(self):
        return self._random.choice(SPACES)

    def _bare(self, value):
        match value:
            case None:
                return b"null"
            case bool():
                return b"true" if value else b"false"
            case Number():
                return value.encode()
            case int() | float():
                return repr(value).encode()
            case str():
                return self._text(value)
            case list():
                return b"[" + (b",".join(map(self.write, value)) or self._space()) + b"]"
        members = (self._space() + self._text(key) + self._space() + b":" + self.write(item) for key, item in value)
        return b"{" + (b",".join(members) or self._space()) + b"}"

    def _text(self, text):
        units = [self._character(character) for character in text]
        if self._random.random() < 0.2:
            units.insert(self._random.randint(0, len(units)), self._random.choice(ODD_UNITS))
        return b'"' + b"".join(units) + b'"'

    def _character(self, character):
        if character in '"\\' or character < " " or self._random.random() < 0.1:
            units = character.encode("utf-16-be", "surrogatepass")
            return b"".join(b"\\u" + units[start : start + 2].hex().encode() for start in range(0, len(units), 2))
        return character.encode("utf-8", "surrogatepass")


@st.composite
def pages(draw):
    records, seed = draw(st.lists(RECORDS, max_size=3)), draw(st.integers(0, 2**32))
    members = [("data", records), ("list_metadata", (("before", None), ("after", None))), ("object", "list")]
    choose = random.Random(seed)
    choose.shuffle(members)
    return choose.choice([b"", b"", b"\xef\xbb\xbf"]) + Envelope(seed).write(tuple(members))


class Envelope(Writer):
    """Writes the names of a page's and its records' members without odd units, which would change them."""

    def _text(self, text):
        return b'"%s"' % text.encode() if text in PLAIN else super()._text(text)


PLAIN = {"data", "list_metadata", "before", "after", "id", "custom_attributes"}


@st.composite
def damaged_pages(draw):
    """A page with a few bytes changed, removed or inserted, which is mostly invalid JSON."""
    text, seed = draw(pages()), draw(st.integers(0, 2**32))
    choose = random.Random(seed)
    for _ in range(choose.randint(1, 3)):
        place = choose.randrange(len(text))
        insert = choose.choice([b"", b'"', b"\\", b",", b"]", b"{}", b"1e999", b"\\ud800", b":", choose.randbytes(2)])
        text = text[:place] + insert + text[place + choose.randint(0, 3) :] or b" "
    return text
