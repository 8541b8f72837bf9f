"""The official client lists the sandbox's events and verifies its webhooks."""

import pytest
from receiver import receiving, register
from test_events import NAMES

workos = pytest.importorskip("workos")

SECRET = "whsec_sécret"


@pytest.fixture
def client(sandbox):
    return workos.WorkOSClient(api_key=sandbox.api_key, base_url=sandbox.url, max_retries=0)


def changed(sandbox):
    """Causes an event of every type, and returns the types."""
    directory = sandbox.post("/_sandbox/directories", {"name": "New", "domain": "new.example"}).json["id"]
    group = sandbox.post("/_sandbox/groups", {"directory_id": directory, "name": "Team"}).json["id"]
    given = {"directory_id": directory, "email": "z@new.example", "name": "Zoë"}
    user = sandbox.post("/_sandbox/users", given).json["id"]
    membership = {"group_id": group, "user_id": user}
    sandbox.post("/_sandbox/memberships", membership)
    sandbox.patch("/_sandbox/users/" + user, {"first_name": "Zoë", "custom_attributes": {"a": [1, None]}})
    sandbox.patch("/_sandbox/groups/" + group, {"name": "Crew"})
    sandbox.delete("/_sandbox/memberships", membership)
    sandbox.delete("/_sandbox/users/" + user)
    sandbox.delete("/_sandbox/groups/" + group)
    sandbox.delete("/_sandbox/directories/" + directory)
    return [
        "dsync.activated",
        "dsync.group.created",
        "dsync.user.created",
        "dsync.group.user_added",
        "dsync.user.updated",
        "dsync.group.updated",
        "dsync.group.user_removed",
        "dsync.user.deleted",
        "dsync.group.deleted",
        "dsync.deleted",
    ]


def test_events_are_understood(client, sandbox):
    events = client.events
    everything = list(events.list_events(events=NAMES, order="asc", limit=100).auto_paging_iter())
    assert len({event.id for event in everything}) == len(everything) > 1000
    whatever_the_order = events.list_events(events=NAMES, limit=100).auto_paging_iter()
    assert [event.id for event in whatever_the_order] == [event.id for event in everything]
    some = everything[100:110]
    in_range = events.list_events(
        events=NAMES, order="asc", range_start=some[0].created_at, range_end=everything[110].created_at
    )
    assert in_range.data == some
    created = events.list_events(events=["dsync.user.created"], organization_id="org_01KEZ0SANDB0XACME000000002")
    assert {event.data.organization_id for event in created.data} == {"org_01KEZ0SANDB0XACME000000002"}

    names = changed(sandbox)
    news = events.list_events(events=NAMES, order="asc", after=everything[-1].id).data
    assert [event.event for event in news] == names
    assert [type(event).__name__ for event in news] == [
        "".join(part.title() for part in name.replace("_", ".").split(".")) for name in names
    ]
    assert news[0].data.domains[0].domain == "new.example" and news[0].data.state == "active"
    assert news[3].data.user.email == "z@new.example" and news[3].data.group.name == "Team"
    assert news[4].data.previous_attributes == {"first_name": None, "custom_attributes": {"a": None}}
    assert news[4].context.actor.source == "system"
    assert news[5].context.previous_attributes == {"name": "Team"}


def test_errors(client):
    with pytest.raises(workos.BadRequestError) as caught:
        client.events.list_events(events=[])
    assert caught.value.code == "invalid_events_request"
    with pytest.raises(workos.UnprocessableEntityError):
        client.events.list_events(events=NAMES, after="event_nobody")


def test_deliveries_are_verified(client, sandbox):
    with receiving() as receiver:
        register(sandbox, receiver.url, SECRET)
        names = changed(sandbox)
        deliveries = receiver.take(len(names))
    verify = client.webhooks.verify_event
    for delivery, name in zip(deliveries, names, strict=True):
        event = verify(event_body=delivery.body, event_signature=delivery.signature, secret=SECRET, tolerance=5)
        assert event.event == name
        for body, secret in ((delivery.body, "whsec_other"), (delivery.body.replace(b"d", b"e", 1), SECRET)):
            with pytest.raises(ValueError, match="Signature hash"):
                verify(event_body=body, event_signature=delivery.signature, secret=secret)
    listed = list(client.events.list_events(events=NAMES, limit=100).auto_paging_iter())[-len(names) :]
    assert [event.id for event in listed] == [
        verify(event_body=d.body, event_signature=d.signature, secret=SECRET).id for d in deliveries
    ]


def test_an_unknown_type_is_verified(client, sandbox):
    with receiving() as receiver:
        register(sandbox, receiver.url, SECRET)
        given = {"event": "dsync.planet.discovered", "data": {"name": "日本"}}
        sandbox.post("/_sandbox/events", given)
        [delivery] = receiver.take()
    client.webhooks.verify_header(event_body=delivery.body, event_signature=delivery.signature, secret=SECRET)
