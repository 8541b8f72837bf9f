"""Receives webhooks: verifies them, prints their events, and makes sure that none is lost or handled twice.

    pip install ./bindings/python
    WORKOS_WEBHOOK_SECRET=... python examples/webhook_receiver.py [port]

WORKOS_WEBHOOK_SECRET is the endpoint's secret; during secret rotation, the new and the old one separated by a space.
It listens on the loopback only and needs a reverse proxy for TLS. To try it with the sandbox:

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

# A webhook may be delivered more than once. To survive a restart, store the ids in a database.
handled: deque[str] = deque(maxlen=10_000)
lock = Lock()


def verified(payload: bytes, signature: str | None) -> workosds.Event:
    """Verifies with any of the secrets."""
    for secret in SECRETS[:-1]:
        try:
            return workosds.verify_webhook(payload, signature, secret)
        except workosds.SignatureError:
            pass
    return workosds.verify_webhook(payload, signature, SECRETS[-1])


def handle(event: workosds.Event) -> None:
    """Handles an event, within a few seconds. Put longer work into a queue."""
    with lock:
        if event.id in handled:
            return
        print(event.created_at, event.type, description(event), sep="  ", flush=True)
        handled.append(event.id)


def description(event: workosds.Event) -> str:
    """Describes an event. Deliveries arrive in any order: compare `updated_at` before you overwrite a record."""
    if event.user and event.group:
        return f"{event.user.email or event.user.id}, group {event.group.name}"
    if event.user:
        changes = ", ".join(f"{name} was {value!r}" for name, value in event.previous_attributes.items())
        return f"{event.user.email or event.user.id} {event.user.state or ''} {changes}".rstrip()
    if event.group:
        return event.group.name
    if event.directory:
        return f"{event.directory.name} {event.directory.state}"
    return f"{event.data}"  # a type unknown to this version of the library


class Receiver(BaseHTTPRequestHandler):
    timeout = 10  # for a sender that stops in the middle of a request

    def do_POST(self) -> None:
        """Responds with 2xx if the event was handled. Otherwise WorkOS retries for up to three days."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            return self.answer(411)
        if len(length) > 9 or int(length) > LARGEST_BODY:
            return self.answer(413)
        payload = self.rfile.read(int(length))  # exactly as received, since the signature is over these bytes
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
        """Closes the connection, because the rest of a rejected body is not read."""
        self.close_connection = True
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Logs only errors, with log_error."""


def main() -> None:
    if not SECRETS:
        sys.exit("WORKOS_WEBHOOK_SECRET is not set. It must contain the secret of the webhook endpoint.")
    workosds.load_library()  # fails now instead of at the first webhook
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    with ThreadingHTTPServer(("127.0.0.1", port), Receiver) as server:
        print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
