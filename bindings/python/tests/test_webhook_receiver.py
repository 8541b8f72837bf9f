"""examples/webhook_receiver.py, with the sandbox's deliveries and with invalid requests."""

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.parse

import pytest
from conftest import BINDING, ROOT

import workosds

SECRETS = ["whsec_new", "whsec_old"]


class Receiver:
    def __init__(self):
        variables = {"PYTHONPATH": str(BINDING / "src"), "PYTHONIOENCODING": "utf-8"}
        variables["WORKOS_WEBHOOK_SECRET"] = " ".join(SECRETS)
        command = [sys.executable, str(ROOT / "examples" / "webhook_receiver.py"), "0"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
        self.process = subprocess.Popen(command, env=os.environ | variables, **pipes)
        self.url = self.process.stdout.readline().removeprefix("listening on ").strip()

    def lines(self, count):
        """The next line that it printed: time, event and subject."""
        return [tuple(self.process.stdout.readline().rstrip("\n").split("  ", 2)[1:]) for _ in range(count)]

    def post(self, body=b"", **headers):
        """The HTTP status; None if it closes the connection."""
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=20)
        connection.putrequest("POST", "/")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders(body)
        status = connection.getresponse().status
        connection.close()
        return status

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=20)


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.end()


def deliveries(sandbox):
    """The attempts, once all deliveries are finished."""
    deadline = time.monotonic() + 30
    while (log := sandbox.get("/_sandbox/deliveries"))["pending"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return log["data"]


def register(sandbox, receiver, secret):
    return sandbox.post("/_sandbox/webhooks", {"url": receiver.url, "secret": secret})["id"]


@pytest.mark.parametrize("secret", SECRETS)
def test_deliveries(sandbox, receiver, secret):
    register(sandbox, receiver, secret)
    directory = sandbox.post("/_sandbox/directories", {"name": "New"})["id"]
    group = sandbox.post("/_sandbox/groups", {"directory_id": directory, "name": "Zoë's"})["id"]
    user = sandbox.post("/_sandbox/users", {"directory_id": directory, "email": "z@new.example"})["id"]
    sandbox.post("/_sandbox/memberships", {"group_id": group, "user_id": user})
    sandbox.send("PATCH", "/_sandbox/users/" + user, {"first_name": "Zoë"})
    sandbox.post("/_sandbox/events", {"event": "dsync.planet.discovered", "data": {"name": "日本"}})
    # Deliveries of simultaneous changes may arrive in any order.
    assert sorted(receiver.lines(6)) == sorted(
        [
            ("dsync.activated", "New active"),
            ("dsync.group.created", "Zoë's"),
            ("dsync.user.created", "z@new.example active"),
            ("dsync.group.user_added", "z@new.example, group Zoë's"),
            ("dsync.user.updated", "z@new.example active first_name was None"),
            ("dsync.planet.discovered", "{'name': '日本'}"),
        ]
    )
    assert {(one["status"], one["attempt"]) for one in deliveries(sandbox)} == {(204, 1)}
    assert receiver.end() == ("", "")


def test_a_wrong_secret(sandbox, receiver):
    register(sandbox, receiver, "whsec_wrong")
    sandbox.post("/_sandbox/directories", {"name": "New"})
    log = deliveries(sandbox)
    assert len(log) > 1 and {one["status"] for one in log} == {400}
    output, errors = receiver.end()
    assert output == "" and errors.count("refused: webhook: the signature does not match") == len(log)
    assert not [secret for secret in SECRETS if secret in errors]


def test_what_comes_twice_is_handled_once(sandbox, receiver):
    register(sandbox, receiver, SECRETS[0])
    first = sandbox.post("/_sandbox/events", {"event": "dsync.first"})
    sandbox.post("/_sandbox/events", {"repeat_event": first["id"]})
    assert [one["status"] for one in deliveries(sandbox)] == [204, 204]
    sandbox.post("/_sandbox/events", {"event": "dsync.second"})
    assert [type for type, _ in receiver.lines(2)] == ["dsync.first", "dsync.second"]


def test_what_others_send(receiver):
    body = b'{"id":"event_1","event":"dsync.user.deleted","created_at":"2026-01-15T12:00:00.000Z","data":{"id":"u"}}'
    header, length = workosds.sign_webhook(body, SECRETS[0]), str(len(body))
    assert receiver.post(body, WorkOS_Signature=header) == 411
    assert receiver.post(body, WorkOS_Signature=header, Content_Length="-5") == 411
    assert receiver.post(b"", WorkOS_Signature=header, Content_Length="1000001") == 413
    assert receiver.post(b"", WorkOS_Signature=header, Content_Length="9" * 5000) == 413
    assert receiver.post(body, Content_Length=length) == 400
    assert receiver.post(body, WorkOS_Signature=header[:-1], Content_Length=length) == 400
    assert receiver.post(body.replace(b"u", b"v"), WorkOS_Signature=header, Content_Length=length) == 400
    nothing = workosds.sign_webhook(b"[]", SECRETS[0])
    assert receiver.post(b"[]", WorkOS_Signature=nothing, Content_Length="2") == 400
    assert receiver.post(body, WorkOS_Signature=header, Content_Length=length) == 204
    assert receiver.lines(1) == [("dsync.user.deleted", "u")]
    assert "Traceback" not in receiver.end()[1]


def test_without_a_secret():
    environment = os.environ | {"PYTHONPATH": str(BINDING / "src"), "WORKOS_WEBHOOK_SECRET": ""}
    command = [sys.executable, str(ROOT / "examples" / "webhook_receiver.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and done.stderr.startswith("WORKOS_WEBHOOK_SECRET is not set")
