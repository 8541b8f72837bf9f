"""The common base of Client and AsyncClient: the library's client and its open iterators."""

import os
import threading
from collections.abc import Awaitable, Callable
from ctypes import byref, c_void_p, cast
from typing import Any
from weakref import WeakSet

from ._arguments import LARGEST_INT64, count, milliseconds, optional_text
from ._certificates import fallback
from ._handle import Handle, frees_postponed
from ._iterator import Page, RecordIterator
from ._library import load_library
from ._structs import LOOK_AHEAD_OFF, NO_RETRIES, UNPACED, ClientOptions
from .attempts import Hook, Observer
from .errors import ClosedError


class Session(Handle):
    """A workosds_client."""

    _kind = "client"
    _is_async = False
    _fetch: Callable[[Any], Awaitable[Page]]  # defined by AsyncClient

    def __init__(
        self, api_key: str | None = None, *, base_url: str | None = None, timeout: float | None = 60,
        connect_timeout: float | None = 10, call_timeout: float | None = None, max_retries: int = 3,
        max_retry_wait: float = 60, max_response_bytes: int = 67_108_864,
        directory_user_requests_per_second: int | None = 4, ca_file: str | os.PathLike[str] | None = None,
        proxy: str | None = None, no_proxy: str | None = None, app_name: str | None = None, look_ahead: bool = True,
        allow_plain_http: bool = False, on_attempt: Hook | None = None,
    ) -> None:  # fmt: skip
        """Creates a client. Sends nothing. All times are in seconds and may be fractions; None means no limit.

        Args:
            api_key: "sk_...". Default: the environment variable WORKOS_API_KEY.
            base_url: The URL of the API, "https://host[:port][/prefix]". Default: the environment variable
                WORKOS_BASE_URL, else https://api.workos.com.
            timeout: Seconds for one attempt at a request, from sending to the last byte. Default 60.
            connect_timeout: Seconds for name resolution, connection and TLS handshake. Default 10.
            call_timeout: Seconds for a whole call, or for one page of a listing, with retries and waits. Default: no
                limit.
            max_retries: Further attempts after 408, 429, 5xx, failed connections and timeouts, 0 to 100. Default 3.
            max_retry_wait: Seconds of the longest single wait before a retry. If the server asks for more, the call
                raises RateLimitedError (or ServerError) at once. Default 60.
            max_response_bytes: The largest response accepted, in bytes after decompression; a larger one raises
                ProtocolError. Default 67,108,864 (64 MiB).
            directory_user_requests_per_second: Requests per second for each directory's users. Default 4, the API's
                rate limit. None: unlimited.
            ca_file: A PEM file of trusted CA certificates that replaces the system's. Default: the file named by
                the environment variable SSL_CERT_FILE, else the system's, else that of the certifi package if it is
                installed.
            proxy: "[scheme://][user:password@]host[:port]". Default: the environment variables https_proxy,
                HTTPS_PROXY, all_proxy, ALL_PROXY.
            no_proxy: Hosts that are reached without the proxy, separated by commas; "*": all. Default: the environment
                variables no_proxy, NO_PROXY.
            app_name: Added to the User-Agent: "myapp/1.2".
            look_ahead: Request the next page before the current one has been read, from the second page on. Default
                True.
            allow_plain_http: Allow an http:// base_url for hosts other than the loopback. Default False.
            on_attempt: Called with an Attempt after each attempt at a request. An exception that it raises ends the
                call.

        Raises:
            InvalidArgumentError: An argument or an environment variable is invalid, or there is no API key.
            LibraryLoadError: libworkosds cannot be loaded.
        """
        self.closed = False
        self._iterators: WeakSet[RecordIterator] = WeakSet()
        library = load_library()
        observer = Observer(library, on_attempt) if on_attempt else None
        options = ClientOptions(
            base_url=optional_text("base_url", base_url),
            app_name=optional_text("app_name", app_name),
            ca_file=optional_text("ca_file", fallback() if ca_file is None else os.fsdecode(ca_file)),
            proxy=optional_text("proxy", proxy),
            no_proxy=optional_text("no_proxy", no_proxy),
            connect_timeout_ms=milliseconds("connect_timeout", connect_timeout),
            request_timeout_ms=milliseconds("timeout", timeout),
            call_timeout_ms=milliseconds("call_timeout", call_timeout),
            max_retry_wait_ms=milliseconds("max_retry_wait", max_retry_wait),
            max_response_bytes=count("max_response_bytes", max_response_bytes, most=LARGEST_INT64),
            max_retries=NO_RETRIES if max_retries == 0 else count("max_retries", max_retries),
            directory_user_requests_per_second=_pace(directory_user_requests_per_second),
            look_ahead=0 if look_ahead else LOOK_AHEAD_OFF,
            allow_plain_http=1 if allow_plain_http else 0,
            on_attempt=cast(observer.callback, c_void_p) if observer else None,
        )
        super().__init__(library, observer, "workosds_client_new", optional_text("api_key", api_key), byref(options))
        _sessions.add(self)

    def cancel(self) -> None:
        """Ends the current calls with CancelledError. Later calls work. Can be called from any thread and from a
        signal handler."""
        if self._observer:
            self._observer.cancels += 1
        with self._lock, frees_postponed():
            self._library.workosds_client_cancel(self._handle)

    def __repr__(self) -> str:
        state = " closed" if self.closed else ""
        return f"<workosds.{type(self).__name__}{state}>"

    def __reduce__(self) -> str:
        raise TypeError(f"a {type(self).__name__} can be neither copied nor pickled")

    def _start(self, function: str, argument: Any) -> RecordIterator:
        """Calls a function of the library that returns an iterator, with the client and this argument."""
        with self._lock, frees_postponed():
            if self.closed:
                raise ClosedError("the client was closed")
            iterator = RecordIterator(self._library, self._observer, function, self._handle, argument)
            self._iterators.add(iterator)
            return iterator

    def _refuse_calls(self) -> None:
        with self._lock, frees_postponed():
            self.closed = True
            for iterator in self._iterators:
                iterator.refused = True

    def _close(self) -> None:
        for iterator in tuple(self._iterators):
            iterator._free()
        self._free()


def _pace(requests_per_second: int | None) -> int:
    if requests_per_second is None:
        return UNPACED
    return count("directory_user_requests_per_second", requests_per_second)


_sessions: WeakSet[Session] = WeakSet()


def _renew_locks() -> None:
    """In a forked child, replaces the locks: the threads that held them do not exist there."""
    for session in _sessions:
        session._lock = threading.RLock()
        for iterator in session._iterators:
            iterator._lock = threading.RLock()


os.register_at_fork(after_in_child=_renew_locks)
