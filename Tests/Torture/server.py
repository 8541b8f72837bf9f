"""A server of the three pages of users, and of what `answers` has. The second one is refused once, with 503. A run's requests begin with its own number,
so that runs do not disturb each other."""

import collections
import contextlib
import gzip
import http.server
import threading
import urllib.parse

import answers
import users


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one segment for head and body
    disable_nagle_algorithm = True
    timeout = 30

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        _, run, path = url.path.split("/", 2)
        other = answers.other(path)
        if other:
            return self.answer(*other)
        cursor = dict(urllib.parse.parse_qsl(url.query)).get("after")
        if cursor == f"after_{users.PAGE_SIZE}" and self.server.is_first_visit(run):
            self.answer(503, b'{"message":"Try again"}')
        elif cursor is None:
            self.answer(200, users.page(cursor))
        elif cursor == f"after_{users.PAGE_SIZE}":
            self.answer(200, gzip.compress(users.page(cursor)), "Content-Encoding", "gzip")
        else:
            self.answer_in_chunks(users.page(cursor))
        return None

    def do_DELETE(self):
        self.answer(202, b"{}")

    def do_POST(self):
        self.answer(202, b"{}")

    def answer(self, status, body, *header):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Request-Id", "req_torture")
        if header:
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def answer_in_chunks(self, body):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in (body[:1000], body[1000:]):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.visits = collections.Counter()
        self.lock = threading.Lock()

    def is_first_visit(self, run):
        with self.lock:
            self.visits[run] += 1
            return self.visits[run] == 1

    def handle_error(self, request, client_address):
        """Ignores errors: the tested client closes the connection early."""


@contextlib.contextmanager
def running(tls=None):
    """Yields its URL; `tls` is the context of a server of https."""
    server = Server()
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
