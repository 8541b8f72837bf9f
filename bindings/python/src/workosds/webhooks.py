"""Verifies webhooks' signatures and reads their events."""

import json
from ctypes import byref, c_void_p

from ._arguments import milliseconds, text
from ._library import check, load_library, take_string
from .errors import InvalidArgumentError, SignatureError
from .events import Event, event_from

Bytes = bytes | bytearray | memoryview


def verify_webhook(
    payload: Bytes, signature_header: str | None, secret: str, tolerance: float = 180.0, now: float | None = None
) -> Event:
    """Verifies a webhook's signature and returns its event. Nothing is decoded before the signature has been verified.

    A webhook may arrive more than once: remember the ids of events.

    Args:
        payload: The request's body, exactly as received.
        signature_header: The value of WorkOS-Signature. None, if the request had none, raises SignatureError too.
        secret: The endpoint's secret. During a secret rotation, call once per secret.
        tolerance: How many seconds the signature's time may be from `now`, either way.
        now: Seconds since 1970. Default: the clock.

    Raises:
        SignatureError: The signature is invalid, or its time is too far off.
        ProtocolError: The signed payload is not an event.
        InvalidArgumentError: The secret is empty.
    """
    body = _bytes(payload)
    secret_text = text("secret", secret)
    tolerance_ms = milliseconds("tolerance", tolerance, least=0)
    now_ms = milliseconds("now", now, least=0)
    header = _signature(signature_header)
    library = load_library()
    event = c_void_p()
    error = c_void_p()
    status = library.workosds_webhook_verify(
        body, len(body), header, secret_text, tolerance_ms, now_ms, byref(event), byref(error)
    )
    check(library, status, error)
    event_json = library.workosds_event_json(event)
    library.workosds_event_free(event)
    members = json.loads(take_string(library, event_json))
    return event_from(_without_added_members(members))


def sign_webhook(payload: Bytes, secret: str, now: float | None = None) -> str:
    """Returns the WorkOS-Signature header for a payload, to test a receiver. `now` is in seconds since 1970."""
    library = load_library()
    body = _bytes(payload)
    header = library.workosds_webhook_sign(body, len(body), text("secret", secret), milliseconds("now", now, least=0))
    if not header:
        raise InvalidArgumentError("secret must not be empty")
    return take_string(library, header).decode()


def _bytes(payload: Bytes) -> bytes:
    """Rejects a str: its encoding may differ from the bytes that were signed."""
    if not isinstance(payload, Bytes):
        raise TypeError(f"payload must be the body's bytes, not {type(payload).__name__}")
    return bytes(payload)


def _signature(header: str | None) -> bytes | None:
    """The header is untrusted: an invalid one is a signature error, not an invalid argument."""
    if header is None:
        return None
    try:
        return text("signature_header", header)
    except InvalidArgumentError as error:
        raise SignatureError(f"webhook: {error}") from None


def _without_added_members(members: dict[str, object]) -> dict[str, object]:
    """The library's JSON always has the documented members, null if the server sent none."""
    return {name: value for name, value in members.items() if value is not None or name not in Event._documented}
