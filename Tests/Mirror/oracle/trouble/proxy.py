"""A server between the mirror and the service, made of layers. Each layer responds itself or forwards the request."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import http.server
import json
import socket
import threading
import urllib.parse
from collections.abc import Callable
from typing import Any

LISTS = ("/directories", "/directory_groups", "/directory_users", "/events")


@dataclasses.dataclass(frozen=True)
class Request:
    path: str
    query: dict[str, str]
    key: str

    @property
    def is_list(self) -> bool:
        return self.path in LISTS

    @property
    def target(self) -> str:
        return self.path + ("?" + urllib.parse.urlencode(self.query) if self.query else "")

    def asking(self, **query: str | None) -> Request:
        """The same request with other parameters; None removes one."""
        changed = {name: value for name, value in (self.query | query).items() if value is not None}
        return dataclasses.replace(self, query=changed)


@dataclasses.dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    # Closes the connection after this many bytes of the body; -1: before the response.
    cut: int | None = None

    @staticmethod
    def of(status: int, value: Any) -> Answer:
        return Answer(status, json.dumps(value).encode())

    @staticmethod
    def page(records: list[Any], after: str | None = None) -> Answer:
        return Answer.of(200, {"object": "list", "data": records, "list_metadata": {"before": None, "after": after}})

    @property
    def value(self) -> Any:
        return json.loads(self.body)

    def with_records(self, records: list[Any]) -> Answer:
        return Answer.of(self.status, self.value | {"data": records})


Forward = Callable[[Request], Answer]
Layer = Callable[[Request, Forward], Answer]


class Proxy:
    """`layers`, outermost first, can be changed at any time. `requests` contains the requests that arrived."""

    def __init__(self, url: str, *layers: Layer) -> None:
        self.host = url.removeprefix("http://")
        self.layers = list(layers)
        self.requests: list[Request] = []
        self.local = threading.local()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                with contextlib.suppress(OSError):
                    proxy.handle(self)

            def log_message(self, *arguments: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *arguments: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def handle(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        url = urllib.parse.urlsplit(handler.path)
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        request = Request(url.path, query, handler.headers.get("Authorization") or "")
        self.requests.append(request)
        self.send(handler, self.passed_on(request, list(self.layers)))

    def passed_on(self, request: Request, layers: list[Layer]) -> Answer:
        if not layers:
            return self.forward(request)
        return layers[0](request, lambda changed: self.passed_on(changed, layers[1:]))

    def forward(self, request: Request) -> Answer:
        """The service's response."""
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request("GET", request.target, headers={"Authorization": request.key})
            response = connection.getresponse()
            headers = {n: v for n, v in response.getheaders() if n.lower() in ("x-request-id", "retry-after")}
            return Answer(response.status, response.read(), headers)
        except (OSError, http.client.HTTPException):
            self.local.connection = None
            raise

    def send(self, handler: http.server.BaseHTTPRequestHandler, answer: Answer) -> None:
        if answer.cut == -1:
            self.hang_up(handler)
            return
        handler.send_response(answer.status)
        handler.send_header("Content-Type", "application/json; charset=utf-8")
        handler.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(answer.body[: answer.cut])
        handler.wfile.flush()
        if answer.cut is not None:
            self.hang_up(handler)

    def hang_up(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)
