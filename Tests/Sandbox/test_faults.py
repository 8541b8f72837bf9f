"""The effect of /_sandbox/faults on requests."""

import http.client
import json
import time

import pytest


def test_an_answer_of_its_own_once(sandbox):
    headers = {"Retry-After": "1", "Content-Type": "text/html"}
    sandbox.fault(path="/directories", status=503, body="<html>", headers=headers)
    answer = sandbox.get("/directories")
    assert (answer.status, answer.text) == (503, "<html>")
    assert (answer.headers["Retry-After"], answer.headers["Content-Type"]) == ("1", "text/html")
    assert answer.headers["X-Request-Id"].startswith("req_")
    assert sandbox.get("/directories").status == 200
    assert sandbox.get("/_sandbox/faults").json["data"] == []


def test_default_body_and_no_key_needed(sandbox):
    sandbox.fault(status=500, count=0)
    answer = sandbox.request("GET", "/directories", headers={"Authorization": None})
    assert (answer.status, answer.json) == (500, {"message": "Internal Server Error"})
    assert sandbox.get("/health").status == 200
    assert sandbox.get("/_sandbox/faults").json["data"][0]["hits"] == 1
    sandbox.delete("/_sandbox/faults")
    assert sandbox.get("/directories").status == 200


def test_matching(sandbox):
    sandbox.fault(method="delete", path="/directories/*", status=418, count=0)
    sandbox.fault(path="/directory_users?directory=x*", status=419, count=0)
    assert sandbox.get("/directories/x").status == 404
    assert sandbox.delete("/directories/x%2Fy").status == 418
    assert sandbox.get("/directory_users", directory="xy").status == 419
    assert sandbox.get("/directory_users", directory="y").status == 404


def test_skip_and_count(sandbox):
    sandbox.fault(path="/directories", status=500, skip=2, count=2)
    assert [sandbox.get("/directories").status for _ in range(6)] == [200, 200, 500, 500, 200, 200]


def test_delay_then_the_usual_answer(sandbox):
    sandbox.fault(path="/directories", delay_ms=150)
    started = time.monotonic()
    assert sandbox.get("/directories", limit=1).json["object"] == "list"
    assert time.monotonic() - started >= 0.15


def test_headers_and_body_only(sandbox):
    sandbox.fault(headers={"X-Request-Id": None, "X-More": "1"})
    answer = sandbox.get("/directories", limit=1)
    assert answer.status == 200 and "X-Request-Id" not in answer.headers and answer.headers["X-More"] == "1"
    sandbox.fault(body='{"object":"list","data":[')
    answer = sandbox.get("/directories")
    assert (answer.status, answer.text) == (200, '{"object":"list","data":[')


def test_closed_before_the_answer(sandbox):
    sandbox.delete("/_sandbox/requests")
    sandbox.fault(path="/directories", close="before_answer")
    with pytest.raises(http.client.RemoteDisconnected):
        sandbox.get("/directories")
    sandbox.connection.close()
    assert sandbox.get("/directories").status == 200
    assert [r["status"] for r in sandbox.get("/_sandbox/requests").json["data"]] == [None, 200]


@pytest.mark.parametrize("own", [{}, {"status": 200, "body": "x" * 100_001}])
def test_closed_in_the_middle_of_the_body(sandbox, own):
    path = "/directories?limit=100"
    whole = own.get("body", sandbox.get(path).text).encode()
    sandbox.fault(path="/directories", close="mid_body", **own)
    sandbox.connection.request("GET", path, headers={"Authorization": f"Bearer {sandbox.api_key}"})
    response = sandbox.connection.getresponse()
    assert int(response.headers["Content-Length"]) == len(whole)
    with pytest.raises(http.client.IncompleteRead) as caught:
        response.read()
    assert caught.value.partial == whole[: len(whole) // 2]
    sandbox.connection.close()


@pytest.mark.parametrize(
    "fault",
    [{}, {"status": 99}, {"status": "500"}, {"delay_ms": -1}, {"close": "now"}, {"status": 500, "headers": {"a": []}}],
)
def test_refused(shared, fault):
    assert shared.post("/_sandbox/faults", fault).status == 422
    assert json.loads(shared.get("/_sandbox/faults").text)["data"] == []
