"""What on_attempt sees."""

from collections.abc import Callable
from ctypes import CDLL
from dataclasses import dataclass
from threading import get_ident
from typing import TYPE_CHECKING, Any

from ._library import AttemptCallback

if TYPE_CHECKING:
    from logging import Logger

Hook = Callable[["Attempt"], object]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a request. What there is none of is None; `wait_ms` is the time until the next attempt."""

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


def log_attempts(logger: "Logger | None" = None, level: int = 10) -> Hook:
    """For `on_attempt`: logs each attempt, to the logger "workosds" and at level DEBUG if not told otherwise.

    The line leaves out the path's query, which may hold an email address. The whole Attempt is `record.attempt`.
    """
    import logging

    target, form = logger or logging.getLogger("workosds"), "%s %s: %s (attempt %d, %d ms, %d bytes, %s)"

    def log(attempt: Attempt) -> None:
        what = attempt.method, attempt.path.partition("?")[0], attempt.http_status or attempt.status_name
        numbers = attempt.number, attempt.elapsed_ms, attempt.bytes, attempt.request_id
        target.log(level, form, *what, *numbers, extra={"attempt": attempt})

    return log


class Observer:
    """Hands attempts to the caller's hook. The library's callback only notes them: the hook runs when the library's
    function has returned, may use the client, and what it raises ends the call. So does cancelling in it, of which the
    library, which has returned, knows nothing."""

    cancels = 0

    def __init__(self, library: CDLL, hook: Hook) -> None:
        self._hook = hook
        self._seen = seen = dict[int, list[Attempt | BaseException]]()
        names = list(Attempt.__dataclass_fields__)[:-1]

        def note(attempt: int, _data: int | None) -> None:
            items = seen.setdefault(get_ident(), [])
            try:
                values: list[Any] = [getattr(library, "workosds_attempt_" + name)(attempt) for name in names]
                values.append(library.workosds_status_name(values[3]))
                values[2], values[8] = values[2] or None, None if values[8] < 0 else values[8]
                values = [value.decode() if isinstance(value, bytes) else value for value in values]
                items.append(Attempt(*values))
            except BaseException as error:  # a signal's, which would be lost here
                items.append(error)

        self.callback = AttemptCallback(note)

    def deliver(self) -> None:
        for item in self._seen.pop(get_ident(), ()):
            if isinstance(item, BaseException):
                raise item
            self._hook(item)
