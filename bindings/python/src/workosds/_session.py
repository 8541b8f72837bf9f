"""The common base of Client and AsyncClient: the library's client and its open iterators."""

import os
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from ctypes import CDLL, byref
from types import EllipsisType
from typing import Any, NoReturn, TypeVar
from weakref import WeakSet

from ._arguments import optional_text
from ._certificates import fallback
from ._handle import Handle, frees_postponed
from ._iterator import Page, RecordIterator
from ._library import load_library
from ._options import FileName, is_option, library_options
from .attempts import Hook, Observer
from .errors import ClosedError

S = TypeVar("S", bound="Session")


class Session(Handle):
    """A workosds_client."""

    _kind = "client"
    _must_be_closed = True
    _is_async = False
    _fetch: Callable[[Any], Awaitable[Page]]  # defined by AsyncClient

    def __init__(
        self, api_key: str | None = None, *, base_url: str | None = None, timeout: float | None = 60,
        connect_timeout: float | None = 10, call_timeout: float | None = None, max_retries: int = 3,
        max_retry_wait: float = 60, max_response_bytes: int = 67_108_864,
        directory_user_requests_per_second: int | None = 4, ca_file: FileName | None = None,
        proxy: str | None = None, no_proxy: str | None = None, app_name: str | None = None, look_ahead: bool = True,
        allow_plain_http: bool = False, on_attempt: Hook | None = None, headers: Mapping[str, str] | None = None,
        client_certificate: FileName | None = None, client_key: FileName | None = None,
        client_key_passphrase: str | None = None, proxy_ca_file: FileName | None = None,
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
            headers: Headers added to every request, by name: {"traceparent": "00-..."}. At most 64, and at most 8192
                bytes each. Headers that the library sets itself are rejected: Authorization, User-Agent, Accept, Host
                and others. Default: none.
            client_certificate: A PEM file with a client certificate, and the certificates between it and its
                authority. Default: none.
            client_key: A PEM file with the private key of client_certificate. Default: client_certificate contains it.
            client_key_passphrase: The passphrase of the private key. Default: none.
            proxy_ca_file: A PEM file of certification authorities for an https:// proxy. Default: as for ca_file.

        Raises:
            InvalidArgumentError: An argument or an environment variable is invalid, a file cannot be read, or there is
                no API key.
            LibraryLoadError: libworkosds cannot be loaded.
        """
        certificates = fallback() if ca_file is None or proxy_ca_file is None else None
        options = {
            "base_url": base_url,
            "timeout": timeout,
            "connect_timeout": connect_timeout,
            "call_timeout": call_timeout,
            "max_retries": max_retries,
            "max_retry_wait": max_retry_wait,
            "max_response_bytes": max_response_bytes,
            "directory_user_requests_per_second": directory_user_requests_per_second,
            "ca_file": certificates if ca_file is None else ca_file,
            "proxy": proxy,
            "no_proxy": no_proxy,
            "app_name": app_name,
            "look_ahead": look_ahead,
            "allow_plain_http": allow_plain_http,
            "headers": headers,
            "client_certificate": client_certificate,
            "client_key": client_key,
            "client_key_passphrase": client_key_passphrase,
            "proxy_ca_file": certificates if proxy_ca_file is None else proxy_ca_file,
        }
        self._open(load_library(), on_attempt, headers or (), options, "workosds_client_new", api_key)

    def with_options(
        self: S, *, api_key: str | None = None, timeout: float | None | EllipsisType = ...,
        connect_timeout: float | None | EllipsisType = ..., call_timeout: float | None | EllipsisType = ...,
        max_retries: int | None = None, max_retry_wait: float | None = None, max_response_bytes: int | None = None,
        app_name: str | None = None, look_ahead: bool | None = None, on_attempt: Hook | None = None,
        headers: Mapping[str, str] | None = None, **shared: NoReturn,
    ) -> S:  # fmt: skip
        """Returns a client that differs from this one in the options given, for one call or for many.

            user = client.with_options(timeout=5, max_retries=0).get_user("directory_user_123")

        It shares this client's connections and its pace for each directory's users. Creating it opens no connection. It
        does not have to be closed. Either of the two can be closed first; `cancel` and `close` affect only the client
        they are called on.

        Args:
            api_key: "sk_...". Default: this client's.
            timeout: Seconds for one attempt at a request; None: no limit. Default: as in this client.
            connect_timeout: Seconds for name resolution, connection and TLS handshake; None: no limit. Default: as in
                this client.
            call_timeout: Seconds for a whole call, or for one page of a listing, with retries and waits; None: no
                limit. Default: as in this client.
            max_retries: Further attempts, 0 to 100. Default: as in this client.
            max_retry_wait: Seconds of the longest single wait before a retry. Default: as in this client.
            max_response_bytes: The largest response accepted, in bytes after decompression. Default: as in this client.
            app_name: Added to the User-Agent: "myapp/1.2". Default: this client's.
            look_ahead: Request the next page before the current one has been read. Default: as in this client.
            on_attempt: Called with an Attempt after each attempt at a request. Default: this client's.
            headers: Headers added to every request. They replace all of this client's; {} removes them. Default: this
                client's.
            shared: Not allowed: base_url, proxy, ca_file and other options of the shared connections and the shared
                pace cannot differ. Create another client for these.

        Raises:
            InvalidArgumentError: An argument is invalid, or belongs to the shared connections or the shared pace.
            ClosedError: This client is closed.
        """
        limits = {"timeout": timeout, "connect_timeout": connect_timeout, "call_timeout": call_timeout}
        others = {
            "max_retries": max_retries,
            "max_retry_wait": max_retry_wait,
            "max_response_bytes": max_response_bytes,
            "app_name": app_name,
            "look_ahead": look_ahead,
            "headers": headers,
        }
        for name in shared:
            if not is_option(name):
                raise TypeError(f"with_options() got an unexpected keyword argument {name!r}")
        options: dict[str, Any] = {name: value for name, value in limits.items() if value is not ...}
        options |= {name: value for name, value in others.items() if value is not None}
        return self._derive(api_key, on_attempt, headers, options | shared)

    def _derive(
        self: S, api_key: str | None, hook: Hook | None, headers: Iterable[str] | None, options: Mapping[str, Any]
    ) -> S:
        """The derived client gets its own observer for the hook: each of the two is cancelled alone."""
        derived = object.__new__(type(self))
        derived._must_be_closed = False
        with self._lock, frees_postponed():
            if self.closed:
                raise ClosedError("the client was closed")
            if hook is None and self._observer:
                hook = self._observer.hook
            names = self._header_names if headers is None else headers
            derived._open(self._library, hook, names, options, "workosds_client_derive", api_key, self._handle)
        return derived

    def _open(
        self, library: CDLL, hook: Hook | None, header_names: Iterable[str], options: Mapping[str, Any], function: str,
        api_key: str | None, *base: Any,
    ) -> None:  # fmt: skip
        """Calls a function of the library that creates a client. Its arguments are the client to derive from, if any,
        the key and the options."""
        self.closed = False
        self._iterators: WeakSet[RecordIterator] = WeakSet()
        self._header_names = tuple(header_names)
        observer = Observer(library, hook, self._header_names) if hook else None
        given = byref(library_options(options, observer))
        super().__init__(library, observer, function, *base, optional_text("api_key", api_key), given)
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


_sessions: WeakSet[Session] = WeakSet()


def _renew_locks() -> None:
    """In a forked child, replaces the locks: the threads that held them do not exist there."""
    for session in _sessions:
        session._lock = threading.RLock()
        for iterator in session._iterators:
            iterator._lock = threading.RLock()


os.register_at_fork(after_in_child=_renew_locks)
