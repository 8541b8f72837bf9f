"""Deletion and syncs."""

import time


def gone(sandbox, path, within=30):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if sandbox.get(path).status == 404:
            return True
        time.sleep(0.02)
    return False


def test_deletion_takes_a_moment(start):
    sandbox = start("--delete-delay-ms", 600_000)
    directory = sandbox.directory("workday")
    user = sandbox.get("/directory_users", directory=directory["id"]).json["data"][0]
    path = "/directories/" + directory["id"]
    answer = sandbox.delete(path)
    assert (answer.status, answer.text) == (202, "Accepted")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert sandbox.get(path).json["state"] == "deleting"
    assert sandbox.get("/directory_users/" + user["id"]).status == 200
    assert sandbox.delete(path).status == 202


def test_deleted(start):
    sandbox = start("--delete-delay-ms", 1)
    directory = sandbox.directory("workday")
    user = sandbox.get("/directory_users", directory=directory["id"]).json["data"][0]
    group = sandbox.get("/directory_groups", directory=directory["id"]).json["data"][0]
    path = "/directories/" + directory["id"]
    assert sandbox.delete(path).status == 202
    assert gone(sandbox, path)
    assert sandbox.get("/directory_users/" + user["id"]).status == 404
    assert sandbox.get("/directory_groups/" + group["id"]).status == 404
    assert sandbox.get("/directory_users", directory=directory["id"]).status == 404
    assert sandbox.delete(path).status == 404


def test_deleting_the_unknown(shared):
    answer = shared.delete("/directories/x")
    assert (answer.status, answer.json["entity_id"]) == (404, "x")


def test_sync(start):
    sandbox = start("--sync-cooldown-ms", 600_000)
    path = "/directories/" + sandbox.directory("gsuite directory")["id"]
    answer = sandbox.post(path + "/sync")
    assert (answer.status // 100, answer.json) == (2, {"status": "queued"})
    refused = sandbox.post(path + "/sync")
    assert (refused.status, refused.headers.get("Retry-After")) == (429, None)
    assert refused.json["code"] == "directory_sync_rate_limited"
    assert 500 < refused.json["retry_after_seconds"] <= 600 and refused.json["message"]
    sandbox.post("/_sandbox/behavior", {"sync_cooldown_ms": 0})
    assert sandbox.post(path + "/sync").json == {"status": "queued"}
    sandbox.patch("/_sandbox" + path, {"state": "unlinked"})
    assert sandbox.post(path + "/sync").json["code"] == "directory_sync_unsupported"
    sandbox.patch("/_sandbox" + path, {"state": "validating"})
    assert sandbox.post(path + "/sync").json == {"status": "queued"}


def test_five_minutes_between_two_syncs(sandbox):
    path = f"/directories/{sandbox.directory('gsuite directory')['id']}/sync"
    assert sandbox.post(path).json == {"status": "queued"}
    assert 290 <= sandbox.post(path).json["retry_after_seconds"] <= 300


def test_a_running_sync(start):
    sandbox = start("--sync-cooldown-ms", 0, "--sync-duration-ms", 600_000)
    path = f"/directories/{sandbox.directory('gsuite directory')['id']}/sync"
    sandbox.post(path)
    refused = sandbox.post(path)
    assert (refused.status, refused.json["code"]) == (409, "directory_sync_in_progress")


def test_syncs_that_are_disabled(start):
    sandbox = start("--sync-disabled")
    refused = sandbox.post(f"/directories/{sandbox.directory('gsuite directory')['id']}/sync")
    assert (refused.status, refused.json["code"]) == (422, "directory_sync_disabled")


def test_sync_refused(shared):
    refused = shared.post(f"/directories/{shared.directory('workday')['id']}/sync")
    assert (refused.status, refused.json["code"]) == (422, "directory_sync_unsupported")
    assert shared.post("/directories/x/sync").status == 404
    assert shared.request("POST", "/directories/x/sync", key="sk_test_other").status == 401
