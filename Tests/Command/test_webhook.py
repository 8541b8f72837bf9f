"""Webhooks verified and signed from the shell."""

import hashlib
import hmac
import json
import time

import pytest

SECRET = "whsec_example"
EVENT = {
    "id": "event_1",
    "event": "dsync.user.created",
    "created_at": "2026-01-01T00:00:00.000Z",
    "data": {"object": "directory_user", "id": "directory_user_1", "email": "a@example.com"},
}
BODY = json.dumps(EVENT).encode()


def signature(body=BODY, secret=SECRET, age=0):
    now = str(int((time.time() - age) * 1000))
    digest = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={now}, v1={digest}"


@pytest.fixture
def webhook(workosds):
    def run(*arguments, input=BODY, **variables):
        variables = {"WORKOS_WEBHOOK_SECRET": SECRET, "WORKOS_API_KEY": None} | variables
        return workosds("webhook", *arguments, input=input, **variables)

    return run


@pytest.fixture
def secret_file(tmp_path):
    def write(secret, mode=0o600):
        file = tmp_path / secret
        file.write_text(secret + "\n")
        file.chmod(mode)
        return file

    return write


def test_a_right_signature_gives_the_event(webhook):
    result = webhook("verify", "--signature", signature())
    assert (result.code, result.error) == (0, "")
    assert result.records[0]["data"]["email"] == "a@example.com"


def test_from_a_file(webhook, tmp_path):
    file = tmp_path / "body"
    file.write_bytes(BODY)
    assert webhook("verify", "--signature", signature(), file, input=b"").code == 0
    assert webhook("verify", "--signature", signature(), tmp_path / "missing").code == 74


@pytest.mark.parametrize(
    "arguments",
    [dict(header=signature(secret="other")), dict(header="nonsense"), dict(body=BODY + b" ")],
)
def test_a_wrong_one_gives_nothing(webhook, arguments):
    result = webhook("verify", "--signature", arguments.get("header", signature()), input=arguments.get("body", BODY))
    assert (result.code, result.bytes) == (65, b"")
    assert result.error.count("\n") == 1 and SECRET not in result.error


def test_tolerance(webhook):
    old = signature(age=600)
    assert webhook("verify", "--signature", old).code == 65
    assert webhook("verify", "--signature", old, "--tolerance", 900).code == 0
    assert webhook("verify", "--signature", old, "--tolerance", "-1").code == 64


def test_what_is_signed_but_no_event(webhook):
    assert webhook("verify", "--signature", signature(b"[]"), input=b"[]").code == 76


def test_secrets_from_files(webhook, secret_file):
    new, old = secret_file("new"), secret_file("old")
    both = ("--secret-file", new, "--secret-file", old)
    for secret in ("new", "old"):
        assert webhook("verify", "--signature", signature(secret=secret), *both).code == 0
    assert webhook("verify", "--signature", signature(), *both).code == 65
    open_to_all = secret_file("seen", 0o644)
    assert webhook("verify", "--signature", signature(), "--secret-file", open_to_all).code == 78


def test_no_secret(webhook):
    result = webhook("verify", "--signature", signature(), WORKOS_WEBHOOK_SECRET=None)
    assert result.code == 78 and "WORKOS_WEBHOOK_SECRET" in result.error


def test_sign(webhook):
    header = webhook("sign").text.strip()
    assert webhook("verify", "--signature", header).code == 0
    assert header.startswith("t=")
