"""Deletion and syncs."""

import time


def gone(sandbox, path, within=3):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if sandbox.get(path).status == 404:
            return True
        time.sleep(0.02)
    return False


def test_deletion_takes_a_moment(start):
    sandbox = start("--delete-delay-ms", 400)
    directory = sandbox.directory("workday")
    user = sandbox.get("/directory_users", directory=directory["id"]).json["data"][0]
    group = sandbox.get("/directory_groups", directory=directory["id"]).json["data"][0]
    path = "/directories/" + directory["id"]

    answer = sandbox.delete(path)
    assert (answer.status, answer.text) == (202, "Accepted")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert sandbox.get(path).json["state"] == "deleting"
    assert sandbox.get("/directory_users/" + user["id"]).status == 200
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
    sandbox = start("--sync-cooldown-ms", 300)
    path = "/directories/" + sandbox.directory("gsuite directory")["id"]
    answer = sandbox.post(path + "/sync")
    assert (answer.status // 100, answer.json) == (2, {"status": "queued"})
    assert sandbox.post(path + "/sync").status == 409
    time.sleep(0.35)
    assert sandbox.post(path + "/sync").json == {"status": "queued"}
    sandbox.patch("/_sandbox" + path, {"state": "unlinked"})
    assert sandbox.post(path + "/sync").status == 422
    sandbox.patch("/_sandbox" + path, {"state": "validating"})
    time.sleep(0.35)
    assert sandbox.post(path + "/sync").json == {"status": "queued"}


def test_sync_refused(shared):
    assert shared.post(f"/directories/{shared.directory('workday')['id']}/sync").status == 422
    assert shared.post("/directories/x/sync").status == 404
    assert shared.request("POST", "/directories/x/sync", key="sk_test_other").status == 401
