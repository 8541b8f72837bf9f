"""A server that sends raw responses, with one thread for each connection."""

import json
import socket
import threading


def http(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Answer", f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


def page(records, after=None):
    return http({"object": "list", "data": records, "list_metadata": {"before": None, "after": after}})


def user(number, **members):
    return {"object": "directory_user", "id": f"directory_user_{number}", "email": f"{number}@example.com"} | members


def pages(count, size=2):
    """A function that serves a list of users in pages whose cursors are numbers."""

    def answer(request):
        number = int(request.partition("after=")[2].split("&")[0].split(" ")[0] or 0)
        records = [user(number * size + index) for index in range(size)]
        return page(records, str(number + 1) if number + 1 < count else None)

    return answer


class RawServer:
    def __init__(self, answer):
        """answer(request) returns the bytes to send, or None to close the connection."""
        self.answer = answer
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.closed_by_client = threading.Semaphore(0)
        self.connections = []

    def __enter__(self):
        self.acceptor = threading.Thread(target=self._accept, name="raw server", daemon=True)
        self.acceptor.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        # Before its descriptor is closed, because the next server may get the number, and a late accept its connection.
        self.acceptor.join()
        for connection in [self.listener, *self.connections]:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), name="raw server", daemon=True).start()

    def _serve(self, connection):
        received = b""
        try:
            while True:
                while b"\r\n\r\n" not in received:
                    more = connection.recv(65536)
                    if not more:
                        self.closed_by_client.release()
                        return
                    received += more
                head, _, received = received.partition(b"\r\n\r\n")
                request = head.decode()
                self.requests.append(request)
                answer = self.answer(request)
                if answer is None:
                    connection.shutdown(socket.SHUT_RDWR)
                    return
                connection.sendall(answer)
        except OSError:
            self.closed_by_client.release()
        finally:
            connection.close()
