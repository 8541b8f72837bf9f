"""A server on 127.0.0.1 that follows a script for each request: writes bytes, slowly or at once, sends nothing, closes
or resets the connection. It records every request exactly as received."""

import contextlib
import dataclasses
import fcntl
import json
import socket
import ssl
import struct
import sys
import termios
import threading
import time
import urllib.parse


class HangUp(Exception):
    """Ends a connection; raised by an action."""


@dataclasses.dataclass(frozen=True)
class Request:
    connection: int
    raw: bytes

    @property
    def line(self):
        return self.raw.split(b"\r\n", 1)[0].decode()

    @property
    def method(self):
        return self.line.split(" ")[0]

    @property
    def target(self):
        return self.line.split(" ")[1]

    @property
    def path(self):
        return self.target.split("?")[0]

    @property
    def query(self):
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.target).query, keep_blank_values=True))

    @property
    def headers(self):
        """The headers by lower-case name. A repeated header is an error of the client."""
        lines = self.raw.split(b"\r\n\r\n", 1)[0].decode().split("\r\n")[1:]
        pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)


# Actions. A reply is a sequence of actions and of bytes to write. The connection stays open for the next request unless
# an action closes it.


def close(conversation):
    """Closes the connection normally."""
    raise HangUp


def reset(conversation):
    """Closes the connection with a TCP reset."""
    conversation.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise HangUp


def silence(conversation):
    """Sends nothing until the client or the server closes the connection."""
    while not conversation.server.stopping.is_set():
        with contextlib.suppress(TimeoutError):
            if not conversation.socket.recv(1024):
                break
    raise HangUp


def hear(conversation):
    """Records the received bytes, HTTP or not, as one request."""
    conversation.server.note(Request(conversation.number, conversation.socket.recv(65536)))


def wait(seconds):
    return lambda conversation: conversation.server.stopping.wait(seconds)


def until(event, patience=10.0):
    return lambda conversation: event.wait(patience)


def received(conversation, patience=10.0):
    """Waits until the client's kernel has acknowledged everything that was written."""
    end = time.monotonic() + patience
    while int.from_bytes(fcntl.ioctl(conversation.socket, termios.TIOCOUTQ, bytes(4)), sys.byteorder):
        assert time.monotonic() < end
        time.sleep(0.001)


def drip(data, interval, size=1):
    """Writes the bytes a few at a time; endlessly if they are an endless iterator."""

    def act(conversation):
        pieces = (
            (data[start : start + size] for start in range(0, len(data), size)) if isinstance(data, bytes) else data
        )
        for piece in pieces:
            conversation.socket.sendall(piece)
            if conversation.server.stopping.wait(interval):
                raise HangUp

    return act


def tunnel(host, port):
    """Acts as an HTTP proxy after CONNECT."""

    def act(conversation):
        with socket.create_connection((host, port)) as far:
            back = threading.Thread(target=_pump, args=(far, conversation.socket), daemon=True)
            back.start()
            _pump(conversation.socket, far)
            back.join()
        raise HangUp

    return act


def _pump(source, sink):
    source.settimeout(None)
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def answer(status, body=b"", *headers, reason="Reason"):
    """A complete response with a Content-Length."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    head = [f"HTTP/1.1 {status} {reason}", "Content-Type: application/json", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def ok(body):
    return answer(200, body, reason="OK")


class Conversation:
    """One connection: reads requests and performs the server's script for each."""

    def __init__(self, server, socket, number):
        self.server, self.socket, self.number = server, socket, number
        self._buffer = b""

    def run(self):
        try:
            self._act(self.server.greeting)
            if self.server.context:
                self.socket = self.server.context.wrap_socket(self.socket, server_side=True)
            self._act(self.server.after_handshake)
            while request := self._read():
                self.server.note(request)
                self._act(self.server.script(request))
        except ssl.SSLError as problem:
            self.server.handshake_problems.append(problem)
        except (HangUp, OSError):
            pass
        finally:
            self.socket.close()

    def _act(self, actions):
        for action in (actions,) if isinstance(actions, bytes) or callable(actions) else actions:
            if isinstance(action, bytes):
                self.socket.sendall(action)
            else:
                action(self)

    def _read(self):
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            more = self.socket.recv(65536)
            if not more:
                return None
            self._buffer += more
        head = self._buffer[: end + 4]
        length = next((int(h[15:]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length:")), 0)
        while len(self._buffer) < len(head) + length:
            self._buffer += self.socket.recv(65536)
        raw, self._buffer = self._buffer[: len(head) + length], self._buffer[len(head) + length :]
        return Request(self.number, raw)


class Server:
    """`script` returns the reply to a request: an action, bytes, or a sequence of both. `greeting` is performed on each
    new connection before anything is read, `after_handshake` with each before its first request."""

    def __init__(self, script, context=None, greeting=(), after_handshake=(), records=True):
        self.script, self.context, self.greeting, self.after_handshake = script, context, greeting, after_handshake
        self.requests, self.handshake_problems, self.connections = [], [], 0
        self.stopping, self.arrival, self._records = threading.Event(), threading.Condition(), records
        self._open = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            with self.arrival:
                self.arrival.notify_all()
            threading.Thread(target=self._converse, args=(connection, self.connections), daemon=True).start()

    def _converse(self, connection, number):
        conversation = Conversation(self, connection, number)
        self._open.add(conversation)
        conversation.run()
        self._open.discard(conversation)

    @property
    def open_connections(self):
        return len(self._open)

    def note(self, request):
        if self._records:
            with self.arrival:
                self.requests.append(request)
                self.arrival.notify_all()

    def wait_for(self, requests=0, connections=0, patience=5.0):
        """Waits until this many requests have arrived."""
        with self.arrival:
            arrived = self.arrival.wait_for(
                lambda: len(self.requests) >= requests and self.connections >= connections, patience
            )
        assert arrived, f"{len(self.requests)} requests, {self.connections} connections"

    def close(self):
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        # Before the descriptor is closed, because the next server may get its number, and a late accept its connection.
        self._acceptor.join()
        self._listener.close()
        for conversation in list(self._open):
            with contextlib.suppress(OSError):
                conversation.socket.shutdown(socket.SHUT_RDWR)

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        self.close()


def in_turn(*replies):
    """A script that sends each reply once. A further request gets a status that is a failure for any client."""
    left = iter(replies)
    lock = threading.Lock()

    def script(request):
        with lock:
            return next(left, answer(499, {"message": "unexpected request"}))

    return script


def always(reply):
    return lambda request: reply
