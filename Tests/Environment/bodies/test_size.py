"""Bodies up to the default limit of 64 MiB, with any content, are read in linear time and bounded memory, or
rejected."""

import ctypes
import gzip
import random
import time
import zlib

import abi
import pytest
from replay import close, drip, ok
from support.client import Failure
from support.memory import Peak
from support.threads import Task

MIB = 1 << 20
STACK = 512 << 10


def inside(opening, unit, closing, size, joint=b""):
    """A body of exactly `size` bytes: repeated units, then spaces."""
    head = b'{"data":[{"id":"u1","raw_attributes":{"x":' + opening
    tail = closing + b'}}],"list_metadata":{}}'
    count = (size - len(head) - len(tail) + len(joint)) // (len(unit) + len(joint))
    body = head + (unit + joint) * (count - 1) + unit + tail
    return body + b" " * (size - len(body))


def digits(size):
    return random.Random(1).randbytes(size).translate(bytes(48 + byte % 10 for byte in range(256)))


# The body's content -> its bytes. `refused`: fails with a protocol error.
CONTENTS = {
    "plain text": lambda size: inside(b'"', b"z" * 1024, b'"', size),
    "undecodable bytes": lambda size: inside(b'"', b"\xe9" * 1024, b'"', size),
    "cut-off characters": lambda size: inside(b'"', b"\xf0\x9f\x98", b'"', size),
    "four-byte characters": lambda size: inside(b'"', "\U0001f600".encode(), b'"', size),
    "escapes": lambda size: inside(b'"', b"\\u0041", b'"', size),
    "short escapes": lambda size: inside(b'"', b"\\\\", b'"', size),
    "lone surrogates": lambda size: inside(b'"', b"\\ud83d", b'"', size),
    "short texts": lambda size: inside(b"[", b'"abc"', b"]", size, b","),
    "empty texts": lambda size: inside(b"[", b'""', b"]", size, b","),
    "small numbers": lambda size: inside(b"[", b"1", b"]", size, b","),
    "numbers beyond double": lambda size: inside(b"[", b"1e400", b"]", size, b","),
    "one number": lambda size: inside(b"1", digits(4096), b"", size),
    "one fraction": lambda size: inside(b"0.", digits(4096), b"", size),
    "empty objects": lambda size: inside(b"[", b"{}", b"]", size, b","),
    "one key again and again": lambda size: inside(b"{", b'"k":1', b"}", size, b","),
    "NULs in keys": lambda size: inside(b"{", b'"\\u0000":1', b"}", size, b","),
    "one long key": lambda size: inside(b'{"', b"k\\u0000" * 1024, b'":1}', size),
    "known members again and again": lambda size: inside(
        b'0},"id":"u1","x":{"y":0},', b'"groups":[]', b',"z":{"z":0', size, b","
    ),
    "white space": lambda size: inside(b"[", b" \t\r\n" * 1024, b"]", size),
    "sixteen-deep brackets": lambda size: inside(b"[", b"[" * 16 + b"]" * 16, b"]", size, b","),
}
# The same for bodies that are rejected, truncated to size.
REFUSED = {
    "opening brackets": (b'{"data":', b"["),
    "opening braces": (b'{"data":[', b'{"k":'),
    "quotes": (b'{"data":["', b'"'),
    "a text without end": (b'{"data":["', b"z"),
    "a text of backslashes without end": (b'{"data":["', b"\\"),
    "surrogates without end": (b'{"data":["', b"\\ud800"),
    "undecodable bytes and cut-off escapes": (b'{"data":["', b"\xe9\\u"),
    "zeros": (b"", b"0"),
    "NULs": (b"", b"\0"),
    "many lists": (b"{", b'"data":[{}],'),
    "many list_metadata": (b'{"data":[]', b',"list_metadata":{"after":"c"}'),
    "records that are none": (b'{"data":[', b"0,"),
    "empty records": (b'{"data":[', b"{},"),
}


def body_of(name, size):
    if name in CONTENTS:
        return CONTENTS[name](size)
    head, unit = REFUSED[name]
    return (head + unit * (size // len(unit) + 1))[:size]


pytestmark = pytest.mark.measures


@pytest.fixture(autouse=True)
def fresh_memory():
    """Makes malloc take large blocks from the kernel each time. Otherwise the small body of a pair could reuse freed
    memory."""
    m_mmap_threshold = -3
    assert ctypes.CDLL(None).mallopt(m_mmap_threshold, MIB)


class Reading:
    """Lists one page and measures it. Does not read the error's JSON, which would contain the body again."""

    def __init__(self, client):
        with Peak() as peak:
            began = time.thread_time()
            self.status = self._read(client)
            self.worked = time.thread_time() - began
        self.peak_kib = peak.kib

    @staticmethod
    def _read(client):
        library = client.library
        with client.list_users() as iterator:
            record = ctypes.c_void_p()
            while (status := library.iterator_next_user(iterator.pointer, ctypes.byref(record), None)) == abi.OK:
                pass
        return library.status_name(status).decode()


def read(name, size, serve, connect):
    body = body_of(name, size)
    assert len(body) == size
    client = connect(serve(lambda request: ok(body)), request_timeout_ms=30_000, call_timeout_ms=30_000)
    return Task(Reading, client, stack_size=STACK).result(60)


def check_linear(name, small, serve, connect):
    """A body four times as large takes at most eight times as long; quadratic code would take sixteen times. Five times
    is normal, because only the small body fits into the processor's cache. Measures CPU time of the calling thread, and
    repeats a pair that a busy machine has disturbed."""
    status = "DONE" if name in CONTENTS else "PROTOCOL"
    ratios = []
    for _ in range(5):
        readings = [read(name, size * MIB, serve, connect) for size in (small, 4 * small)]
        assert [reading.status for reading in readings] == [status, status]
        assert readings[1].worked < 10
        # The body, grown by doubling, and its repaired copy of at most three times the length.
        assert readings[1].peak_kib < 4 * small * 1024 * 6
        ratios.append(readings[1].worked / readings[0].worked)
        if ratios[-1] <= 8:
            return
    raise AssertionError(f"{name}: {ratios}")


@pytest.mark.parametrize("name", [*CONTENTS, *REFUSED])
def test_linear(name, serve, connect):
    check_linear(name, 4, serve, connect)


@pytest.mark.parametrize("name", ["undecodable bytes", "escapes", "short texts", "one number", "opening brackets"])
def test_linear_to_the_cap(name, serve, connect):
    check_linear(name, 16, serve, connect)


@pytest.mark.long
@pytest.mark.parametrize("name", [*CONTENTS, *REFUSED])
def test_linear_to_the_cap_with_any(name, serve, connect):
    check_linear(name, 16, serve, connect)


def test_cap(serve, connect):
    """One byte above the limit fails, by default at 64 MiB, with any encoding."""
    for size, status in ((64 * MIB, "DONE"), (64 * MIB + 1, "PROTOCOL")):
        body = inside(b'"', b"z" * 1024, b'"', size)
        packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip.compress(body, 1)
        for answer in (ok(body), packed):
            client = connect(serve(lambda request, answer=answer: [answer, close]))
            assert Reading(client).status == status


@pytest.fixture(scope="module")
def bomb():
    """256 MiB compressed to a quarter of a megabyte."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(256)) + packer.flush()


@pytest.mark.parametrize("call", ["list", "get", "error"])
def test_gzip_bomb(call, bomb, serve, connect):
    """Fails when the limit is reached, not after decompressing everything."""
    status = 500 if call == "error" else 200
    head = f"HTTP/1.1 {status} R\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    client = connect(serve(lambda request: head + bomb), max_response_bytes=MIB)
    began = time.thread_time()
    with Peak() as peak, pytest.raises(Failure) as failure:
        list(client.list_users()) if call == "list" else client.get_user()
    assert failure.value.status == "PROTOCOL"
    assert "max_response_bytes" in failure.value.message
    assert time.thread_time() - began < 0.5 and peak.kib < 16 * 1024


def test_endless_body(serve, connect):
    """An endless response fails at the limit."""

    def endless():
        yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        while True:
            yield b" " * 65536

    client = connect(serve(lambda request: drip(endless(), 0)), max_response_bytes=4 * MIB)
    with Peak() as peak, pytest.raises(Failure) as failure:
        client.get_user()
    assert failure.value.status == "PROTOCOL" and peak.kib < 32 * 1024


def read_attributes(library, user):
    for index in range(library.user_custom_attribute_count(user)):
        key = library.user_custom_attribute_key_at(user, index, None)
        library.user_custom_attribute_type(user, ctypes.string_at(key))


def read_groups(library, user):
    for index in range(library.user_group_count(user)):
        library.group_name(library.user_group_at(user, index))


def read_roles(library, user):
    for index in range(library.user_role_count(user)):
        library.user_role_at(user, index)


PARTS = {
    "custom_attributes": (read_attributes, lambda count: {f"k{number}": number for number in range(count)}),
    "groups": (read_groups, lambda count: [{"name": f"g{number}"} for number in range(count)]),
    "roles": (read_roles, lambda count: [{"slug": f"r{number}"} for number in range(count)]),
}


@pytest.mark.parametrize("kind", PARTS)
def test_many_parts(kind, serve, connect):
    """Reading each of n attributes, groups or roles takes linear time."""
    reader, parts = PARTS[kind]

    def worked(count):
        client = connect(serve(lambda request: ok({"id": "u1", kind: parts(count)})))
        user = ctypes.c_void_p()
        assert client.library.get_user(client.pointer, b"u1", ctypes.byref(user), None) == abi.OK
        began = time.thread_time()
        reader(client.library, user)
        elapsed = time.thread_time() - began
        client.library.user_free(user)
        return elapsed

    ratios = []
    while not ratios or ratios[-1] > 12:  # eight would be linear, sixty-four quadratic
        ratios.append(worked(16_000) / worked(2_000))
        assert len(ratios) < 5, ratios
