"""Filters, cursors and order."""

import pytest


def ids(page):
    return [row["id"] for row in page["data"]]


@pytest.fixture(scope="module")
def okta(shared):
    return shared.directory("okta scim v2.0")["id"]


@pytest.fixture(scope="module")
def everyone(shared, okta):
    """All users, oldest first."""
    return [id for page in shared.walk("/directory_users", directory=okta, limit=100, order="asc") for id in ids(page)]


def test_three_pages_of_users(shared, okta, everyone):
    pages = shared.walk("/directory_users", directory=okta, limit=100)
    assert [len(page["data"]) for page in pages] == [100, 100, 50]
    assert [id for page in pages for id in ids(page)] == everyone[::-1]
    assert [page["list_metadata"]["before"] for page in pages] == [None, everyone[149], everyone[49]]
    assert [page["list_metadata"]["after"] for page in pages] == [everyone[150], everyone[50], None]


def test_default_is_ten_newest_first(shared, okta, everyone):
    page = shared.get("/directory_users", directory=okta).json
    assert page["object"] == "list"
    assert ids(page) == everyone[-1:-11:-1]


def test_before_gives_the_nearest(shared, okta, everyone):
    page = shared.get("/directory_users", directory=okta, order="asc", limit=5, before=everyone[100]).json
    assert ids(page) == everyone[95:100]
    assert page["list_metadata"] == {"before": everyone[95], "after": everyone[99]}
    page = shared.get("/directory_users", directory=okta, limit=5, before=everyone[100]).json
    assert ids(page) == everyone[105:100:-1]
    assert page["list_metadata"] == {"before": everyone[105], "after": everyone[101]}


def test_normal_reverses_the_cursors(shared, okta, everyone):
    first = shared.get("/directory_users", directory=okta, order="normal", limit=100).json
    assert ids(first) == everyone[:149:-1]
    assert first["list_metadata"] == {"before": everyone[150], "after": None}
    pages = shared.walk("/directory_users", "before", directory=okta, order="normal", limit=100)
    assert [id for page in pages for id in ids(page)] == everyone[::-1]
    newer = shared.get("/directory_users", directory=okta, order="normal", limit=3, after=everyone[100]).json
    assert ids(newer) == everyone[103:100:-1]


def test_after_the_last(shared, okta, everyone):
    page = shared.get("/directory_users", directory=okta, after=everyone[0]).json
    assert page == {"object": "list", "data": [], "list_metadata": {"before": None, "after": None}}


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"limit": "0"}, ["limit"]),
        ({"limit": "101"}, ["limit"]),
        ({"limit": "-1"}, ["limit"]),
        ({"limit": "ten"}, ["limit"]),
        ({"limit": ""}, ["limit"]),
        ({"limit": "1.0"}, ["limit"]),
        ({"order": "ASC"}, ["order"]),
        ({"after": "directory_user_nobody"}, ["after"]),
        ({"before": "a", "after": "b"}, ["before", "after"]),
        ({"limit": "x", "order": "y"}, ["limit", "order"]),
    ],
)
def test_refused_parameters(shared, okta, query, fields):
    answer = shared.get("/directory_users", directory=okta, **query)
    assert answer.status == 422
    assert answer.json["message"] == "Validation failed"
    assert [error["field"] for error in answer.json["errors"]] == fields


def test_empty_cursors_are_ignored(shared, okta):
    plain = shared.get("/directory_users", directory=okta).json
    assert shared.get("/directory_users", directory=okta, before="", after="").json == plain
    after = plain["list_metadata"]["after"]
    following = shared.get("/directory_users", directory=okta, after=after).json
    assert shared.get("/directory_users", directory=okta, before="", after=after).json == following


def test_recorded_bodies_where_a_filter_is_missing(shared):
    for path, other in (("/directory_users", "group"), ("/directory_groups", "user")):
        code = f'Please provide either "directory" or "{other}" parameters.'
        answer = shared.get(path)
        assert answer.status == 422
        assert answer.json == {
            "message": "Validation failed",
            "errors": [{"field": "directory", "code": code}, {"field": other, "code": code}],
        }


def test_user_filters(shared, okta):
    groups = shared.get("/directory_groups", directory=okta, limit=100).json["data"]
    sales = next(group for group in groups if group["name"] == "Sales")
    users = [user for page in shared.walk("/directory_users", group=sales["id"], limit=10) for user in page["data"]]
    assert users and all(sales in user["groups"] for user in users)
    both = shared.walk("/directory_users", group=sales["id"], directory=okta, limit=10)
    assert [user for page in both for user in page["data"]] == users
    elsewhere = shared.directory("workday")["id"]
    assert shared.get("/directory_users", group=sales["id"], directory=elsewhere).json["data"] == []

    user = next(user for user in users if user["email"])
    for filter in ({"idp_id": user["idp_id"]}, {"email": user["email"].upper()}):
        assert shared.get("/directory_users", directory=okta, **filter).json["data"] == [user]
        refused = shared.get("/directory_users", group=sales["id"], **filter)
        assert refused.status == 422
        assert [error["field"] for error in refused.json["errors"]] == list(filter)
    assert shared.get("/directory_users", directory=okta, email="nobody@example.com").json["data"] == []


def test_group_filters(shared, okta):
    user = shared.get("/directory_users", directory=okta, limit=1).json["data"][0]
    own = shared.get("/directory_groups", user=user["id"], order="asc", limit=100).json["data"]
    assert own == user["groups"]
    assert shared.get("/directory_groups", user=user["id"], directory=okta, order="asc", limit=100).json["data"] == own
    elsewhere = shared.directory("workday")["id"]
    assert shared.get("/directory_groups", user=user["id"], directory=elsewhere).json["data"] == []


def test_directory_filters(shared):
    every = shared.get("/directories", limit=100).json["data"]
    organization = every[0]["organization_id"]
    assert shared.get("/directories", limit=100, organization_id=organization).json["data"] == [
        directory for directory in every if directory["organization_id"] == organization
    ]
    assert [d["name"] for d in shared.get("/directories", search="corp ok").json["data"]] == ["Foo Corp Okta"]
    assert [d["name"] for d in shared.get("/directories", domain="foo-corp.com").json["data"]] == ["Foo Corp Okta"]
    assert shared.get("/directories", organization_id="org_nobody").json["data"] == []


@pytest.mark.parametrize(
    ("path", "query", "kind"),
    [
        ("/directory_users", {"directory": "x"}, "Directory"),
        ("/directory_users", {"group": "x"}, "Directory Group"),
        ("/directory_groups", {"directory": "x"}, "Directory"),
        ("/directory_groups", {"user": "x"}, "Directory User"),
    ],
)
def test_unknown_filters(shared, path, query, kind):
    answer = shared.get(path, **query)
    assert answer.status == 404
    assert answer.json == {"message": f"{kind} not found: 'x'.", "code": "entity_not_found", "entity_id": "x"}


def test_a_cursor_outlives_its_row(sandbox):
    okta = sandbox.directory("okta scim v2.0")["id"]
    first = sandbox.get("/directory_users", directory=okta, limit=10).json
    second = sandbox.get("/directory_users", directory=okta, limit=10, after=first["list_metadata"]["after"]).json
    assert sandbox.delete("/_sandbox/users/" + first["list_metadata"]["after"]).status == 204
    again = sandbox.get("/directory_users", directory=okta, limit=10, after=first["list_metadata"]["after"]).json
    assert ids(again) == ids(second)
