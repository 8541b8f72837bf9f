"""Memory built from a response stays below the multiple of its size in the header."""

import contextlib
import ctypes
import gzip
from ctypes import byref, c_void_p

import abi
import pytest
from support.memory import Peak

pytestmark = pytest.mark.measures

MIB = 1 << 20
TIMES = 16  # the header's paragraph on memory
# Members of the record -> the brackets around their many small values.
PLACES = {
    "custom_attributes": (b'{"id":"u1","custom_attributes":{"a":[', b"]}}"),
    "groups": (b'{"id":"u1","groups":[', b"]}"),
    "roles": (b'{"id":"u1","roles":[', b"]}"),
}


def body_of(place, value, size=4 * MIB):
    head, tail = PLACES[place]
    count = (size - len(head) - len(tail) + 1) // (len(value) + 1)
    return head + (value + b",") * (count - 1) + value + tail


def answer(body):
    packed = gzip.compress(body, 1)
    return b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


@contextlib.contextmanager
def bounded(call, size):
    """First returns free memory to the kernel, so that the call's memory can be measured."""
    ctypes.CDLL(None).malloc_trim(0)
    with Peak() as peak:
        yield
    assert peak.kib * 1024 <= TIMES * size, f"{call}: {peak.kib * 1024 / size:.1f} times the response"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", [b"{}", b"[]", b'""', b'{"a":1}'])
def test_many_small_values(place, value, serve, connect):
    body = body_of(place, value)
    client = connect(serve(lambda request: answer(body)))
    library, user = client.library, c_void_p()
    with bounded("get_user", len(body)):
        assert library.get_user(client.pointer, b"u1", byref(user), None) == abi.OK
    texts = {"user_json": (user,)}
    if place == "custom_attributes":
        texts |= {"user_custom_attribute_json": (user, b"a"), "user_custom_attributes_json": (user,)}
    for name, arguments in texts.items():
        with bounded(name, len(body)):
            text = getattr(library, name)(*arguments)
        assert text
        library.string_free(text)
    with bounded("user_copy", len(body)):
        copy = library.user_copy(user)
    assert copy
    library.user_free(copy)
    library.user_free(user)
