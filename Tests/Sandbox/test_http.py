"""Keys, routes, headers, encodings."""

import gzip
import json
import statistics
import time

import pytest


def test_keys(shared):
    assert shared.get("/health").json == {"status": "ok"}
    assert shared.request("GET", "/health", headers={"Authorization": None}).status == 200
    for key in ("sk_test_other", "sk_test_sandbox2"):
        answer = shared.request("GET", "/directories", key=key)
        assert (answer.status, answer.json) == (401, {"message": "Unauthorized"})
    for header in (None, "", "sk_test_sandbox", "Basic sk_test_sandbox"):
        assert shared.request("GET", "/directories", headers={"Authorization": header}).status == 401
    answer = shared.request("GET", "/directories", key="sk_test_forbidden")
    assert (answer.status, answer.json) == (403, {"message": "Forbidden"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/directory"),
        ("GET", "/directories/a/b"),
        ("POST", "/directories"),
        ("PUT", "/directories/a"),
        ("GET", "/events/x"),
        ("GET", "/_sandbox/nothing"),
    ],
)
def test_unknown_routes(shared, method, path):
    answer = shared.request(method, path)
    assert (answer.status, answer.json) == (404, {"message": "Not Found"})


def test_a_head_leaves_the_connection_usable(shared):
    assert shared.request("HEAD", "/directories").content == b""
    assert shared.get("/directories").status == 200


def test_recorded_body_of_an_unknown_object(shared):
    answer = shared.get("/directories/invalid")
    assert answer.status == 404
    assert answer.text == (
        """{"message":"Directory not found: 'invalid'.","code":"entity_not_found","entity_id":"invalid"}"""
    )


@pytest.mark.parametrize(
    ("encoded", "id"),
    [
        ("a%2Fsync", "a/sync"),
        ("a%3Fb", "a?b"),
        ("%2E%2E", ".."),
        ("caf%C3%A9", "café"),
        ("a+b%20c", "a+b c"),
        ("%25zz", "%zz"),
    ],
)
def test_encoded_ids_stay_one_segment(shared, encoded, id):
    answer = shared.get("/directories/" + encoded)
    assert (answer.status, answer.json["entity_id"]) == (404, id)


def test_badly_encoded_path(shared):
    assert shared.get("/directories/%zz").status == 400


def test_ids_that_need_encoding(sandbox):
    directory = sandbox.post("/_sandbox/directories", {"id": "directory_a/b?c&d é", "name": "Odd"}).json
    assert sandbox.get("/directories/directory_a%2Fb%3Fc%26d%20%C3%A9").json == directory
    sandbox.post("/_sandbox/users", {"directory_id": directory["id"], "email": "a+b&c@example.com"})
    users = sandbox.get("/directory_users", directory=directory["id"], email="a+b&c@example.com").json["data"]
    assert [user["email"] for user in users] == ["a+b&c@example.com"]


def test_headers(shared):
    answers = [shared.get("/directories"), shared.get("/directories/x"), shared.get("/nope"), shared.get("/health")]
    for answer in answers:
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    request_ids = {answer.headers["X-Request-Id"] for answer in answers}
    assert len(request_ids) == len(answers)
    assert all(id.startswith("req_") for id in request_ids)
    text = shared.get("/directories").text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))


def test_gzip(shared, start):
    plain = shared.get("/directories", limit=100)
    assert "Content-Encoding" not in plain.headers
    for coding, expected in (("gzip", "gzip"), ("br, gzip;q=0.5", "gzip"), ("gzip;q=0", None), ("identity", None)):
        answer = shared.request("GET", "/directories?limit=100", headers={"Accept-Encoding": coding})
        assert answer.headers.get("Content-Encoding") == expected
        assert answer.text == plain.text
    packed = shared.request("GET", "/directories?limit=100", headers={"Accept-Encoding": "gzip"}).content
    assert len(packed) < len(plain.content) / 2 and gzip.decompress(packed) == plain.content
    small = shared.request("GET", "/directories/x", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers
    never = start("--no-gzip").request("GET", "/directories?limit=100", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in never.headers and never.text == plain.text


def test_no_stalls_on_a_kept_connection(shared):
    directory = shared.directory("okta scim v2.0")["id"]
    shared.get("/directories")
    connection = shared.connection.sock
    times = []
    for _ in range(200):
        started = time.perf_counter()
        assert shared.get("/directory_users", directory=directory, limit=100).status == 200
        times.append(time.perf_counter() - started)
    # A delayed acknowledgement would take 40 ms for each response; a busy machine delays only some.
    assert statistics.median(times) < 0.02
    assert shared.connection.sock is connection
