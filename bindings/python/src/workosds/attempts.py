"""The `on_attempt` hook and its argument."""

from collections.abc import Callable, Iterable, Mapping
from ctypes import CDLL
from dataclasses import dataclass, field
from threading import get_ident
from typing import TYPE_CHECKING

from ._functions import AttemptCallback

if TYPE_CHECKING:
    from logging import Logger

Hook = Callable[["Attempt"], object]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a request.

    Attributes:
        method: "GET", "POST" or "DELETE".
        path: The path with its query, without the API key.
        http_status: The HTTP status; None if there was no response.
        status: The library's status: 0 for a 2xx response, else the status of the error.
        number: 1 for the first attempt at a request.
        elapsed_ms: Milliseconds from sending to the end of the response.
        bytes: The size of the body in bytes, after decompression.
        request_id: The response's X-Request-Id, or None.
        wait_ms: Milliseconds until the next attempt at the same request; None if none follows.
        status_name: The name of `status`, "OK" or "RATE_LIMITED".
        paced_ms: Milliseconds that this attempt waited for the pace before it was sent; 0 if it did not wait.
        headers: The client's `headers`, by the names given there, to tell requests apart. Without those whose name says
            that they are secret: it contains "auth", "cookie", "key", "secret" or "token".
    """

    method: str
    path: str
    http_status: int | None
    status: int
    number: int
    elapsed_ms: int
    bytes: int
    request_id: str | None
    wait_ms: int | None
    status_name: str
    paced_ms: int = 0
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)


def log_attempts(logger: "Logger | None" = None, level: int = 10) -> Hook:
    """Returns a hook for `on_attempt` that logs each attempt.

    The line omits the path's query, which may contain an email address. The whole Attempt is `record.attempt`.

    Args:
        logger: Default: the logger "workosds".
        level: Default: logging.DEBUG.
    """
    import logging

    target = logger or logging.getLogger("workosds")

    def log(attempt: Attempt) -> None:
        target.log(
            level,
            "%s %s: %s (attempt %d, %d ms, %d bytes, %s)",
            attempt.method,
            attempt.path.partition("?")[0],
            attempt.http_status or attempt.status_name,
            attempt.number,
            attempt.elapsed_ms,
            attempt.bytes,
            attempt.request_id,
            extra={"attempt": attempt},
        )

    return log


class Observer:
    """Passes attempts to the caller's hook.

    The library's callback only stores an attempt. The hook runs after the library's function has returned, so it can
    use the client, and an exception that it raises ends the call. If it cancels, the library's function is not running:
    the caller compares `cancels`.
    """

    def __init__(self, library: CDLL, hook: Hook, header_names: Iterable[str]) -> None:
        self.cancels = 0
        self.hook = hook
        self._library = library
        self._header_names = tuple(header_names)
        self._noted: dict[int, list[Attempt | BaseException]] = {}
        self.callback = AttemptCallback(self._note)

    def _note(self, attempt: int, _data: int | None) -> None:
        noted = self._noted.setdefault(get_ident(), [])
        try:
            noted.append(_read(self._library, attempt, self._header_names))
        except BaseException as error:  # from a signal handler; ctypes would drop it
            noted.append(error)

    def deliver(self) -> None:
        """Calls the hook with the attempts of this thread's call."""
        for noted in self._noted.pop(get_ident(), ()):
            if isinstance(noted, BaseException):
                raise noted
            self.hook(noted)


def _read(library: CDLL, attempt: int, header_names: Iterable[str]) -> Attempt:
    """Copies an attempt, which is borrowed until the callback returns."""
    status = library.workosds_attempt_status(attempt)
    request_id = library.workosds_attempt_request_id(attempt)
    wait_ms = library.workosds_attempt_wait_ms(attempt)
    return Attempt(
        method=library.workosds_attempt_method(attempt).decode(),
        path=library.workosds_attempt_path(attempt).decode(),
        http_status=library.workosds_attempt_http_status(attempt) or None,
        status=status,
        number=library.workosds_attempt_number(attempt),
        elapsed_ms=library.workosds_attempt_elapsed_ms(attempt),
        bytes=library.workosds_attempt_bytes(attempt),
        request_id=None if request_id is None else request_id.decode(),
        wait_ms=None if wait_ms < 0 else wait_ms,
        status_name=library.workosds_status_name(status).decode(),
        paced_ms=library.workosds_attempt_paced_ms(attempt),
        headers=_headers(library, attempt, header_names),
    )


def _headers(library: CDLL, attempt: int, names: Iterable[str]) -> dict[str, str]:
    """The library decides which of them are secret."""
    values = ((name, library.workosds_attempt_header(attempt, name.encode())) for name in names)
    return {name: value.decode() for name, value in values if value is not None}
