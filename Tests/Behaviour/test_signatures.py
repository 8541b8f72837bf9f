"""Signatures cover every byte of a body and every bit of a digest, which a table cannot express. One
language is enough."""

import hashlib
import hmac

import pytest
from languages import LANGUAGES

SECRET = "whsec_test_0123456789abcdef"
TIME = 1_767_267_099_257
BODIES = [
    b'{"id":"event_1","event":"dsync.user.created","data":{"id":"u"},"created_at":"2026-01-01T11:31:39.000Z"}',
    '{"id":"event_2","data":{"first_name":"Зоя 🏳️"}}'.encode(),
]


def signed(body, secret=SECRET):
    digest = hmac.new(secret.encode(), f"{TIME}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={TIME}, v1={digest}"


def verified(runners, body, header, secret=SECRET, now=TIME):
    """The class of the error, or None if the signature is valid."""
    arguments = {"body": body.hex(), "header": header, "secret": secret, "now_ms": now}
    command = {"call": "webhook_verify", "arguments": arguments, "options": {}, "api_key": ""}
    result = runners.perform(LANGUAGES[0], command)
    return result["error"] and result["error"]["class"]


@pytest.mark.parametrize("body", BODIES)
def test_every_byte_counts(body, runners):
    """Changes, removes and doubles each byte."""
    header = signed(body)
    for index in range(len(body)):
        before, byte, behind = body[:index], body[index : index + 1], body[index + 1 :]
        for changed in (bytes([byte[0] ^ 1]), bytes([byte[0] ^ 0x80]), b"", b"\0", byte * 2):
            assert verified(runners, before + changed + behind, header) == "SIGNATURE"
    assert verified(runners, body, header) is None


def test_every_bit_of_the_digest_counts(runners):
    good = signed(BODIES[0])
    start = len(good) - 64
    for index in range(64):
        for bit in (1, 2, 4, 8):
            digit = format(int(good[start + index], 16) ^ bit, "x")
            bad = good[: start + index] + digit + good[start + index + 1 :]
            assert verified(runners, BODIES[0], bad) == "SIGNATURE"
