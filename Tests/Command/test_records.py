"""Every subcommand that writes records, in a pipe."""

import pytest


def wire(sandbox, path, **query):
    """The server's own records."""
    return [record["id"] for page in sandbox.walk(path, limit=100, order="desc", **query) for record in page["data"]]


def test_directories_list(workosds, shared):
    result = workosds.ok("directories", "list")
    assert result.ids == wire(shared, "/directories")
    assert {"state", "name", "type", "metadata"} <= set(result.records[0])


def test_directories_by_organization_and_name(workosds, shared):
    okta = shared.directory("okta scim v2.0")
    of_organization = workosds.ok("directories", "list", "--organization-id", okta["organization_id"])
    assert of_organization.ids == wire(shared, "/directories", organization_id=okta["organization_id"])
    assert 0 < len(of_organization.ids) < len(wire(shared, "/directories"))
    assert workosds.ok("directories", "list", "--search", okta["name"]).ids == [okta["id"]]


def test_groups_of_a_directory_and_of_a_user(workosds, shared, okta):
    assert workosds.ok("groups", "list", "--directory", okta).ids == wire(shared, "/directory_groups", directory=okta)
    user = workosds.ok("users", "list", "--directory", okta, "--max-items", 1).ids[0]
    groups = workosds.ok("groups", "list", "--user", user).ids
    assert groups and groups == wire(shared, "/directory_groups", user=user)


def test_users_come_over_all_pages(workosds, shared, okta):
    ids = workosds.ok("users", "list", "--directory", okta).ids
    assert len(ids) == 250
    assert ids == wire(shared, "/directory_users", directory=okta)


def test_users_of_a_group_and_by_email_and_idp_id(workosds, shared, okta):
    group = workosds.ok("groups", "list", "--directory", okta).ids[-1]
    assert workosds.ok("users", "list", "--group", group).ids == wire(shared, "/directory_users", group=group)
    user = workosds.ok("users", "list", "--directory", okta, "--max-items", 3).records[2]
    for option, value in (("--email", user["email"]), ("--idp-id", user["idp_id"])):
        assert workosds.ok("users", "list", "--directory", okta, option, value).ids == [user["id"]]


def test_order_limit_and_cursors(workosds, okta):
    listing = ("groups", "list", "--directory", okta)
    newest_first = workosds.ok(*listing).ids
    assert workosds.ok(*listing, "--order", "asc", "--limit", 5).ids == newest_first[::-1]
    assert workosds.ok(*listing, "--after", newest_first[3]).ids == newest_first[4:]
    assert set(workosds.ok(*listing, "--before", newest_first[3], "--limit", 2).ids) == set(newest_first[:3])
    assert workosds.ok(*listing, "--max-items", 3).ids == newest_first[:3]


def test_limit_is_the_page_size(workosds, okta):
    result = workosds("users", "list", "--directory", okta, "--limit", 50, "--max-items", 60, "--verbose")
    assert (result.code, len(result.ids)) == (0, 60)
    assert result.error.count("GET /directory_users?limit=50") == 2


@pytest.mark.parametrize("noun", ["directories", "groups", "users"])
def test_get(workosds, okta, noun):
    filters = () if noun == "directories" else ("--directory", okta)
    listed = workosds.ok(noun, "list", *filters, "--max-items", 1).records[0]
    shown = workosds.ok(noun, "get", listed["id"]).records[0]
    assert shown["id"] == listed["id"]
    assert shown.keys() >= listed.keys()


def test_events_list_with_filters(workosds, shared):
    events = workosds.ok("events", "list").records
    times = [event["created_at"] for event in events]
    assert len(events) > 200 and times == sorted(times)
    created = workosds.ok("events", "list", "--events", "dsync.group.created, dsync.activated").records
    assert {event["event"] for event in created} == {"dsync.group.created", "dsync.activated"}
    middle = events[100]
    assert workosds.ok("events", "list", "--after", middle["id"], "--max-items", 4).records == events[101:105]
    organization = shared.directory("okta scim v2.0")["organization_id"]
    for event in workosds.ok("events", "list", "--organization-id", organization, "--max-items", 50).records:
        assert event["data"].get("organization_id", organization) == organization
    late = workosds.ok("events", "list", "--range-start", middle["created_at"], "--max-items", 1).records[0]
    assert late["created_at"] >= middle["created_at"]


def test_types_need_neither_key_nor_server(workosds):
    types = workosds.ok("types", WORKOS_API_KEY=None, WORKOS_BASE_URL="http://127.0.0.1:1").records
    assert {"type": "okta scim v2.0", "name": "Okta SCIM v2.0"} in types
    assert len(types) >= 21


def test_the_version_is_the_library_s(workosds):
    header = (workosds.ok("--version").text.split() + [""])[:2]
    assert header[0] == "workosds" and header[1].count(".") == 2
