"""Webhooks through the C ABI, and signed by Python's own hmac."""

import ctypes
import hashlib
import hmac
from ctypes import byref

from support.client import failure
from support.records import READERS

SECRET = "whsec_test_0123456789abcdef"
TIME = 1_767_267_099_257  # when the files were signed
NOW = 1_767_267_100_000  # when they are verified, unless a test says otherwise
DEFAULT_TOLERANCE = -1


def digest(body, time=TIME, secret=SECRET, dot=b".", method=hashlib.sha256):
    return hmac.new(secret.encode(), str(time).encode() + dot + body, method).hexdigest()


def header(body, time=TIME, secret=SECRET):
    return f"t={time}, v1={digest(body, time, secret)}"


def _bytes(value):
    return value.encode() if isinstance(value, str) else value


def verify(library, body, signature, secret=SECRET, tolerance=DEFAULT_TOLERANCE, now=NOW):
    """The event as its accessors show it; a Failure where the webhook is refused, and then no event."""
    event, error = ctypes.c_void_p(), ctypes.c_void_p()
    length = len(body) if body else 0
    status = library.webhook_verify(
        body, length, _bytes(signature), _bytes(secret), tolerance, now, byref(event), byref(error)
    )
    if status < 0:
        assert not event
        raise failure(library, error, status, secret if secret and secret.startswith("whsec_") else None)
    assert status == 0 and event and not error
    try:
        return READERS["event"](library, event)
    finally:
        library.event_free(event)


def received(message):
    """The signature header and the body of a webhook as it came over the wire; a header that came more than once is
    one value with commas, as HTTP has it."""
    head, _, body = message.partition(b"\r\n\r\n")
    lines = [line.partition(b":") for line in head.split(b"\r\n")[1:]]
    values = [value.strip() for name, _, value in lines if name.lower() == b"workos-signature"]
    return b", ".join(values) if values else None, body
