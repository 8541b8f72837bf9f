"""A server of users that can be slow or rate limited, with statistics.

    python3 -m servers.page_server --users 2000 --delay-ms 50 --limiter bucket

prints {"url": ...} and serves until its standard input ends. GET /statistics returns the requests since its last
call. Every directory has the same users and a separate limiter.
"""

import argparse
import contextlib
import json
import socketserver
import sys
import threading
import time
from functools import cache
from urllib.parse import parse_qs, urlsplit

from servers import users
from servers.limiters import KINDS, Limiter

LIMITED = b'"Ratelimited"'
TEMPLATES = 2000  # distinct users; further ones differ only in their id


class Directory:
    """The users of every directory, assembled for each page."""

    def __init__(self, total: int) -> None:
        self.total = total

    def page(self, after: str | None, limit: int) -> bytes:
        start = users.user_number(after) + 1 if after else 0
        end = min(start + limit, self.total)
        records = [self._record(number) for number in range(start, end)]
        before = users.user_id(start) if start > 0 else None
        return users.page(records, before, users.user_id(end - 1) if end < self.total else None)

    def _record(self, number: int) -> bytes:
        head, tail = template(number % TEMPLATES)
        return head + users.user_id(number).encode() + tail


@cache
def template(number: int) -> tuple[bytes, bytes]:
    """The user's text before and after its id."""
    head, _, tail = users.encode(users.user(number)).partition(users.user_id(number).encode())
    return head, tail


class Statistics:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.requests = 0
        self.limited = 0
        self.first = 0.0
        self.last = 0.0

    def note(self, now: float, *, limited: bool) -> None:
        self.requests += 1
        self.limited += limited
        self.first = self.first or now
        self.last = now

    def take(self) -> bytes:
        span = self.last - self.first
        text = json.dumps({"requests": self.requests, "limited": self.limited, "span": span}).encode()
        self.reset()
        return text


class Service:
    """The server's state, shared by its connections."""

    def __init__(self, total: int, delay: float, limiter: str) -> None:
        self._directory = Directory(total)
        self._delay = delay
        self._kind = KINDS[limiter]
        self._lock = threading.Lock()
        self._limiters: dict[str, Limiter] = {}
        self._statistics = Statistics()

    def answer(self, target: str) -> tuple[int, bytes]:
        now = time.monotonic()
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/statistics":
            return 200, self._take_statistics()
        if parts.path != "/directory_users":
            return 404, b'{"message":"Not Found"}'
        if not self._admits(query.get("directory", ""), now):
            return 429, LIMITED
        page = self._directory.page(query.get("after"), int(query.get("limit", "10")))
        if self._delay:
            time.sleep(max(0, self._delay - (time.monotonic() - now)))
        return 200, page

    def _take_statistics(self) -> bytes:
        with self._lock:
            self._limiters.clear()
            return self._statistics.take()

    def _admits(self, directory: str, now: float) -> bool:
        with self._lock:
            if directory not in self._limiters:
                self._limiters[directory] = self._kind()
            admitted = self._limiters[directory].allows(now)
            self._statistics.note(now, limited=not admitted)
            return admitted


class Connection(socketserver.StreamRequestHandler):
    """Requests one after another, on one thread per connection, because an event loop's timers are a millisecond
    late."""

    disable_nagle_algorithm = True
    service: Service

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            while line := self.rfile.readline():
                while self.rfile.readline().strip():
                    pass
                status, body = self.service.answer(line.split(b" ", 2)[1].decode())
                head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                self.request.sendall(head.encode() + body)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=2000)
    parser.add_argument("--delay-ms", type=int, default=0)
    parser.add_argument("--limiter", choices=KINDS, default="none")
    arguments = parser.parse_args()
    Connection.service = Service(arguments.users, arguments.delay_ms / 1000, arguments.limiter)
    with Server(("127.0.0.1", 0), Connection) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps({"url": f"http://127.0.0.1:{server.server_address[1]}"}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
