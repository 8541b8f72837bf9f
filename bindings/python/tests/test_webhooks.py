"""Webhooks in Python: kinds of bytes, seconds, threads, and compatibility with the official client. For verification
see Tests/Behaviour."""

import asyncio
import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import flat
from hypothesis import given, settings
from hypothesis import strategies as st

import workosds

BODY = '{"id":"event_1","event":"dsync.user.created","data":{"id":"directory_user_1","name":"Zoë"}}'.encode()
SECRET, NOW = "whsec_test", 1735689600.002
HEADER = workosds.sign_webhook(BODY, SECRET, now=NOW)


def verify(payload=BODY, header=HEADER, secret=SECRET, now=NOW, **options):
    return workosds.verify_webhook(payload, header, secret, now=now, **options)


def refused(*arguments, **options):
    with pytest.raises(workosds.SignatureError) as caught:
        verify(*arguments, **options)
    assert caught.value.status_name == "SIGNATURE" and isinstance(caught.value, ValueError)
    assert SECRET not in str(caught.value)


def test_seconds_are_counted_in_milliseconds():
    verify(now=NOW + 179.5)
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


@settings(max_examples=40)
@given(
    payload=st.binary(),
    secret=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    data=st.data(),
)
def test_any_body(payload, secret, data):
    """The digest agrees with another implementation, and changes with the body."""
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


def test_threads_and_asyncio():
    with ThreadPoolExecutor(8) as pool:
        assert {event.id for event in pool.map(lambda _: verify(), range(400))} == {"event_1"}

    async def main():
        return verify().id

    assert asyncio.run(main()) == "event_1"


def test_memory():
    flat(lambda: [(verify(), refused(secret="x"), workosds.sign_webhook(BODY, SECRET)) for _ in range(500)])


def test_without_a_client(run):
    """These functions load the library."""
    done = run(f"import workosds; print(workosds.sign_webhook({BODY!r}, {SECRET!r}, now={NOW}))")
    assert (done.stdout.strip(), done.stderr) == (HEADER, "")


def test_the_official_client_verifies_what_is_signed():
    workos = pytest.importorskip("workos")
    webhooks = workos.WorkOSClient(api_key="sk_test", client_id="client").webhooks
    header = workosds.sign_webhook(BODY, SECRET)
    webhooks.verify_header(event_body=BODY, event_signature=header, secret=SECRET)
    with pytest.raises(ValueError):
        webhooks.verify_header(event_body=BODY + b" ", event_signature=header, secret=SECRET)


def test_what_the_official_client_signs_is_verified():
    """It signs responses to actions, in the same way as webhooks."""
    workos = pytest.importorskip("workos")
    actions = workos.WorkOSClient(api_key="sk_test", client_id="client").actions
    answer = actions.sign_response(action_type="authentication", verdict="Allow", secret=SECRET)
    header = f"t={answer['payload']['timestamp']}, v1={answer['signature']}"
    payload = json.dumps(answer["payload"], separators=(",", ":")).encode()
    assert workosds.verify_webhook(payload, header, SECRET).raw == answer["payload"]
    with pytest.raises(workosds.SignatureError):
        workosds.verify_webhook(payload, header, "another")
