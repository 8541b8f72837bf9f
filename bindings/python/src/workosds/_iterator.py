"""The library's iterators: listings, and calls for a single record."""

import json
from ctypes import CDLL, byref, c_int32, c_size_t, c_void_p, string_at
from typing import Any

from ._handle import Handle, frees_postponed
from ._library import PENDING, check
from ._waiting import until_readable
from .attempts import Observer
from .errors import CancelledError, ClosedError

Page = list[Any]
"""The records of a page as dictionaries."""


class RecordIterator(Handle):
    """A workosds_iterator that does not block: the binding waits for its descriptor."""

    _kind = "iterator"

    def __init__(self, library: CDLL, observer: Observer | None, function: str, *arguments: Any) -> None:
        self.refused = False
        """The client is closing: the current page still arrives, and no further one is requested."""
        self.cursor: str | None = None
        """The server's cursor after the last page that was returned."""
        super().__init__(library, observer, function, *arguments)
        library.workosds_iterator_set_blocking(self._handle, 0, None)
        self._note_cursor()

    def fetch(self) -> Page:
        """The next page, [] at the end. Waits in this thread."""
        with self._lock:
            if self.refused:
                raise ClosedError("the client was closed")
            while True:
                page = self.step()
                if not isinstance(page, int):
                    return page
                until_readable(page)

    def step(self) -> Page | int:
        """The next page, [] at the end, or the descriptor to wait for. Never waits."""
        observer = self._observer
        if observer is None:
            return self._step()
        cancels = observer.cancels
        try:
            result = self._step()
        finally:
            observer.deliver()  # last, since the hook may close the client
        if observer.cancels != cancels:
            raise CancelledError("cancelled")
        return result

    def _step(self) -> Page | int:
        with self._lock, frees_postponed():
            handle = self._handle
            if not handle:
                raise ClosedError("the client was closed")
            page = self._next_page(handle)
            if page is None:
                return self._descriptor(handle)
            self._note_cursor()
            return page

    def _next_page(self, handle: c_void_p) -> Page | None:
        """None until a page has arrived."""
        library = self._library
        page_json = c_void_p()
        length = c_size_t()
        error = c_void_p()
        status = library.workosds_iterator_next_page_json(handle, byref(page_json), byref(length), byref(error))
        check(library, status, error)
        if status == PENDING:
            return None
        if not page_json.value:
            return []
        text = string_at(page_json.value, length.value).decode()
        page: Page = json.loads(text)
        return page

    def _descriptor(self, handle: c_void_p) -> int:
        """Not cached, because it is different in a forked child."""
        descriptor = c_int32()
        error = c_void_p()
        status = self._library.workosds_iterator_fd(handle, byref(descriptor), byref(error))
        check(self._library, status, error)
        return descriptor.value

    def _note_cursor(self) -> None:
        cursor = self._library.workosds_iterator_cursor(self._handle)
        self.cursor = None if cursor is None else cursor.decode()

    def __enter__(self) -> "RecordIterator":
        return self

    def __exit__(self, *_: object) -> None:
        self._free()
