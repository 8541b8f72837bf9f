"""GET /events: filters, cursors and ranges."""

import pytest

NAMES = [
    "dsync.activated",
    "dsync.deleted",
    "dsync.group.created",
    "dsync.group.deleted",
    "dsync.group.updated",
    "dsync.group.user_added",
    "dsync.group.user_removed",
    "dsync.user.created",
    "dsync.user.deleted",
    "dsync.user.updated",
]
ALL = ",".join(NAMES)


def ids(page):
    return [event["id"] for event in page["data"]]


def listed(sandbox, **query):
    answer = sandbox.get("/events", **({"events": ALL, "limit": 100} | query))
    assert answer.status == 200, answer.text
    assert list(answer.json["list_metadata"]) == ["after"]
    return answer.json


def followed(sandbox, **query):
    """The pages from `after` on."""
    pages = [listed(sandbox, **query)]
    while after := pages[-1]["list_metadata"]["after"]:
        pages.append(listed(sandbox, **(query | {"after": after})))
    return pages


def newest(sandbox):
    """The id of the last event."""
    return followed(sandbox)[-1]["data"][-1]["id"]


@pytest.fixture(scope="module")
def everything(shared):
    """All events, oldest first."""
    return [event for page in followed(shared) for event in page["data"]]


def test_the_recorded_body_where_no_name_is_given(shared):
    body = (
        '{"message":"One or more event names (e.g. dsync.user.created) must be provided using the events parameter."'
        ',"code":"invalid_events_request"}'
    )
    for target in ("/events", "/events?events=", "/events?events[]=&events=,", "/events?limit=5&event=dsync.deleted"):
        answer = shared.get(target)
        assert (answer.status, answer.text) == (400, body)


def test_ways_to_give_several_names(shared):
    expected = listed(shared, events="dsync.activated,dsync.group.created")
    assert {event["event"] for event in expected["data"]} == {"dsync.activated", "dsync.group.created"}
    for query in (
        "events=dsync.activated%2Cdsync.group.created",
        "events=dsync.activated&events=dsync.group.created",
        "events[]=dsync.activated&events[]=dsync.group.created",
        "events%5B%5D=dsync.group.created&events%5B%5D=dsync.activated",
        "events[0]=dsync.activated&events[1]=dsync.group.created",
        "events=dsync.group.created,dsync.activated,dsync.activated",
    ):
        assert shared.get(f"/events?limit=100&{query}").json == expected
    only = listed(shared, events="dsync.activated")
    assert shared.get("/events?limit=100&eventsX=dsync.deleted&events=dsync.activated").json == only


def test_default_is_ten_oldest_first(shared, everything):
    page = shared.get("/events", events=ALL).json
    assert page["data"] == everything[:10]
    assert page["list_metadata"] == {"after": everything[9]["id"]}
    assert page["object"] == "list"


def test_events_look_as_documented(everything):
    assert len({event["id"] for event in everything}) == len(everything) > 1000
    for event in everything:
        assert list(event) == ["object", "id", "event", "data", "created_at", "context"]
        assert event["object"] == "event" and event["id"].startswith("event_") and event["event"] in NAMES
        actor = event["context"]["actor"]
        assert actor == {"id": actor["id"], "source": "system", "name": None}
    times = [event["created_at"] for event in everything]
    assert times == sorted(set(times))


@pytest.mark.parametrize("limit", [7, 100])
def test_pages_join_without_gaps(shared, everything, limit):
    names = {"dsync.activated", "dsync.group.created"}
    wanted = [event["id"] for event in everything if event["event"] in names]
    query = {"events": ",".join(names), "limit": limit}
    pages = followed(shared, **query)
    assert [id for page in pages for id in ids(page)] == wanted
    assert [len(page["data"]) for page in pages[:-1]] == [limit] * (len(pages) - 1)


def test_a_last_page_that_is_full(shared):
    total = len(listed(shared, events="dsync.activated")["data"])
    page = listed(shared, events="dsync.activated", limit=total)
    assert (len(page["data"]), page["list_metadata"]) == (total, {"after": None})


@pytest.mark.parametrize("order", ["asc", "desc", "normal", "newest", ""])
def test_order_and_before_are_ignored(shared, everything, order):
    cursor = everything[200]["id"]
    assert listed(shared, limit=5, order=order, after=cursor)["data"] == everything[201:206]
    assert listed(shared, limit=5, order=order, after=cursor, before=everything[9]["id"])["data"] == everything[201:206]
    assert listed(shared, limit=5, order=order, before=cursor)["data"] == everything[:5]
    assert listed(shared, limit=5, order=order, before="", after="")["data"] == everything[:5]


def test_a_cursor_that_the_filter_keeps_back(shared, everything):
    place = next(i for i, event in enumerate(everything) if i > 500 and event["event"] == "dsync.user.created")
    wanted = [event for event in everything if event["event"] == "dsync.activated"]
    later = [event for event in wanted if event["created_at"] > everything[place]["created_at"]]
    assert 0 < len(later) < len(wanted)
    assert listed(shared, events="dsync.activated", after=everything[place]["id"])["data"] == later


def test_ranges(shared, everything):
    start, end = everything[300]["created_at"], everything[310]["created_at"]
    assert listed(shared, range_start=start, range_end=end)["data"] == everything[300:310]
    assert listed(shared, range_start=start, limit=3)["data"] == everything[300:303]
    assert listed(shared, range_end=start, limit=3)["data"] == everything[:3]
    assert listed(shared, range_start=end, range_end=start)["data"] == []
    assert listed(shared, range_end=end, after=everything[305]["id"])["data"] == everything[306:310]
    assert listed(shared, range_end=end, after=everything[400]["id"])["data"] == []
    pages = followed(shared, range_end=end, limit=100)
    assert [len(page["data"]) for page in pages] == [100, 100, 100, 10]


@pytest.mark.parametrize("text", ["2026-01-20T00:00:00Z", "2026-01-20T00:00:00.0Z"])
def test_times_of_iso_8601(shared, everything, text):
    before = [event for event in everything if event["created_at"] < "2026-01-20"]
    assert 100 < len(before) < len(everything)
    found = [event for page in followed(shared, range_end=text) for event in page["data"]]
    assert found == before


def test_organizations(shared, everything):
    directories = {d["id"]: d["organization_id"] for d in shared.get("/directories", limit=100).json["data"]}

    def organization(data):
        return data.get("organization_id") or directories[data["directory_id"]]

    for id in set(directories.values()):
        found = [event for page in followed(shared, organization_id=id) for event in page["data"]]
        assert found == [event for event in everything if organization(event["data"]) == id]
    answer = shared.get("/events", events=ALL, organization_id="org_nobody")
    assert (answer.status, answer.json) == (400, {"message": "Organization not found: 'org_nobody'."})


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"events": "dsync.user.created,dsync.user.exploded"}, ["events"]),
        ({"events": "DSYNC.USER.CREATED,a"}, ["events", "events"]),
        ({"limit": "0"}, ["limit"]),
        ({"limit": "101"}, ["limit"]),
        ({"after": "event_nobody"}, ["after"]),
        ({"before": "a", "after": "b"}, ["after"]),
        ({"range_start": "2026-01-15T12:00:00Z", "after": "event_nobody"}, ["range_start", "after"]),
        ({"range_start": "yesterday"}, ["range_start"]),
        ({"range_start": "2026-02-30T00:00:00Z"}, ["range_start"]),
        ({"range_start": "2026-01-20"}, ["range_start"]),
        ({"range_end": "2026-01-15T12:00:00"}, ["range_end"]),
        ({"range_end": "2026-01-15T12:00:00+00:00"}, ["range_end"]),
    ],
)
def test_refused_parameters(shared, query, fields):
    answer = shared.get("/events", **({"events": ALL} | query))
    assert answer.status == 422
    assert answer.json["message"] == "Validation failed"
    assert [error["field"] for error in answer.json["errors"]] == fields


def test_names_beyond_directories_are_known(shared):
    assert listed(shared, events="user.created,connection.activated,dsync.token.revoked")["data"] == []


def test_keys(shared):
    assert shared.request("GET", f"/events?events={ALL}", key="sk_test_wrong").status == 401
    assert shared.request("GET", f"/events?events={ALL}", key="sk_test_forbidden").status == 403


def test_following(sandbox):
    cursor = newest(sandbox)

    def news():
        nonlocal cursor
        found = [event for page in followed(sandbox, after=cursor, limit=2) for event in page["data"]]
        cursor = found[-1]["id"] if found else cursor
        return [event["event"] for event in found]

    assert news() == []
    directory = sandbox.directory("workday")["id"]
    user = sandbox.post("/_sandbox/users", {"directory_id": directory}).json["id"]
    assert news() == ["dsync.user.created"]
    for name in ("A", "B", "C", "D"):
        sandbox.patch("/_sandbox/users/" + user, {"first_name": name})
    sandbox.delete("/_sandbox/users/" + user)
    assert news() == ["dsync.user.updated"] * 4 + ["dsync.user.deleted"]
    assert news() == []


def test_what_an_update_tells(sandbox):
    attributes = {"kept": [1], "changed": {"a": 1}, "removed": True}
    given = {"directory_id": sandbox.directory("workday")["id"], "first_name": "I", "custom_attributes": attributes}
    user = sandbox.post("/_sandbox/users", given).json
    attributes = {"kept": [1], "changed": {"a": None}, "added": 1}
    changed = sandbox.patch("/_sandbox/users/" + user["id"], {"last_name": "Ñ", "custom_attributes": attributes}).json
    event = listed(sandbox, events="dsync.user.updated")["data"][-1]
    assert event["data"].pop("previous_attributes") == event["context"]["previous_attributes"]
    assert event["context"]["previous_attributes"] == {
        "last_name": None,
        "custom_attributes": {"changed": {"a": 1}, "removed": True, "added": None},
    }
    del changed["groups"]
    assert event["data"] == changed
    assert event["created_at"] == changed["updated_at"]


def test_states_by_the_names_of_events(sandbox, everything):
    activated = [event["data"] for event in everything if event["event"] == "dsync.activated"]
    assert {data["state"] for data in activated} == {"active"}
    linked, unlinked = sandbox.directory("okta scim v2.0"), sandbox.directory("workday")
    cursor = newest(sandbox)
    sandbox.patch("/_sandbox/directories/" + linked["id"], {"state": "linked"})
    sandbox.patch("/_sandbox/directories/" + unlinked["id"], {"state": "unlinked"})
    sandbox.delete("/_sandbox/directories/" + linked["id"])
    sandbox.delete("/_sandbox/directories/" + unlinked["id"])
    deleted = listed(sandbox, events="dsync.deleted", after=cursor)["data"]
    assert [(event["data"]["id"], event["data"]["state"]) for event in deleted] == [
        (linked["id"], "active"),
        (unlinked["id"], "inactive"),
    ]


def test_deletion_through_the_api(start):
    sandbox = start("--delete-delay-ms", 0)
    directory = sandbox.directory("okta scim v2.0")
    cursor = newest(sandbox)
    assert sandbox.delete("/directories/" + directory["id"]).status == 202
    for _ in range(500):
        if events := listed(sandbox, after=cursor)["data"]:
            break
    assert [event["event"] for event in events] == ["dsync.deleted"]
    assert events[0]["data"]["state"] == "active" and events[0]["data"]["id"] == directory["id"]
    assert events[0]["context"]["actor"]["source"] == "api"


def test_emitted_events(sandbox):
    given = {
        "event": "dsync.planet.discovered",
        "data": {"object": "planet", "mass": 1.5, "moons": [None, {"name": "é"}]},
        "context": {"client_id": "client_1"},
        "id": "event_own",
        "organization_id": "org_own",
    }
    answer = sandbox.get("/events", events=given["event"])
    assert answer.status == 422
    made = sandbox.post("/_sandbox/events", given)
    assert made.status == 201
    assert made.json == {
        "object": "event",
        "id": "event_own",
        "event": given["event"],
        "data": given["data"],
        "created_at": made.json["created_at"],
        "context": given["context"],
    }
    assert listed(sandbox, events=given["event"])["data"] == [made.json]
    assert listed(sandbox, events=given["event"], organization_id="org_own")["data"] == [made.json]
    bare = sandbox.post("/_sandbox/events", {"event": "dsync.token.created"}).json
    assert bare["data"] == {} and "context" not in bare
    assert listed(sandbox, events="dsync.token.created", after="event_own")["data"] == [bare]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (422, {}),
        (422, {"event": 1}),
        (422, {"event": "a.b", "data": []}),
        (422, {"event": "a.b", "context": "x"}),
        (422, {"event": "a.b", "id": ""}),
        (422, {"event": "a.b", "name": "a.b"}),
        (422, {"repeat_event": "event_nobody"}),
        (422, {"repeat_event": 1}),
        (400, []),
    ],
)
def test_refused_emissions(shared, everything, status, body):
    assert shared.post("/_sandbox/events", body).status == status
    assert listed(shared, after=everything[-1]["id"])["data"] == []


def test_an_id_is_used_once(shared, everything):
    body = {"event": "a.b", "id": everything[0]["id"]}
    assert shared.post("/_sandbox/events", body).status == 409
