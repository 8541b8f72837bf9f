"""Waits for a descriptor, also under gevent and eventlet, patched before or after this module is imported."""

import select
import selectors


def until_readable(descriptor: int) -> None:
    """Looks the functions up at each call. gevent replaces `poll`; eventlet removes it and replaces `select`. Both
    replacements accept any descriptor. Plain select() accepts none above 1023; a selector does."""
    if hasattr(select, "poll"):
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        waiting.poll()
        return
    try:
        select.select([descriptor], [], [])
    except ValueError:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            selector.select()
