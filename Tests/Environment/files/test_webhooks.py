"""Webhooks: the files, the known digests, and more of each kind, verified through the C ABI."""

import json
import pathlib

import pytest
from expectations.webhooks import (
    ACCEPTED,
    BODIES,
    BODY,
    FILES,
    HUGE,
    REFUSED,
    SECRETS,
    TOLERANCES,
    TWICE,
)
from support import reference
from support.client import Failure
from support.inputs import WEBHOOKS, read
from support.webhooks import NOW, SECRET, TIME, header, received, verify

VECTORS = json.loads((pathlib.Path(__file__).parents[1] / "vectors" / "webhooks.json").read_text())["vectors"]


def refused(library, *arguments, status="SIGNATURE", **options):
    with pytest.raises(Failure) as failure:
        verify(library, *arguments, **options)
    assert failure.value.status == status, failure.value
    assert (failure.value.http_status, failure.value.is_retryable) == (0, False)
    return failure.value


def check(event, expected):
    for name, value in expected.items():
        found = event[name]
        if name == "json":
            found = {member: found[member] for member in value}
        assert reference.same(found, value), name


def test_every_webhook_is_expected():
    assert {name.removesuffix(".http") for name in WEBHOOKS} == FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_file(name, library):
    signature, body = received(read(f"{name}.http"))
    expected = FILES[name]
    if expected == "SIGNATURE":
        refused(library, body, signature)
    else:
        event = verify(library, body, signature)
        check(event, expected)
        assert reference.same({member: event["json"][member] for member in json.loads(body)}, json.loads(body))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_known_digest(vector, library):
    body, time = bytes.fromhex(vector["body_hex"]), int(vector["timestamp_ms"])
    assert library.owned(library.webhook_sign(body, len(body), vector["secret"].encode(), time)) == (
        vector["header"].encode()
    )
    if body:
        event = verify(library, body, vector["header"], vector["secret"], tolerance=0, now=time)
        check(event, {"id": json.loads(body).get("id"), "type": json.loads(body).get("event")})
    else:
        refused(library, body, vector["header"], vector["secret"], 0, time, status="PROTOCOL")
    refused(library, body + b" ", vector["header"], vector["secret"], 0, time)


@pytest.mark.parametrize("signature", ACCEPTED)
def test_accepted(signature, library):
    assert verify(library, BODY, signature)["id"] == "event_1"


@pytest.mark.parametrize("signature", REFUSED)
def test_refused(signature, library):
    """Whatever the tolerance: a header that cannot be read is not saved by it, except that its time is too far off."""
    refused(library, BODY, signature)


@pytest.mark.parametrize("name", HUGE)
def test_huge_header(name, library):
    signature, holds = HUGE[name]
    if holds:
        assert verify(library, BODY, signature)["id"] == "event_1"
    else:
        refused(library, BODY, signature)


@pytest.mark.parametrize(("tolerance", "now", "within"), TOLERANCES)
def test_tolerance(tolerance, now, within, library):
    if within:
        assert verify(library, BODY, header(BODY), tolerance=tolerance, now=now)
    else:
        assert "tolerance" in str(refused(library, BODY, header(BODY), tolerance=tolerance, now=now))


@pytest.mark.parametrize(("tolerance", "now"), [(-2, NOW), (-(2**63), NOW), (-1, -2), (-1, -(2**63))])
def test_times_that_cannot_be(tolerance, now, library):
    refused(library, BODY, header(BODY), status="INVALID_ARGUMENT", tolerance=tolerance, now=now)


@pytest.mark.parametrize("name", BODIES)
def test_body(name, library):
    """The signature is over the bytes; only then are they read."""
    body, expected = BODIES[name]
    refused(library, body, header(body + b"x"))
    if expected is None:
        failure = refused(library, body, header(body), status="PROTOCOL")
        assert failure.body == body
    else:
        check(verify(library, body, header(body)), expected)


@pytest.mark.parametrize("name", ["B120-webhook-valid-ms", "B123-webhook-raw-utf8", "B130-webhook-unknown-event"])
def test_every_byte_counts(name, library):
    """Each byte changed, left out and doubled."""
    signature, body = received(read(f"{name}.http"))
    for index in range(len(body)):
        before, byte, behind = body[:index], body[index : index + 1], body[index + 1 :]
        for changed in (bytes([byte[0] ^ 1]), bytes([byte[0] ^ 0x80]), b"", b"\0", byte * 2):
            if before + changed + behind != body:
                refused(library, before + changed + behind, signature)
    refused(library, body + b"\n", signature)
    verify(library, body, signature)


def test_every_bit_of_the_digest_counts(library):
    good = header(BODY)
    start = len(good) - 64
    for index in range(64):
        for bit in (1, 2, 4, 8):
            digit = format(int(good[start + index], 16) ^ bit, "x")
            refused(library, BODY, good[: start + index] + digit + good[start + index + 1 :])


@pytest.mark.parametrize("secret", SECRETS)
def test_another_secret(secret, library):
    refused(library, BODY, header(BODY), secret)


@pytest.mark.parametrize("secret", ["", None])
def test_no_secret(secret, library):
    """Not even the empty secret's own signature holds."""
    refused(library, BODY, header(BODY, secret=""), secret, status="INVALID_ARGUMENT")


@pytest.mark.parametrize("name", TWICE)
def test_header_that_came_twice(name, library):
    """Both are one value with commas between, as HTTP has it: which of the times counts is not known."""
    lines = "".join(f"WorkOS-Signature: {value}\r\n" for value in TWICE[name])
    signature, body = received(b"POST / HTTP/1.1\r\n" + lines.encode() + b"\r\n" + BODY)
    refused(library, body, signature)


def test_secret_while_it_is_changed(library):
    """One call for each secret; one of them holds."""
    old, new = header(BODY, secret="old"), header(BODY, secret="new")
    both = f"{old}, {new.partition(', ')[2]}"
    for secret in ("old", "new"):
        assert verify(library, BODY, both, secret)["id"] == "event_1"
    refused(library, BODY, both)


def test_signed_by_the_library(library):
    """What it signs is what Python's hmac signs, and holds now."""
    for body in (BODY, b"{}", b"", b"\0\xff" * 1000):
        own = library.owned(library.webhook_sign(body, len(body), SECRET.encode(), TIME)).decode()
        assert own == header(body)
    own = library.owned(library.webhook_sign(BODY, len(BODY), SECRET.encode(), -1))
    assert verify(library, BODY, own, now=-1)["id"] == "event_1"


def test_official_client_verifies_what_the_library_signs(library):
    """Both ways round: what the official client takes for right or wrong is right or wrong here."""
    verification = pytest.importorskip("workos.webhooks._verification")
    signature = library.owned(library.webhook_sign(BODY, len(BODY), SECRET.encode(), -1)).decode()
    verification.verify_header(event_body=BODY, event_signature=signature, secret=SECRET)
    assert verify(library, BODY, signature, now=-1)["id"] == "event_1"
    for body, secret in ((BODY + b" ", SECRET), (BODY, f"{SECRET}0")):
        with pytest.raises(ValueError):
            verification.verify_header(event_body=body, event_signature=signature, secret=secret)
        refused(library, body, signature, secret, now=-1)
