"""Webhooks: what verifies and what must not, and what the official client makes of it."""

import asyncio
import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import flat
from hypothesis import given, settings
from hypothesis import strategies as st

import workosds

VECTORS = json.loads((Path(__file__).parent / "webhook_vectors.json").read_text("utf-8"))
BODY = '{"id":"event_1","event":"dsync.user.created","data":{"id":"directory_user_1","name":"Zoë"}}'.encode()
SECRET, NOW = "whsec_test", 1735689600.002
HEADER = workosds.sign_webhook(BODY, SECRET, now=NOW)
DIGEST = HEADER.partition("v1=")[2]


def verify(payload=BODY, header=HEADER, secret=SECRET, now=NOW, **options):
    return workosds.verify_webhook(payload, header, secret, now=now, **options)


def refused(*arguments, **options):
    with pytest.raises(workosds.SignatureError) as caught:
        verify(*arguments, **options)
    assert caught.value.status_name == "SIGNATURE" and isinstance(caught.value, ValueError)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_known_digests(vector):
    payload, now = vector["body"].encode(), vector["timestamp_ms"] / 1000
    assert workosds.sign_webhook(payload, vector["secret"], now=now) == vector["header"]
    if payload:
        verify(payload, vector["header"], vector["secret"], now, tolerance=0)
    else:
        with pytest.raises(workosds.ProtocolError):
            verify(payload, vector["header"], vector["secret"], now)


def test_what_is_read():
    event = verify()
    assert (event.id, event.type, event.user.id, event.user.name) == (
        *("event_1", "dsync.user.created", "directory_user_1"),
        "Zoë",
    )
    assert event.raw == json.loads(BODY)


FORMS = ["t={},v1={}", " v0=abc , v1={1} ,\tt={0} , x", "v1={1},t={0}", f"t={{}}, v1={'0' * 64}, v1={{}}"]
NO_FORMS = [
    *(
        "",
        "t={}",
        "v1={1}",
        "t=, v1={1}",
        "t=abc, v1={1}",
        "t=-{}, v1={}",
        "t=0{}, v1={}",
        "t={}, v1={}0",
        "t={}, v0={}",
    ),
    *(
        "t={0}, t={0}, v1={1}",
        "t=99999999999999999999, v1={1}",
        "t={}, v1={}\0",
        "\0t={}, v1={}",
        "t={}, v1=\udc80",
        "ü",
    ),
]


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_the_header(form):
    verify(header=form.format(1735689600002, DIGEST))
    verify(header=form.format(1735689600002, DIGEST.upper()))


@pytest.mark.parametrize("form", NO_FORMS)
def test_no_headers(form):
    refused(header=form.format(1735689600002, DIGEST))


def test_no_header_at_all():
    refused(header=None)


def test_tolerance():
    for distance in (180, -180, 179.5):
        verify(now=NOW + distance)
    for distance in (180.001, -180.001, 1e9):
        refused(now=NOW + distance)
    verify(tolerance=0)
    verify(tolerance=0.001, now=NOW + 0.001)
    refused(tolerance=0, now=NOW + 0.001)
    refused(tolerance=0.0004, now=NOW + 0.002)
    verify(tolerance=1e300, now=None)
    refused(now=None)


def test_the_clock():
    before = int(time.time() * 1000)
    header = workosds.sign_webhook(BODY, SECRET)
    assert before <= int(header.partition(",")[0].removeprefix("t=")) <= int(time.time() * 1000) + 1
    workosds.verify_webhook(BODY, header, SECRET)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_kinds_of_bytes(kind):
    assert verify(kind(BODY)).id == "event_1"
    assert workosds.sign_webhook(kind(BODY), SECRET, now=NOW) == HEADER


@pytest.mark.parametrize("wrong", [BODY.decode(), None, 5, [1], json.loads(BODY)])
def test_what_is_no_body(wrong):
    for call in (lambda: verify(wrong), lambda: workosds.sign_webhook(wrong, SECRET)):
        with pytest.raises(TypeError, match="the body's bytes"):
            call()


@pytest.mark.parametrize("secret", ["", "a\0b", "\0", "\udc80", None, b"secret", 7])
def test_wrong_secrets(secret):
    for call in (lambda: verify(secret=secret), lambda: workosds.sign_webhook(BODY, secret)):
        with pytest.raises((workosds.InvalidArgumentError, TypeError)) as caught:
            call()
        assert isinstance(caught.value, TypeError) == (not isinstance(secret, str))


@pytest.mark.parametrize("wrong", [-1, -0.001, float("nan"), float("inf"), "180"])
def test_wrong_times(wrong):
    for options in ({"tolerance": wrong}, {"now": wrong}):
        with pytest.raises((workosds.InvalidArgumentError, TypeError)):
            verify(**options)
    with pytest.raises((workosds.InvalidArgumentError, TypeError)):
        workosds.sign_webhook(BODY, SECRET, now=wrong)
    with pytest.raises(TypeError):
        verify(header=7)


def test_a_nul_in_the_body_counts():
    payload = b'{"id":"event_1"}\0'
    header = workosds.sign_webhook(payload, SECRET, now=NOW)
    refused(payload[:-1], header)
    with pytest.raises(workosds.ProtocolError):
        verify(payload, header)


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"nonsense", b'{"id":', b'{"id":NaN}', b'{"id":"\xff"}'])
def test_signed_but_no_event(body):
    refused(body)
    header = workosds.sign_webhook(body, SECRET, now=NOW)
    try:
        assert verify(body, header).id == "\ufffd"
    except workosds.ProtocolError as error:
        assert "webhook" in str(error)


def test_every_byte_counts():
    for index in range(len(BODY)):
        refused(BODY[:index] + BODY[index + 1 :])
        refused(BODY[:index] + bytes([BODY[index] ^ 1]) + BODY[index + 1 :])


@settings(max_examples=40)
@given(
    payload=st.binary(),
    secret=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    data=st.data(),
)
def test_any_body(payload, secret, data):
    """The digest is that of another implementation, and no changed body has it."""
    header = workosds.sign_webhook(payload, secret, now=NOW)
    digest = hmac.new(secret.encode(), b"1735689600002." + payload, hashlib.sha256).hexdigest()
    assert header == f"t=1735689600002, v1={digest}"
    index = data.draw(st.integers(0, len(payload)))
    flipped = bytes([payload[index] ^ data.draw(st.integers(1, 255))]) if index < len(payload) else b"\0"
    refused(payload[:index] + flipped + payload[index + 1 :], header, secret)
    if payload:
        refused(payload[:index] + payload[index + 1 :] if index < len(payload) else payload[:-1], header, secret)


@given(header=st.text())
def test_any_header(header):
    refused(header=header)


def test_rotation():
    with pytest.raises(workosds.SignatureError):
        verify(secret="whsec_new")
    verify(secret=SECRET)


def test_threads_and_asyncio():
    with ThreadPoolExecutor(8) as pool:
        assert {event.id for event in pool.map(lambda _: verify(), range(400))} == {"event_1"}

    async def main():
        return verify().id

    assert asyncio.run(main()) == "event_1"


def test_memory():
    flat(lambda: [(verify(), refused(secret="x"), workosds.sign_webhook(BODY, SECRET)) for _ in range(500)])


def test_without_a_client(run):
    """The library is loaded by them."""
    done = run(f"import workosds; print(workosds.sign_webhook({BODY!r}, {SECRET!r}, now={NOW}))")
    assert (done.stdout.strip(), done.stderr) == (HEADER, "")


def test_the_official_client_verifies_what_is_signed():
    workos = pytest.importorskip("workos")
    webhooks = workos.WorkOSClient(api_key="sk_test", client_id="client").webhooks
    payload = VECTORS[1]["body"].encode()
    header = workosds.sign_webhook(payload, SECRET)
    webhooks.verify_header(event_body=payload, event_signature=header, secret=SECRET)
    with pytest.raises(ValueError):
        webhooks.verify_header(event_body=payload + b" ", event_signature=header, secret=SECRET)


def test_what_the_official_client_signs_is_verified():
    """It signs no webhooks, but answers to actions, in the same way."""
    workos = pytest.importorskip("workos")
    actions = workos.WorkOSClient(api_key="sk_test", client_id="client").actions
    answer = actions.sign_response(action_type="authentication", verdict="Allow", secret=SECRET)
    header = f"t={answer['payload']['timestamp']}, v1={answer['signature']}"
    payload = json.dumps(answer["payload"], separators=(",", ":")).encode()
    assert workosds.verify_webhook(payload, header, SECRET).raw == answer["payload"]
    with pytest.raises(workosds.SignatureError):
        workosds.verify_webhook(payload, header, "another")
