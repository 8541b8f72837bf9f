"""No request and no option crashes the sandbox or delays other requests."""

import contextlib
import json
import os
import resource
import socket
import time

import pytest
from processor_time import processor_time
from sandbox_server import SandboxProcess, running

MAXIMUM = 2**63 - 1


def exchange(sandbox, data):
    """The response to these bytes on one connection."""
    host, port = sandbox.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(data)
        received = b""
        while part := connection.recv(65536):
            received += part
    return received


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"A" * 1_000_000 + b" / HTTP/1.1\r\n\r\n", 414),
        (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 10_000 + b"\r\n", 431),
        (b"POST / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n", 413),
        (b"hello\r\n\r\n", 400),
    ],
    ids=["method", "target", "header", "headers", "body", "nonsense"],
)
def test_refused_at_once(shared, data, status):
    before = processor_time(shared.process)
    answer = exchange(shared, data)
    head, body = answer.split(b"\r\n\r\n", 1)
    assert int(head.split()[1]) == status and b"Connection: close" in head
    assert json.loads(body)["message"]
    assert processor_time(shared.process) - before < 0.5


def test_many_members(shared):
    body = b"{" + b",".join(b'"%d":1' % number for number in range(200_000)) + b"}"
    request = b"POST /_sandbox/users HTTP/1.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    before = processor_time(shared.process)
    assert b"too many members" in exchange(shared, request)
    assert processor_time(shared.process) - before < 0.5


def test_a_long_body_that_waits_to_be_asked_for(shared):
    host, port = shared.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            b"POST /_sandbox/nothing HTTP/1.1\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        )
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        assert connection.recv(1000).startswith(b"HTTP/1.1 404 ")


OPTIONS = [
    "--sync-cooldown-ms", "--sync-duration-ms", "--delete-delay-ms", "--hold-back-ms", "--late-by-ms",
    "--clock-skew-ms", "--clock-skew-ms=-", "--replica-lag-ms", "--shuffle-window", "--rate", "--retry-after",
    "--seed", "--seed=-",
]  # fmt: skip


@pytest.mark.parametrize("limit", ["bucket", "window", "spacing"])
@pytest.mark.parametrize("option", OPTIONS)
def test_no_number_is_too_large(option, limit):
    value = [f"{option}{MAXIMUM}"] if option.endswith("-") else [option, MAXIMUM]
    others = ["--shuffled-events", 1, "--duplicate-events", 0.5, "--late-events", "count:2", "--rate-limit", limit]
    with running(*value, *others) as sandbox:
        use(sandbox)
        assert sandbox.process.poll() is None


def use(sandbox):
    directory = sandbox.post("/_sandbox/directories", {"type": "gsuite directory"}).json["id"]
    for number in range(5):
        sandbox.post("/_sandbox/users", {"directory_id": directory, "name": str(number)})
    for _ in range(2):
        assert sandbox.post(f"/directories/{directory}/sync").status in (202, 409, 429)
        assert sandbox.get("/directory_users", directory=directory).status in (200, 404, 429)
    assert sandbox.get("/events", events="dsync.user.created").status == 200
    assert sandbox.get("/_sandbox/events").status == 200
    assert sandbox.get("/_sandbox/behavior").status == 200
    assert sandbox.post("/_sandbox/events/release").status == 204
    assert sandbox.delete(f"/directories/{directory}").status == 202


@pytest.mark.parametrize(
    "members",
    [
        {"created_at": "x", "updated_at": None},
        {"name": "\0"},
        {"custom_attributes": {"a": 1e308, "b": [[[]]], "": {}}},
        {"id": "directory_user_" + "Z" * 26},
    ],
)
def test_odd_members(sandbox, members):
    given = {"directory_id": sandbox.directory("workday")["id"]} | members
    made = sandbox.post("/_sandbox/users", given)
    assert made.status == 201
    sandbox.connection.close()
    assert sandbox.get("/directory_users", directory=given["directory_id"], limit=100).status == 200


def test_more_connections_than_descriptors():
    """The others wait, and some descriptors stay free: without any, libdispatch aborts the process."""
    with running(kind=SandboxProcess) as sandbox, contextlib.ExitStack() as stack:
        resource.prlimit(sandbox.process.pid, resource.RLIMIT_NOFILE, (64, 64))
        host, port = sandbox.url.removeprefix("http://").split(":")
        address = (host, int(port))
        connections = [stack.enter_context(socket.create_connection(address, timeout=10)) for _ in range(100)]
        for connection in connections:
            connection.sendall(b"GET /health HTTP/1.1\r\n\r\n")
        for connection in connections[:30]:
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        time.sleep(0.2)
        assert len(os.listdir(f"/proc/{sandbox.process.pid}/fd")) < 56
        for connection in connections[:80]:
            connection.close()
        assert connections[99].recv(65536).startswith(b"HTTP/1.1 200 ")
