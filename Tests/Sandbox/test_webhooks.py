"""Deliveries, as received by endpoints."""

import json
import socket
import subprocess

import pytest
from receiver import answering, attempts, receiving, register
from sandbox_server import BINARY

ROUTE = "/_sandbox/webhooks"


def emit(sandbox, name="dsync.thing.happened", **event):
    answer = sandbox.post("/_sandbox/events", {"event": name} | event)
    assert answer.status == 201, answer.text
    return answer.json


def test_a_delivery(sandbox):
    with receiving() as receiver:
        register(sandbox, receiver.url + "/a%20b?q=1%2F2")
        user = sandbox.post("/_sandbox/users", {"directory_id": sandbox.directory("workday")["id"], "name": "Zoë"}).json
        [delivery] = receiver.take()
        assert delivery.path == "/hook/a%20b?q=1%2F2"
        assert delivery.headers["Content-Type"] == "application/json"
        assert delivery.headers["Host"] == receiver.url.split("/")[2]
        start = user["created_at"]
        listed = sandbox.get("/events", events="dsync.user.created", range_start=start).text
        assert delivery.body.decode() in listed and "Zoë".encode() in delivery.body
        assert json.loads(delivery.body)["data"]["id"] == user["id"]
        # The change has been made when its event arrives.
        assert sandbox.get("/directory_users/" + user["id"]).status == 200


def test_order_of_first_attempts(sandbox):
    with receiving() as receiver:
        register(sandbox, receiver.url)
        ids = [emit(sandbox)["id"] for _ in range(200)]
        assert [json.loads(delivery.body)["id"] for delivery in receiver.take(200)] == ids


def test_failures_are_tried_again_and_hold_nothing_up(sandbox):
    with receiving(500, 200, 302) as receiver:
        endpoint = register(sandbox, receiver.url)
        receiver.answers.clear()
        first, second = emit(sandbox)["id"], emit(sandbox)["id"]
        receiver.answers.set()
        log = attempts(sandbox)
        assert [(a["event_id"], a["attempt"], a["status"]) for a in log] == [
            (first, 1, 500),
            (second, 1, 200),
            (first, 2, 302),
            (first, 3, 200),
        ]
        assert all(a["endpoint_id"] == endpoint and a["error"] is None for a in log)
        deliveries = receiver.take(4)
        assert deliveries[0].body == deliveries[2].body == deliveries[3].body
        assert len({delivery.signature for delivery in deliveries}) == 4
        times = [int(deliveries[i].signature.split(",")[0].removeprefix("t=")) for i in (0, 2, 3)]
        assert times[1] - times[0] >= 25 and times[2] - times[1] >= 75


def test_it_gives_up(sandbox):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    register(sandbox, f"http://127.0.0.1:{port}/")
    emit(sandbox)
    log = attempts(sandbox)
    assert [(a["attempt"], a["status"]) for a in log] == [(number, None) for number in range(1, 7)]
    assert all("refused" in a["error"] for a in log)
    sandbox.delete("/_sandbox/deliveries")
    assert sandbox.get("/_sandbox/deliveries").json == {"object": "list", "data": [], "pending": 0}


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204),
        (b"HTTP/1.0 200\r\n\r\n", 200),
        (b"HTTP/1.1 202 \r\nContent-Length: 2\r\n\r\nok", 202),
        (b"HTTP/1.1 299 Odd\ncontent-length: 5\n\nshort", 299),
        (b"HTTP/1.1 200 OK", 200),
        (b"HTTP/1.1 2000 OK\r\n\r\n", None),
        (b"SSH-2.0\r\n", None),
        (b"", None),
    ],
)
def test_odd_answers(sandbox, answer, status):
    with answering(answer) as url:
        endpoint = register(sandbox, url)
        emit(sandbox)
        log = attempts(sandbox, until=lambda log: log["data"])
        assert log[0]["status"] == status
        assert (log[0]["error"] is None) == (status is not None)
        sandbox.delete(f"{ROUTE}/{endpoint}")


def test_filters_secrets_and_removal(sandbox):
    with receiving() as few, receiving() as all:
        register(sandbox, few.url, events=["dsync.user.created", "wanted.type"])
        unwanted = register(sandbox, all.url, secret="other")
        for name in ("some.type", "wanted.type"):
            emit(sandbox, name)
        assert [json.loads(d.body)["event"] for d in all.take(2)] == ["some.type", "wanted.type"]
        assert sandbox.delete(f"{ROUTE}/{unwanted}").status == 204
        emit(sandbox, "some.type")
        emit(sandbox, "wanted.type")
        assert [json.loads(d.body)["event"] for d in few.take(2)] == ["wanted.type"] * 2
        attempts(sandbox)
        assert few.received.empty() and all.received.empty()


def test_removal_ends_the_retries(sandbox):
    with receiving(*[500] * 9) as receiver:
        register(sandbox, receiver.url)
        emit(sandbox)
        receiver.take(2)
        assert sandbox.delete(ROUTE).status == 204
        assert 2 <= len(attempts(sandbox)) < 6


def test_duplicates(sandbox):
    with receiving() as receiver:
        register(sandbox, receiver.url)
        event = emit(sandbox)
        answer = sandbox.post("/_sandbox/events", {"repeat_event": event["id"]})
        assert (answer.status, answer.json) == (200, event)
        first, second = receiver.take(2)
        assert first.body == second.body
        assert len(sandbox.get("/events", events=event["event"]).json["data"]) == 1


def test_endpoints_are_listed(sandbox):
    assert sandbox.get(ROUTE).json == {"object": "list", "data": []}
    first = sandbox.post(ROUTE, {"url": "http://127.0.0.1:1/x", "secret": "ü"}).json
    second = sandbox.post(ROUTE, {"url": "http://[::1]:1", "secret": "s", "events": []}).json
    assert sandbox.get(ROUTE).json["data"] == [first, second]
    assert first == {
        "object": "webhook_endpoint",
        "id": first["id"],
        "url": "http://127.0.0.1:1/x",
        "secret": "ü",
        "events": None,
    }
    assert sandbox.delete(f"{ROUTE}/{first['id']}").status == 204
    assert sandbox.delete(f"{ROUTE}/{first['id']}").status == 404
    assert sandbox.get(ROUTE).json["data"] == [second]
    assert sandbox.delete(ROUTE).status == 204
    assert sandbox.get(ROUTE).json["data"] == []


@pytest.mark.parametrize(
    ("host", "name"),
    [("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "LocalHost"), ("127.0.0.2", "127.0.0.2"), ("::1", "[::1]")],
)
def test_addresses(sandbox, host, name):
    with receiving(host=host) as receiver:
        register(sandbox, f"http://{name}:{receiver.server_port}/hook")
        emit(sandbox)
        assert receiver.take()[0].headers["Host"] == f"{name}:{receiver.server_port}"


@pytest.mark.parametrize(
    "body",
    [
        {"secret": "s"},
        {"url": "http://127.0.0.1:1/"},
        {"url": "http://127.0.0.1:1/", "secret": ""},
        {"url": "http://127.0.0.1:1/", "secret": "s", "events": "a"},
        {"url": "http://127.0.0.1:1/", "secret": "s", "events": [1]},
    ]
    + [
        {"url": url, "secret": "s"}
        for url in (
            "https://127.0.0.1:1/",
            "127.0.0.1:1",
            "/hook",
            "http://",
            "http://127.0.0.1:0/",
            "http://127.0.0.1:65536/",
            "http://u:p@127.0.0.1:1/",
            "http://127.0.0.1:1/a\r\nb: c",
            "http://0.0.0.0:1/",
            "http://[::]:1/",
            "http://192.0.2.1:1/",
            "http://127.0.0.1.example.com:1/",
            "http://example.com/",
        )
    ],
)
def test_refused_endpoints(shared, body):
    assert shared.post(ROUTE, body).status == 422
    assert shared.get(ROUTE).json["data"] == []


def test_other_hosts_for_a_sandbox_that_others_reach(start):
    sandbox = start("--host", "0.0.0.0")
    assert sandbox.post(ROUTE, {"url": "http://receiver.example.com/", "secret": "s"}).status == 201
    assert sandbox.post(ROUTE, {"url": "https://receiver.example.com/", "secret": "s"}).status == 422


def test_options(start):
    with receiving() as receiver:
        sandbox = start("--webhook-url", receiver.url, "--webhook-secret", "s")
        event = emit(sandbox)
        # Events of the initial data were not delivered.
        assert json.loads(receiver.take()[0].body) == event
        assert [endpoint["secret"] for endpoint in sandbox.get(ROUTE).json["data"]] == ["s"]


@pytest.mark.parametrize(
    "options",
    [
        ["--webhook-url", "http://127.0.0.1:1/"],
        ["--webhook-secret", "s"],
        ["--webhook-url", "http://192.0.2.1/", "--webhook-secret", "s"],
        ["--webhook-url", "ftp://127.0.0.1/", "--webhook-secret", "s"],
    ],
)
def test_refused_options(options):
    result = subprocess.run([BINARY, *options], capture_output=True, text=True, timeout=10)
    assert result.returncode != 0 and result.stdout == "" and result.stderr
