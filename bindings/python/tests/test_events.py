"""Events: listing and following them, and their content."""

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
    """Events from webhooks, without a server."""
    payload = json.dumps(event(type, data, **members)).encode()
    return workosds.verify_webhook(payload, workosds.sign_webhook(payload, "secret"), "secret")


@pytest.fixture
def listing(serve):
    """A client of a server that sends these responses in order, and the requests."""
    clients = []

    def listing(*answers, **options):
        left = list(answers)
        server = serve(lambda request: left.pop(0))
        clients.append(workosds.Client("sk_test", base_url=server.url, max_retries=0, **options))
        return clients[-1], server.requests

    yield listing
    for client in clients:
        client.close()


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
    """An empty list must not mean all events, nor a text its letters."""
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
    """The cursor is the last event returned, also at the end and if there were no events."""
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
    """They have neither object nor context, and none is added."""
    payload = b'{"id":"event_1","event":"dsync.user.created","data":{"id":"u"},"created_at":"2026-01-15T12:00:00.000Z"}'
    event = workosds.verify_webhook(payload, workosds.sign_webhook(payload, "secret"), "secret")
    assert event.raw == json.loads(payload)


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
