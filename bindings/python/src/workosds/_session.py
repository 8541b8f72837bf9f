"""The library's client and iterators, and their lives."""

import json
import os
import sys
import threading
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from ctypes import CDLL, byref, c_char_p, c_int32, c_int64, c_size_t, c_void_p, cast, sizeof, string_at
from threading import local
from typing import Any
from weakref import WeakSet

from ._arguments import Options, count, milliseconds, texts
from ._library import PENDING, check, load_library
from ._waiting import until_readable
from .attempts import Hook, Observer
from .errors import CancelledError, ClosedError

Page = list[Any]  # of what the functions in `records` make records of


class _Thread(local):
    postponed: list[tuple[Callable[[c_void_p], object], c_void_p, object]] | None = None


_thread = _Thread()


@contextmanager
def frees_postponed() -> Iterator[None]:
    """While this thread is about to call the library, or in it, signal handlers, hooks and garbage collection free
    nothing: that is done at the end."""
    if _thread.postponed is not None:
        yield
        return
    postponed: list[Any] = []
    try:
        _thread.postponed = postponed
        yield
    finally:
        _thread.postponed = None
        for free, handle, _ in postponed:
            free(handle)


class Handle:
    """An object of the library, freed once. What is left to garbage collection is freed by the process that made it,
    unless the interpreter ends."""

    _kind = ""
    _handle = c_void_p()

    def __init__(self, library: CDLL, observer: Observer | None, function: str, *arguments: Any) -> None:
        self._handle, error = c_void_p(), c_void_p()
        self._library, self._observer, self._owner, self._lock = library, observer, os.getpid(), threading.RLock()
        make = getattr(library, "workosds_" + function)
        check(library, make(*arguments, byref(self._handle), byref(error)), error)

    def _free(self, finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        """Waits for a running call. The handle is taken in one step: a signal handler may do the same."""
        if not finalizing():
            with self._lock:
                handle, postponed = self.__dict__.pop("_handle", None), _thread.postponed
                free = getattr(self._library, f"workosds_{self._kind}_free")
                free(handle) if postponed is None else postponed.append((free, handle, self._observer))

    def __del__(self, finalizing: Callable[[], bool] = sys.is_finalizing, pid: Callable[[], int] = os.getpid) -> None:
        if self._handle and not finalizing() and pid() == self._owner:
            self._free()
            if self._kind == "client":
                warnings.warn(f"{self!r} was not closed", ResourceWarning, source=self, stacklevel=2)


class RecordIterator(Handle):
    """A listing or a call. It never waits: who drives it does, in a thread with the lock held."""

    _kind = "iterator"
    refused = False  # by a client that is closing: what runs is waited for, nothing more begins
    cursor: str | None = None  # the server's, behind the page handed out last

    def __init__(self, library: CDLL, observer: Observer | None, function: str, *arguments: Any) -> None:
        super().__init__(library, observer, function, *arguments)

    def note_cursor(self) -> None:
        cursor = self._library.workosds_iterator_cursor(self._handle)
        self.cursor = None if cursor is None else cursor.decode()

    def step(self) -> Page | int:
        """A page, [] at the end, or the descriptor to wait for. The hook, which runs last, may close the client."""
        if not (observer := self._observer):
            return self._look()
        cancels = observer.cancels
        try:
            result = self._look()
        finally:
            observer.deliver()
        if observer.cancels != cancels:
            raise CancelledError("cancelled")
        return result

    def _look(self) -> Page | int:
        library, descriptor, error = self._library, c_int32(), c_void_p()
        with self._lock, frees_postponed():
            if not (handle := self._handle):
                raise ClosedError("the client was closed")
            if isinstance(page := self._next_page(handle, error), int):
                check(library, library.workosds_iterator_fd(handle, byref(descriptor), byref(error)), error)
                return descriptor.value
            self.note_cursor()
            return page

    def _next_page(self, handle: c_void_p, error: c_void_p) -> Page | int:
        page, length = c_void_p(), c_size_t()
        next_page = self._library.workosds_iterator_next_page_json
        check(self._library, status := next_page(handle, byref(page), byref(length), byref(error)), error)
        if status == PENDING:
            return PENDING
        return list(json.loads(string_at(page.value, length.value).decode())) if page.value else []

    def fetch(self) -> Page:
        """The next page, waited for in this thread."""
        with self._lock:
            if self.refused:
                raise ClosedError("the client was closed")
            while isinstance(result := self.step(), int):
                until_readable(result)
            return result

    def __enter__(self) -> "RecordIterator":
        return self

    def __exit__(self, *_: object) -> None:
        self._free()


class Session(Handle):
    """What Client and AsyncClient share, their methods aside."""

    _kind = "client"
    _is_async = False
    _fetch: Callable[[Any], Awaitable[Page]]  # of those that are

    def __init__(
        self, api_key: str | None = None, *, base_url: str | None = None, timeout: float | None = 60,
        connect_timeout: float | None = 10, call_timeout: float | None = None, max_retries: int = 3,
        max_retry_wait: float = 60, max_response_bytes: int = 67_108_864,
        directory_user_requests_per_second: int | None = 4, ca_file: str | os.PathLike[str] | None = None,
        proxy: str | None = None, no_proxy: str | None = None, app_name: str | None = None, look_ahead: bool = True,
        allow_plain_http: bool = False, on_attempt: Hook | None = None,
    ) -> None:  # fmt: skip
        """The API key is "sk_..."; without one it is WORKOS_API_KEY's. Times are in seconds, None is no limit.

        Args:
            base_url: Where the API is; else WORKOS_BASE_URL's, else the public API.
            timeout: For one attempt at a request; connect_timeout: for its connection; call_timeout: for a whole call
                or page, with retries and waits.
            max_retries: After 408, 429, 5xx and failed connections; max_retry_wait: the longest single wait. A longer
                Retry-After raises RateLimitedError at once.
            max_response_bytes: The largest answer accepted.
            directory_user_requests_per_second: For each directory's users; 4 is the API's own limit, None is unpaced.
            ca_file: A PEM file of authorities that replaces the system's.
            proxy: Its URL, else the environment's; no_proxy: hosts reached without it, "*" for all.
            app_name: "myapp/1.2", added to the User-Agent.
            look_ahead: From the second page on, ask for the next page while one is read.
            allow_plain_http: http:// to other hosts than this one.
            on_attempt: Called with an Attempt after each attempt at a request; what it raises ends the call.
        """
        self._iterators: WeakSet[RecordIterator] = WeakSet()
        self.closed = False
        library = load_library()
        observer = Observer(library, on_attempt) if on_attempt else None
        path = None if ca_file is None else os.fsdecode(ca_file)
        given = {"base_url": base_url, "app_name": app_name, "ca_file": path, "proxy": proxy, "no_proxy": no_proxy}
        times = {"connect_timeout": connect_timeout, "timeout": timeout, "call_timeout": call_timeout}
        times["max_retry_wait"] = max_retry_wait
        retries = -1 if max_retries == 0 else count("max_retries", max_retries)
        pace = count("directory_user_requests_per_second", directory_user_requests_per_second, none=-1)
        options = Options(
            sizeof(Options),
            (c_char_p * 5)(*texts(given)),
            (c_int64 * 4)(*(milliseconds(*time) for time in times.items())),
            count("max_response_bytes", max_response_bytes, 2**63 - 1),
            (c_int32 * 4)(retries, pace, 0 if look_ahead else -1, bool(allow_plain_http)),
            cast(observer.callback, c_void_p) if observer else None,
        )
        super().__init__(library, observer, "client_new", *texts({"api_key": api_key}), byref(options))
        _sessions.add(self)

    def cancel(self) -> None:
        """Ends what is under way with CancelledError; calls begun afterwards work. Any thread, any signal handler."""
        if self._observer:
            self._observer.cancels += 1
        with self._lock, frees_postponed():
            self._library.workosds_client_cancel(self._handle)

    def __repr__(self) -> str:
        return f"<workosds.{type(self).__name__}{' closed' if self.closed else ''}>"

    def __reduce__(self) -> str:
        raise TypeError(f"a {type(self).__name__} can be neither copied nor pickled")

    def _start(self, function: str, argument: Any) -> RecordIterator:
        with self._lock, frees_postponed():
            if self.closed:
                raise ClosedError("the client was closed")
            iterator = RecordIterator(self._library, self._observer, function, self._handle, argument)
            self._library.workosds_iterator_set_blocking(iterator._handle, 0, None)
            iterator.note_cursor()
            self._iterators.add(iterator)
            return iterator

    def _refuse_calls(self) -> None:
        with self._lock, frees_postponed():
            self.closed = True
            for iterator in self._iterators:
                iterator.refused = True

    def _close(self) -> None:
        for handle in (*self._iterators, self):
            handle._free()


_sessions: WeakSet[Session] = WeakSet()


def _leave_parent() -> None:
    """In a forked child: nobody there will release what other threads held."""
    for session in _sessions:
        for handle in (session, *session._iterators):
            handle._lock = threading.RLock()


os.register_at_fork(after_in_child=_leave_parent)
