"""Waiting for a descriptor with whatever the host has: it may be patched, before or after this module is imported."""

import select
import selectors


def until_readable(descriptor: int) -> None:
    """The functions are looked up at each call. gevent replaces `poll`; eventlet removes it and replaces `select`. Both
    replacements accept any descriptor. Plain select() accepts none from 1024 on, where a selector does."""
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
