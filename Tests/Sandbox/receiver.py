"""Receivers of webhooks: servers that record deliveries."""

import contextlib
import http.server
import queue
import socket
import threading
import time


class Delivery:
    def __init__(self, request, body):
        self.path = request.path
        self.headers = request.headers
        self.body = body

    @property
    def signature(self):
        return self.headers["WorkOS-Signature"]


class Receiver(http.server.ThreadingHTTPServer):
    """Responds with the given statuses in order, then with 200."""

    daemon_threads = True

    def __init__(self, statuses=(), host="127.0.0.1"):
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), Handler)
        self.statuses = list(statuses)
        self.received = queue.Queue()
        # Responses wait until this is set.
        self.answers = threading.Event()
        self.answers.set()
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}/hook"

    def take(self, count=1):
        return [self.received.get(timeout=5) for _ in range(count)]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.put(Delivery(self, body))
        self.server.answers.wait(timeout=5)
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def receiving(*statuses, host="127.0.0.1"):
    with Receiver(statuses, host) as receiver:
        thread = threading.Thread(target=receiver.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.shutdown()
            thread.join()


@contextlib.contextmanager
def answering(answer):
    """A server that sends fixed bytes for any request, and closes the connection."""

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                request = b""
                while not request.endswith(b"}"):
                    request += connection.recv(65536)
                connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def register(sandbox, url, secret="whsec_test", **options):
    answer = sandbox.post("/_sandbox/webhooks", {"url": url, "secret": secret} | options)
    assert answer.status == 201, answer.text
    return answer.json["id"]


def attempts(sandbox, until=lambda log: log["pending"] == 0):
    """All attempts, once all deliveries are finished."""
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        log = sandbox.get("/_sandbox/deliveries").json
        if until(log):
            return log["data"]
        time.sleep(0.01)
    raise AssertionError("deliveries are not finished")
