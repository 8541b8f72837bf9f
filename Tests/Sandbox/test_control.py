"""Changes through /_sandbox, and the log of requests."""

import time


def test_a_directory_from_nothing(sandbox):
    directory = sandbox.post(
        "/_sandbox/directories",
        {"organization_id": "org_1", "name": "Neu", "type": "okta scim v2.0", "domain": "neu.example"},
    )
    assert directory.status == 201
    id = directory.json["id"]
    assert sandbox.get("/directories", limit=1).json["data"] == [directory.json]
    assert directory.json["metadata"] == {"users": {"active": 0, "inactive": 0}, "groups": 0}

    attributes = {"exact": 1.50, "nested": {"list": [1, None, "ü"]}}
    given = {"directory_id": id, "email": "u@neu.example", "custom_attributes": attributes}
    user = sandbox.post("/_sandbox/users", given).json
    group = sandbox.post("/_sandbox/groups", {"directory_id": id, "name": "Team", "idp_id": "g1"}).json
    assert user["organization_id"] == group["organization_id"] == "org_1"
    assert user["custom_attributes"] == attributes and user["groups"] == []
    membership = {"group_id": group["id"], "user_id": user["id"]}
    assert sandbox.post("/_sandbox/memberships", membership).status == 201
    assert sandbox.post("/_sandbox/memberships", membership).status == 409
    assert sandbox.get("/directory_users/" + user["id"]).json == user | {"groups": [group]}
    assert sandbox.get("/directories/" + id).json["metadata"] == {"users": {"active": 1, "inactive": 0}, "groups": 1}

    changed = sandbox.patch("/_sandbox/groups/" + group["id"], {"name": "Crew"}).json
    assert changed["name"] == "Crew" and changed["updated_at"] > group["updated_at"]
    changed_user = sandbox.patch("/_sandbox/users/" + user["id"], {"state": "inactive", "newer_field": [True]}).json
    assert changed_user["groups"] == [changed] and changed_user["newer_field"] == [True]
    assert sandbox.get("/directories/" + id).json["metadata"]["users"] == {"active": 0, "inactive": 1}

    assert sandbox.delete("/_sandbox/memberships", membership).status == 204
    assert sandbox.delete("/_sandbox/memberships", membership).status == 404
    assert sandbox.get("/directory_users", group=group["id"]).json["data"] == []
    assert sandbox.delete("/_sandbox/groups/" + group["id"]).status == 204
    assert sandbox.get("/directory_groups/" + group["id"]).status == 404
    assert sandbox.delete("/_sandbox/users/" + user["id"]).status == 204
    assert sandbox.delete("/_sandbox/directories/" + id).status == 204
    assert sandbox.get("/directories/" + id).status == 404


def test_refused_changes(sandbox):
    user = sandbox.get("/directory_users", directory=sandbox.directory("workday")["id"]).json["data"][0]
    group = sandbox.get("/directory_groups", directory=sandbox.directory("sftp")["id"]).json["data"][0]
    cases = [
        (422, "POST", "/_sandbox/users", {}),
        (404, "POST", "/_sandbox/users", {"directory_id": "x"}),
        (422, "POST", "/_sandbox/users", {"directory_id": user["directory_id"], "groups": []}),
        (409, "POST", "/_sandbox/users", {"directory_id": user["directory_id"], "id": user["id"]}),
        (422, "PATCH", "/_sandbox/users/" + user["id"], {"id": "other"}),
        (404, "PATCH", "/_sandbox/users/x", {}),
        (404, "DELETE", "/_sandbox/groups/x", None),
        (422, "POST", "/_sandbox/memberships", {"group_id": group["id"]}),
        (422, "POST", "/_sandbox/memberships", {"group_id": group["id"], "user_id": user["id"]}),
        (400, "POST", "/_sandbox/users", [1]),
        (404, "PUT", "/_sandbox/users", {}),
    ]
    for status, method, path, body in cases:
        assert sandbox.request(method, path, body).status == status, (method, path, body)


def test_numbers_are_spelled_as_in_javascript(sandbox):
    body = '{"directory_id":"%s","custom_attributes":{"a":1.50,"b":12345678901234567890,"c":1e3,"d":-0.0,"e":1e-7}}'
    id = sandbox.directory("workday")["id"]
    sandbox.connection.request("POST", "/_sandbox/users", body % id)
    text = sandbox.connection.getresponse().read().decode()
    assert '"custom_attributes":{"a":1.5,"b":12345678901234567890,"c":1000,"d":0,"e":1e-7}' in text


def test_the_log(sandbox):
    sandbox.delete("/_sandbox/requests")
    before = time.time() * 1000
    sandbox.request("GET", "/directories?limit=1&search=a%20b", headers={"X-Own": "yes"})
    sandbox.request("DELETE", "/directories/x%2Fy", key="sk_test_wrong")
    sandbox.request("GET", "/nope", headers={"Authorization": None})
    sandbox.get("/health")
    log = sandbox.get("/_sandbox/requests").json["data"]
    assert [(r["method"], r["path"], r["status"], r["authorization"]) for r in log] == [
        ("GET", "/directories?limit=1&search=a%20b", 200, "right"),
        ("DELETE", "/directories/x%2Fy", 401, "wrong"),
        ("GET", "/nope", 404, "missing"),
    ]
    assert log[0]["headers"]["x-own"] == "yes"
    assert "authorization" not in log[0]["headers"] and "sk_test" not in str(log)
    assert before - 5 <= log[0]["time"] <= log[1]["time"] <= log[2]["time"] <= time.time() * 1000 + 5
    sandbox.delete("/_sandbox/requests")
    assert sandbox.get("/_sandbox/requests").json["data"] == []


def test_the_log_is_bounded(sandbox):
    for number in range(10_050):
        sandbox.get(f"/directories/{number}")
    log = sandbox.get("/_sandbox/requests").json["data"]
    assert [r["path"] for r in log] == [f"/directories/{number}" for number in range(50, 10_050)]
