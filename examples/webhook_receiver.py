"""Receives webhooks: verifies them, says what happened, and answers so that nothing is lost or handled twice.

    pip install ./bindings/python
    WORKOS_WEBHOOK_SECRET=... python examples/webhook_receiver.py [port]

WORKOS_WEBHOOK_SECRET is the endpoint's secret; while it is being changed, the new one and the old one with a space
between them. It listens on this machine only: what terminates TLS stands before it. To try it with the sandbox:

    workosds-sandbox --webhook-url http://127.0.0.1:8000/ --webhook-secret ...
"""

import os
import sys
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

import workosds

SECRETS = os.environ.get("WORKOS_WEBHOOK_SECRET", "").split()
LARGEST_BODY = 1_000_000

# A webhook may come more than once. What must survive a restart belongs into a database.
handled: deque[str] = deque(maxlen=10_000)
lock = Lock()


def verified(payload: bytes, signature: str | None) -> workosds.Event:
    """By any of the secrets."""
    for secret in SECRETS[:-1]:
        try:
            return workosds.verify_webhook(payload, signature, secret)
        except workosds.SignatureError:
            pass
    return workosds.verify_webhook(payload, signature, SECRETS[-1])


def handle(event: workosds.Event) -> None:
    """What is done about it, at most a few seconds long: longer work belongs into a queue."""
    with lock:
        if event.id in handled:
            return
        print(event.created_at, event.type, description(event), sep="  ", flush=True)
        handled.append(event.id)


def description(event: workosds.Event) -> str:
    """Deliveries come in any order: before something is overwritten compare `updated_at`."""
    if event.user and event.group:
        return f"{event.user.email or event.user.id}, group {event.group.name}"
    if event.user:
        changes = ", ".join(f"{name} was {value!r}" for name, value in event.previous_attributes.items())
        return f"{event.user.email or event.user.id} {event.user.state or ''} {changes}".rstrip()
    if event.group:
        return event.group.name
    if event.directory:
        return f"{event.directory.name} {event.directory.state}"
    return f"{event.data}"  # a type that is newer than this version of the library


class Receiver(BaseHTTPRequestHandler):
    timeout = 10  # for a sender that stops amid a request

    def do_POST(self) -> None:
        """2xx: it was handled. Anything else: WorkOS sends it again, for up to three days."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            return self.answer(411)
        if len(length) > 9 or int(length) > LARGEST_BODY:
            return self.answer(413)
        payload = self.rfile.read(int(length))  # as it came: JSON that was read and written again is other bytes
        try:
            event = verified(payload, self.headers.get("WorkOS-Signature"))
        except (workosds.SignatureError, workosds.ProtocolError) as error:
            self.log_error("refused: %s", error)
            return self.answer(400)
        try:
            handle(event)
        except Exception as error:
            self.log_error("event %s was not handled: %r", event.id, error)
            return self.answer(500)
        return self.answer(204)

    def answer(self, status: int) -> None:
        """The connection ends with it: what is left of a refused body is not read."""
        self.close_connection = True
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Only what goes wrong is logged, by log_error."""


def main() -> None:
    if not SECRETS:
        sys.exit("WORKOS_WEBHOOK_SECRET is not set: the secret of the webhook endpoint")
    workosds.load_library()  # fails now and not at the first webhook
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    with ThreadingHTTPServer(("127.0.0.1", port), Receiver) as server:
        print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
