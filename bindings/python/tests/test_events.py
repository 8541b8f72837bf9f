"""Events: listing and following them, and what is inside."""

import asyncio
import dataclasses
import json
import pickle
from datetime import date, datetime, timedelta, timezone

import pytest
from raw_server import http, page

import workosds

USER = {"object": "directory_user", "id": "directory_user_1", "directory_id": "directory_1", "organization_id": "org_1"}
GROUP = {"object": "directory_group", "id": "directory_group_1", "directory_id": "directory_1", "name": "Staff"}
DIRECTORY = {"object": "directory", "id": "directory_1", "organization_id": "org_1", "name": "Okta"}


def event(type, data, number=1, **members):
    created_at = "2026-01-15T12:00:00.000Z"
    return {"object": "event", "id": f"event_{number}", "event": type, "data": data, "created_at": created_at} | members


def read(type, data, **members):
    """Without a server: events come signed too."""
    payload = json.dumps(event(type, data, **members)).encode()
    return workosds.verify_webhook(payload, workosds.sign_webhook(payload, "secret"), "secret")


@pytest.fixture
def listing(serve):
    """A client of a server that gives these answers in turn, and the requests."""
    clients = []

    def listing(*answers, **options):
        left = list(answers)
        server = serve(lambda request: left.pop(0))
        clients.append(workosds.Client("sk_test", base_url=server.url, max_retries=0, **options))
        return clients[-1], server.requests

    yield listing
    for client in clients:
        client.close()


def test_what_is_asked_for(listing):
    client, requests = listing(page([]), page([]))
    assert list(client.list_events()) == []
    everything = "&events=dsync.activated,dsync.deleted,dsync.group.created,dsync.group.deleted,dsync.group.updated,"
    assert requests[0].startswith("GET /events?limit=100&order=asc" + everything)
    given = {
        "events": ("dsync.user.created", "a b"),
        "organization_id": "org_1",
        "range_start": "2026-01-01T00:00:00Z",
        "range_end": "2026-01-31T00:00:00Z",
    }
    assert list(client.list_events(limit=7, order="asc", max_items=9, **given)) == []
    path = requests[1].split(" ")[1]
    assert path.startswith(
        "/events?limit=7&order=asc&events=dsync.user.created,a%20b&organization_id=org_1&range_start="
    )


@pytest.mark.parametrize(
    "given, expected",
    [
        (datetime(2026, 1, 2, 3, 4, 5, 678_999, timezone.utc), "2026-01-02T03:04:05.678Z"),
        (datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2025-12-31T23:00:00.000Z"),
        (datetime(999, 1, 1, tzinfo=timezone.utc), "0999-01-01T00:00:00.000Z"),
    ],
)
def test_times(listing, given, expected):
    for name in ("range_start", "range_end"):
        client, requests = listing(page([]))
        assert list(client.list_events(**{name: given})) == []
        assert requests[0].split(" ")[1].endswith(f"&{name}={expected.replace(':', '%3A')}")


@pytest.mark.parametrize("wrong", [datetime(2026, 1, 1), datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))])
def test_times_that_are_none(listing, wrong):
    client, requests = listing()
    with pytest.raises(workosds.InvalidArgumentError, match="range_start"):
        client.list_events(range_start=wrong)
    with pytest.raises(TypeError):
        client.list_events(range_end=date(2026, 1, 1))
    assert requests == []


@pytest.mark.parametrize("name", ["organization_id", "range_start", "range_end", "after", "order"])
@pytest.mark.parametrize("wrong", ["id\0", "\udc80", 1, b"id"])
def test_wrong_texts(listing, name, wrong):
    client, requests = listing()
    with pytest.raises((workosds.InvalidArgumentError, TypeError)) as caught:
        client.list_events(**{name: wrong})
    assert isinstance(caught.value, TypeError) == (not isinstance(wrong, str)) and requests == []


@pytest.mark.parametrize(
    "wrong", ["dsync.user.created", b"", 7, [7], [None], [], [""], [" ", ","], ["a\0b"], ["\udc80"]]
)
def test_wrong_names(listing, wrong):
    """No names must not come to mean all of them, nor the letters of one."""
    client, requests = listing()
    with pytest.raises((workosds.InvalidArgumentError, TypeError)):
        client.list_events(events=wrong)
    with pytest.raises(TypeError):
        client.list_events(before="event_1")
    assert requests == []


def test_names_from_anything(listing):
    client, requests = listing(page([]), page([]))
    for names in ({"dsync.user.created"}, (name for name in ["dsync.user.created"])):
        list(client.list_events(events=names))
    assert all("&events=dsync.user.created " in request for request in requests)


def numbered(*numbers):
    return [event("dsync.user.created", USER, number) for number in numbers]


def test_following(listing):
    """The cursor is the last event handed out, also at the end and where nothing has come."""
    client, requests = listing(page(numbered(1, 2), "event_2"), page(numbered(3)), page([]), page(numbered(4)))
    events = client.list_events()
    assert events.cursor is None
    assert [(one.id, events.cursor) for one in events] == [(f"event_{n}", f"event_{n}") for n in (1, 2, 3)]
    assert events.cursor == "event_3"
    events = client.list_events(after=events.cursor)
    assert events.cursor == "event_3"
    assert list(events) == [] and events.cursor == "event_3"
    assert [one.id for one in client.list_events(after=events.cursor)] == ["event_4"]
    assert ["after=event_3" in request for request in requests] == [False, False, True, True]


def test_the_cursor_survives_errors_and_leaving(listing):
    client, _ = listing(
        http({}, 503), page(numbered(1, 2, 3), "event_3"), page(numbered(1, 2), "event_2"), http({}, 500)
    )
    events = client.list_events(after="event_0")
    with pytest.raises(workosds.ServerError):
        list(events)
    assert events.cursor == "event_0"
    for one in events:
        if one.id == "event_2":
            break
    assert events.cursor == "event_2"
    with pytest.raises(workosds.ServerError):
        list(events)
    assert events.cursor == "event_2"


def test_pages_and_max_items(listing):
    client, _ = listing(page(numbered(1, 2), "event_2"), page(numbered(3, 4), "event_4"))
    events = client.list_events(max_items=3)
    assert [([one.id for one in page], events.cursor) for page in events.pages()] == [
        (["event_1", "event_2"], "event_2"),
        (["event_3"], "event_3"),
    ]
    assert events.cursor == "event_3"


@pytest.mark.parametrize("type", ["dsync.group.user_added", "dsync.group.user_removed"])
def test_membership(type):
    data = {"directory_id": "directory_1", "user": USER | {"custom_attributes": {"n": 4}}, "group": GROUP}
    event = read(type, data)
    assert isinstance(event.user, workosds.User) and isinstance(event.group, workosds.Group)
    assert (event.user.custom_attributes, event.user.groups, event.group.name) == ({"n": 4}, [], "Staff")
    assert (event.directory, event.directory_id, event.organization_id) == (None, "directory_1", "org_1")
    assert read(type, {"user": {"id": "u"}, "group": GROUP | {"organization_id": "org_2"}}).organization_id == "org_2"


@pytest.mark.parametrize("type", ["dsync.activated", "dsync.deactivated", "dsync.deleted"])
@pytest.mark.parametrize(
    "sent, state", [("active", "active"), ("linked", "active"), ("unlinked", "inactive"), ("x", "x")]
)
def test_directories(type, sent, state):
    """Their states have the names that a listing gives."""
    event = read(type, DIRECTORY | {"state": sent})
    assert isinstance(event.directory, workosds.Directory)
    assert event.directory.state == event.directory.raw["state"] == state
    assert event.data["state"] == event.raw["data"]["state"] == sent
    assert (event.user, event.group, event.directory_id, event.organization_id) == (None, None, "directory_1", "org_1")


def test_changes():
    event = read(
        "dsync.group.updated", GROUP | {"previous_attributes": {"name": "Old"}}, context={"actor": {"id": "x"}}
    )
    assert (event.group.name, event.previous_attributes) == ("Staff", {"name": "Old"})
    assert (event.user, event.context) == (None, {"actor": {"id": "x"}})
    event = read("dsync.user.updated", USER, context={"previous_attributes": {"email": None}})
    assert event.previous_attributes == {"email": None} and event.user.id == "directory_user_1"
    assert read("dsync.user.created", USER).previous_attributes == {}


@pytest.mark.parametrize("data", [None, 7, [], "previous_attributes", {}, {"user": 5, "group": None}, {"state": []}])
@pytest.mark.parametrize(
    "type", ["dsync.group.user_added", "dsync.user.updated", "dsync.deleted", "other", None, 7, ""]
)
def test_odd_content(type, data):
    event = read(type, data, context=data)
    assert event.type == (type if isinstance(type, str) else None)
    assert event.data == event.context == (data if isinstance(data, dict) else {})
    assert event.previous_attributes == {} and event.directory_id is None and event.organization_id is None
    assert event.group is None and (event.user is None) == (type != "dsync.user.updated" or not isinstance(data, dict))
    assert (event.directory is None) == (type != "dsync.deleted" or not isinstance(data, dict))


def test_a_type_that_is_not_known(listing):
    sent = event("dsync.galaxy.exploded", {"size": [1, 2], "directory_id": "directory_1"}, newer=1)
    client, _ = listing(page([sent]))
    (found,) = client.list_events()
    assert (found.type, found.data, found.raw) == ("dsync.galaxy.exploded", sent["data"], sent)
    assert (found.user, found.group, found.directory, found.directory_id) == (None, None, None, "directory_1")


def test_they_are_values(listing):
    sent = event("dsync.user.created", USER, context={"actor": {"source": "api"}}, newer=None)
    client, _ = listing(page([sent]))
    (listed,) = client.list_events()
    again = read("dsync.user.created", USER, context={"actor": {"source": "api"}}, newer=None)
    assert listed == again != dataclasses.replace(listed, id="other")
    assert listed == pickle.loads(pickle.dumps(listed)) and listed.raw == sent
    assert "raw=" not in repr(listed) and "id='event_1'" in repr(listed) and not hasattr(listed, "__dict__")
    members = ["object", "id", "event", "data", "created_at", "context", "newer"]
    assert json.loads(listed.to_json()) == sent and list(json.loads(listed.to_json())) == members
    assert json.loads(read("x", {}, object=None).to_json())["context"] is None


def test_webhooks_of_old(listing):
    """They have neither object nor context, and nothing invents them."""
    payload = b'{"id":"event_1","event":"dsync.user.created","data":{"id":"u"},"created_at":"2026-01-15T12:00:00.000Z"}'
    event = workosds.verify_webhook(payload, workosds.sign_webhook(payload, "secret"), "secret")
    assert event.raw == json.loads(payload)


def test_the_same_users_as_elsewhere(client, shared):
    created = {one.user.id: one.user for one in client.list_events(events=["dsync.user.created"])}
    user = next(iter(client.list_users(directory=shared.directory())))
    for name in ("id", "email", "state", "custom_attributes", "first_name", "role", "organization_id"):
        assert getattr(created[user.id], name) == getattr(user, name)


def changed(sandbox):
    """Makes something of each kind happen."""
    directory = sandbox.post("/_sandbox/directories", {"name": "New", "domain": "new.example"})["id"]
    group = sandbox.post("/_sandbox/groups", {"directory_id": directory, "name": "Team"})["id"]
    user = sandbox.post("/_sandbox/users", {"directory_id": directory, "email": "z@new.example", "name": "Zoë"})["id"]
    sandbox.post("/_sandbox/memberships", {"group_id": group, "user_id": user})
    sandbox.send("PATCH", "/_sandbox/users/" + user, {"custom_attributes": {"a": [1, None]}})
    return [
        "dsync.activated",
        *(f"dsync.{name}" for name in ("group.created", "user.created", "group.user_added")),
        "dsync.user.updated",
    ]


def test_what_happens_is_followed(sandbox):
    with sandbox.client() as client:
        events = client.list_events()
        count = sum(1 for _ in events)
        assert count > 1000 and list(client.list_events(after=events.cursor)) == []
        names = changed(sandbox)
        news = list(client.list_events(after=events.cursor))
        assert [one.type for one in news] == names
        assert (news[0].directory.id, news[0].directory.state) == (news[0].directory_id, "active")
        assert news[3].user.email == "z@new.example" and news[3].group.name == "Team"
        assert news[4].previous_attributes == {"custom_attributes": {"a": None}}
        assert news[4].user.custom_attributes == {"a": [1, None]}
        assert list(client.list_events(after=news[1].id, order="asc")) == news[2:]


def test_asyncio(shared):
    async def main():
        async with shared.client(workosds.AsyncClient) as client:
            events = client.list_events(events=["dsync.activated"], limit=5)
            seen = [(one.id, events.cursor) async for one in events]
            assert len(seen) == 16 and all(id == cursor for id, cursor in seen)
            assert events.cursor == seen[-1][0]
            assert [one async for one in client.list_events(events=["dsync.activated"], after=events.cursor)] == []
            assert [len(page) async for page in events.pages()] == [5, 5, 5, 1]

    asyncio.run(main())


def test_use_after_close(shared):
    client = shared.client()
    events = client.list_events()
    client.close()
    for use in (client.list_events, lambda: list(events)):
        with pytest.raises(workosds.ClosedError):
            use()
