"""The initial data."""

import json
import re

TYPES = """azure scim v2.0|bamboohr|breathe hr|cezanne hr|cyberark scim v2.0|fourth hr|generic scim v2.0|
gsuite directory|hibob|sailpoint scim v2.0|jump cloud scim v2.0|okta scim v2.0|onelogin scim v2.0|people hr|
personio|pingfederate scim v2.0|rippling scim v2.0|s3|sftp|sftp workday|workday"""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ULID = "[0-9A-HJKMNP-TV-Z]{26}"


def directories(sandbox):
    return sandbox.get("/directories", limit=100, order="asc").json["data"]


def members(sandbox, directory, path):
    pages = sandbox.walk(path, directory=directory["id"], limit=100, order="asc")
    return [row for page in pages for row in page["data"]]


def kinds(value):
    if isinstance(value, dict):
        return {dict}.union(*map(kinds, value.values()))
    if isinstance(value, list):
        return {list}.union(*map(kinds, value))
    return {type(value)}


def test_a_directory_of_each_type_in_three_organizations(shared):
    all = directories(shared)
    assert sorted(d["type"] for d in all) == sorted(t.strip() for t in TYPES.split("|"))
    assert len({d["organization_id"] for d in all}) == 3
    states = [d["state"] for d in all]
    assert set(states) == {"linked", "validating", "invalid_credentials", "unlinked", "deleting"}
    assert states.count("linked") > 10
    assert any("domain" not in d for d in all)
    for directory in all:
        assert re.fullmatch("directory_" + ULID, directory["id"])
        assert re.fullmatch("org_" + ULID, directory["organization_id"])
        assert TIME.fullmatch(directory["created_at"]) and TIME.fullmatch(directory["updated_at"])
        assert {"object", "external_key", "name"} <= directory.keys()


def test_counts_and_members(shared):
    seen = set()
    for directory in directories(shared):
        users = members(shared, directory, "/directory_users")
        groups = members(shared, directory, "/directory_groups")
        active = sum(user["state"] == "active" for user in users)
        assert directory["metadata"] == {
            "users": {"active": active, "inactive": len(users) - active},
            "groups": len(groups),
        }
        if directory["type"] == "okta scim v2.0":
            assert (len(users), len(groups)) == (250, 12)
        else:
            assert 3 <= len(users) <= 30 and 1 <= len(groups) <= 5
        for rows, prefix in ((users, "directory_user_"), (groups, "directory_group_")):
            times = [row["created_at"] for row in rows]
            assert times == sorted(set(times))
            for row in rows:
                assert re.fullmatch(prefix + ULID, row["id"])
                assert row["directory_id"] == directory["id"]
                assert row["organization_id"] == directory["organization_id"]
            assert len({row["idp_id"] for row in rows}) == len(rows)
            seen |= {row["id"] for row in rows}
        by_id = {group["id"]: group for group in groups}
        for user in users:
            assert all(group == by_id[group["id"]] for group in user["groups"])
    assert len(seen) > 500


def test_attributes_of_all_kinds(shared):
    okta = shared.directory("okta scim v2.0")
    users = members(shared, okta, "/directory_users")
    attributes = users[1]["custom_attributes"]
    assert kinds(attributes) == {dict, list, str, int, float, bool, type(None)}
    assert isinstance(attributes["department"], str) and isinstance(attributes["employeeId"], str)
    assert not json.dumps(attributes, ensure_ascii=False).isascii()
    assert any(user["email"] is None for user in users)
    assert any(user["first_name"] is None and user["name"] is None for user in users)
    assert any(user["groups"] == [] for user in users)
    assert {user["role"]["slug"] for user in users} == {"admin", "member"}
    assert any(len(user["roles"]) == 2 for user in users)
    emails = [user["email"] for user in users if user["email"]]
    assert len(set(emails)) == len(emails)
    sizes = [len(json.dumps(user | {"groups": []}, ensure_ascii=False).encode()) for user in users]
    assert 900 < sum(sizes) / len(sizes) < 1400


def test_the_same_each_time(shared, sandbox):
    for path in ("/directories", f"/directory_users?directory={shared.directory('workday')['id']}"):
        assert shared.get(path).text == sandbox.get(path).text
