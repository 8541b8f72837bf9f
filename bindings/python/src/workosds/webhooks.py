"""Webhooks: their signatures, and the events in them."""

import json
from ctypes import byref, c_void_p

from ._arguments import milliseconds, text
from ._library import check, load_library, take_string
from .errors import InvalidArgumentError, SignatureError
from .records import EVENT_MEMBERS, Event, event_from

Bytes = bytes | bytearray | memoryview


def verify_webhook(
    payload: Bytes, signature_header: str | None, secret: str, tolerance: float = 180.0, now: float | None = None
) -> Event:
    """Checks a webhook's signature and reads its event; nothing is decoded before the signature was found right.

    A webhook may come more than once: remember the ids of events.

    Args:
        payload: The request's body, byte for byte as it came.
        signature_header: The value of WorkOS-Signature; None, where the request had none, raises SignatureError too.
        secret: The endpoint's secret. While it is being changed call once for each of the two.
        tolerance: How many seconds the signature's time may be from now, either way.
        now: Seconds since 1970; by default the clock's.

    Raises:
        SignatureError: The signature does not hold, or its time is too far off.
        ProtocolError: What was signed is no event.
    """
    body, key = _bytes(payload), text("secret", secret)
    times = milliseconds("tolerance", tolerance, 0), milliseconds("now", now, 0)
    try:
        header = None if signature_header is None else text("signature_header", signature_header)
    except InvalidArgumentError as error:
        raise SignatureError(f"webhook: {error}") from None
    library, event, failure = load_library(), c_void_p(), c_void_p()
    results = byref(event), byref(failure)
    check(library, library.workosds_webhook_verify(body, len(body), header, key, *times, *results), failure)
    found = library.workosds_event_json(event)
    library.workosds_event_free(event)
    raw = json.loads(take_string(library, found))
    # The library's text has the documented members always: without those that did not come.
    return event_from({name: value for name, value in raw.items() if value is not None or name not in EVENT_MEMBERS})


def sign_webhook(payload: Bytes, secret: str, now: float | None = None) -> str:
    """The WorkOS-Signature header for a payload, for tests of a receiver. `now` is in seconds since 1970."""
    library, body = load_library(), _bytes(payload)
    header = library.workosds_webhook_sign(body, len(body), text("secret", secret), milliseconds("now", now, 0))
    if not header:
        raise InvalidArgumentError("secret must not be empty")
    return take_string(library, header).decode()


def _bytes(payload: Bytes) -> bytes:
    """A str is no body: encoding it again may give other bytes than those that were signed."""
    if not isinstance(payload, Bytes):
        raise TypeError(f"payload must be the body's bytes, not {type(payload).__name__}")
    return bytes(payload)
