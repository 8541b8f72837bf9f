"""The lifetime of an object of the library: created, used under a lock, freed once."""

import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CDLL, byref, c_void_p
from threading import local
from typing import Any

from ._library import check
from .attempts import Observer

Free = Callable[[c_void_p], object]


class _Thread(local):
    """Handles to be freed when this thread leaves the library; None while it is outside."""

    postponed: list[tuple[Free, c_void_p, Observer | None]] | None = None


_thread = _Thread()


@contextmanager
def frees_postponed() -> Iterator[None]:
    """Surrounds a call of the library. Signal handlers, hooks and garbage collection may run at any point in it.
    Objects that they free are freed at its end.

    A generator and not a class with __exit__: if a signal handler raises before __exit__ has begun, a generator is
    still finalized.
    """
    if _thread.postponed is not None:
        yield
        return
    postponed: list[tuple[Free, c_void_p, Observer | None]] = []
    try:
        _thread.postponed = postponed
        yield
    finally:
        _thread.postponed = None
        for free, handle, _ in postponed:
            free(handle)


class Handle:
    """An object of the library.

    It is freed once, by `_free`. An object left to garbage collection is freed only by the process that created it, and
    not if the interpreter is exiting.
    """

    _kind = ""  # "client" or "iterator"
    _handle = c_void_p()  # an instance sets its own until it is freed
    _must_be_closed = False  # if garbage collection warns of one that was not closed

    def __init__(self, library: CDLL, observer: Observer | None, function: str, *arguments: Any) -> None:
        self._library = library
        self._observer = observer
        self._owner = os.getpid()
        self._lock = threading.RLock()
        self._handle = c_void_p()
        error = c_void_p()
        make = getattr(library, function)
        status = make(*arguments, byref(self._handle), byref(error))
        check(library, status, error)

    def _free(self, finalizing: Callable[[], bool] = sys.is_finalizing) -> None:
        """Waits for a running call. Takes the handle in one step, since a signal handler may do the same."""
        if finalizing():
            return
        with self._lock:
            handle = self.__dict__.pop("_handle", None)
            free = getattr(self._library, f"workosds_{self._kind}_free")
            postponed = _thread.postponed
            if postponed is None:
                free(handle)
            else:
                postponed.append((free, handle, self._observer))

    def __del__(
        self, finalizing: Callable[[], bool] = sys.is_finalizing, process_id: Callable[[], int] = os.getpid
    ) -> None:
        """Binds the functions as defaults, because a module's globals may be gone at interpreter exit."""
        if self._handle and not finalizing() and process_id() == self._owner:
            self._free()
            if self._must_be_closed:
                warnings.warn(f"{self!r} was not closed", ResourceWarning, source=self, stacklevel=2)
