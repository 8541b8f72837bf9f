"""Client, iterator and error of the library with Python lifetimes. A thin layer, so that tests read as sequences of ABI
calls."""

import ctypes
import json
import select
import time
from ctypes import byref, c_int32, c_size_t, c_void_p

import abi

from support.records import READERS, text_of

KEY = "sk_test_4f8aK2mQ9xZtR1vB7n"

# Defaults of the tests: one attempt, no rate limit, short time limits.
QUICK = dict(
    max_retries=abi.NO_RETRIES,
    directory_user_requests_per_second=abi.UNPACED,
    connect_timeout_ms=5_000,
    request_timeout_ms=10_000,
    call_timeout_ms=20_000,
    no_proxy="*",
)


class Failure(Exception):
    """A workosds_error. Checks here what must be true for every error, in every test."""

    def __init__(self, library, error, key=KEY):
        self.status = library.status_name(library.error_status(error)).decode()
        message = library.error_message(error)
        self.message = message.decode()
        self.code = text_of(library.error_code(error))
        self.request_id = text_of(library.error_request_id(error))
        self.http_status = library.error_http_status(error)
        self.retry_after_ms = library.error_retry_after_ms(error)
        self.is_retryable = bool(library.error_is_retryable(error))
        length = c_size_t()
        body = library.error_body(error, byref(length))
        self.body = ctypes.string_at(body, length.value) if body else None
        text = library.owned(library.error_json(error))
        self.json = json.loads(text)
        super().__init__(f"{self.status}: {self.message}")
        self._check(message, text, key)

    def _check(self, message, text, key):
        assert 0 < len(message) <= 300, message
        assert all(c.isprintable() for c in self.message), message
        if key:
            for said in (message, text, (self.code or "").encode(), (self.request_id or "").encode()):
                assert key.encode() not in said, f"the API key is in {said!r}"
        names = ("message", "code", "request_id", "http_status", "is_retryable")
        assert {name: self.json[name] for name in names} == {name: getattr(self, name) for name in names}
        assert self.json["status_name"] == self.status


class Handle:
    """Frees its object once, in `close`, at the end of `with`, or when it is garbage."""

    def __init__(self, library, pointer, free):
        self.library, self.pointer, self._free = library, pointer, free

    def close(self):
        pointer, self.pointer = self.pointer, None
        if pointer:
            self._free(pointer)

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.close()

    __del__ = close


class Client(Handle):
    def __init__(self, library, base_url, key=KEY, **options):
        self.key = key
        given = abi.ClientOptions(base_url=base_url, **(QUICK | options))
        self._kept = given.on_attempt
        super().__init__(library, None, library.client_free)
        pointer = c_void_p()
        bytes = key.encode() if isinstance(key, str) else key
        self._call(library.client_new, bytes, byref(given), byref(pointer))
        self.pointer = pointer.value

    def _call(self, function, *arguments):
        error = c_void_p()
        status = function(*arguments, byref(error))
        if status < 0:
            raise failure(self.library, error, status, self.key)
        assert not error, "an error beside success"
        return status

    def derive(self, key=None, **options):
        """A client that shares this one's connections and rate limit. The caller closes it."""
        derived = object.__new__(Client)
        derived.key = key or self.key
        given = abi.ClientOptions(**options)
        derived._kept = (self._kept, given.on_attempt)
        Handle.__init__(derived, self.library, None, self.library.client_free)
        pointer = c_void_p()
        self._call(
            self.library.client_derive, self.pointer, key.encode() if key else None, byref(given), byref(pointer)
        )
        derived.pointer = pointer.value
        return derived

    def list(self, noun, **query):
        iterator = c_void_p()
        given = abi.QUERIES[noun](**query)
        self._call(getattr(self.library, f"list_{abi.PLURALS[noun]}"), self.pointer, byref(given), byref(iterator))
        return Iterator(self, noun, iterator.value)

    def list_users(self, **query):
        return self.list("user", **({"directory": "directory_1"} | query))

    def get(self, noun, id):
        pointer = c_void_p()
        name = id.encode() if isinstance(id, str) else id
        try:
            self._call(getattr(self.library, f"get_{noun}"), self.pointer, name, byref(pointer))
            return READERS[noun](self.library, pointer.value)
        finally:
            getattr(self.library, f"{noun}_free")(pointer)

    def get_user(self, id="u1"):
        return self.get("user", id)

    def start(self, what, id, noun=None):
        iterator = c_void_p()
        self._call(getattr(self.library, f"start_{what}"), self.pointer, id.encode(), byref(iterator))
        return Iterator(self, noun, iterator.value)

    def delete_directory(self, id="d1"):
        self._call(self.library.delete_directory, self.pointer, id.encode())

    def request_directory_sync(self, id="d1"):
        self._call(self.library.request_directory_sync, self.pointer, id.encode())

    def cancel(self):
        self.library.client_cancel(self.pointer)


class Iterator(Handle):
    """Iterating yields each record as read by its accessors."""

    def __init__(self, client, noun, pointer):
        super().__init__(client.library, pointer, client.library.iterator_free)
        self.client, self.noun = client, noun

    def step(self, function, *outputs):
        """The status of one call. Raises on an error, after which every output must be empty."""
        error = c_void_p()
        status = function(self.pointer, *(byref(output) for output in outputs), byref(error))
        if status < 0:
            assert not any(output.value for output in outputs)
            raise failure(self.library, error, status, self.client.key)
        assert not error
        return status

    def next(self):
        """One call: the record's address, DONE or PENDING."""
        record = c_void_p()
        status = self.step(getattr(self.library, f"iterator_next_{self.noun}"), record)
        assert bool(record.value) == (status == abi.OK)
        return status, record.value

    def next_text(self, what="page_json"):
        """The next page (or record) as bytes; None at the end."""
        text, length = c_void_p(), c_size_t()
        status = self.step(getattr(self.library, f"iterator_next_{what}"), text, length)
        if status != abi.OK:
            return None
        found = ctypes.string_at(text.value, length.value)
        assert ctypes.string_at(text.value + length.value, 1) == b"\0"
        return found

    def texts(self, what):
        while (text := self.next_text(what)) is not None:
            yield text

    def __iter__(self):
        read = READERS[self.noun]
        while True:
            status, record = self.next()
            if status == abi.DONE:
                return
            assert status == abi.OK
            yield read(self.library, record)

    def ids(self):
        """Only the ids, for long listings."""
        read = getattr(self.library, f"{self.noun}_id")
        while (found := self.next())[0] == abi.OK:
            yield read(found[1]).decode()
        assert found[0] == abi.DONE

    def finish(self):
        """Drives an iterator without records to its end."""
        text = c_void_p()
        return self.step(self.library.iterator_next_json, text, c_size_t())

    def cursor(self):
        return text_of(self.library.iterator_cursor(self.pointer))

    def cancel(self):
        self.library.iterator_cancel(self.pointer)

    def set_blocking(self, blocking):
        self.step_int(self.library.iterator_set_blocking, int(blocking))

    def step_int(self, function, value):
        error = c_void_p()
        assert function(self.pointer, value, byref(error)) == abi.OK and not error

    def descriptor(self):
        found = c_int32()
        assert self.step(self.library.iterator_fd, found) == abi.OK
        return found.value

    def poll_ids(self, patience=20.0):
        """The ids, with an event loop: `next` until PENDING, then wait for the descriptor."""
        self.set_blocking(False)
        read = getattr(self.library, f"{self.noun}_id")
        poll = select.poll()
        poll.register(self.descriptor(), select.POLLIN)
        end = time.monotonic() + patience
        while time.monotonic() < end:
            status, record = self.next()
            if status == abi.DONE:
                return
            if status == abi.OK:
                yield read(record).decode()
            else:
                poll.poll(1000 * (end - time.monotonic()))
        raise AssertionError(f"not finished within {patience} s")


def failure(library, error, status, key):
    try:
        found = Failure(library, error, key if isinstance(key, str) and len(key) > 4 else None)
    finally:
        library.error_free(error)
    assert found.status == library.status_name(status).decode()
    return found
