"""Records as values: hashing, datetimes, dictionaries."""

import dataclasses
import json
from datetime import datetime, timezone

import pytest
from raw_server import http, page, user

import workosds
from workosds.events import event_from
from workosds.records import directory_from, group_from, user_from

MOMENT = "2026-01-15T12:00:00.123Z"
RECORDS = [
    directory_from({"id": "directory_1", "created_at": MOMENT, "updated_at": MOMENT}),
    group_from({"id": "directory_group_1", "created_at": MOMENT, "updated_at": MOMENT, "raw_attributes": {"a": []}}),
    user_from(None, {"id": "directory_user_1", "created_at": MOMENT, "updated_at": MOMENT, "emails": [{}]}),
    event_from({"id": "event_1", "event": "dsync.user.created", "created_at": MOMENT, "data": {"id": "u"}}),
]
KINDS = (workosds.Directory, workosds.Group, workosds.User, workosds.Event)


def kind(record):
    return type(record).__name__


@pytest.mark.parametrize("record", RECORDS, ids=kind)
def test_equal_records_have_the_same_hash(record):
    same = dataclasses.replace(record)
    assert record == same and hash(record) == hash(same)
    assert len({record, same, dataclasses.replace(record, id="other")}) == 2
    assert {record: "value"}[same] == "value"


def test_users_in_a_set(serve):
    server = serve(lambda request: page([user(1), user(2)]) if "?" in request.split("\r\n")[0] else http(user(1)))
    with workosds.Client("sk_test", base_url=server.url) as client:
        before = set(client.list_users(directory="d"))
        assert before - {client.get_user("x")} == {one for one in before if one.id == user(2)["id"]}


@pytest.mark.parametrize("record", RECORDS, ids=kind)
def test_times_as_datetimes(record):
    moment = datetime(2026, 1, 15, 12, 0, 0, 123000, tzinfo=timezone.utc)
    assert record.created_at == MOMENT and record.created_at_datetime == moment
    assert record.created_at_datetime.tzinfo is timezone.utc
    if not isinstance(record, workosds.Event):
        assert record.updated_at_datetime == moment


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2026-01-15T12:00:00Z", "2026-01-15T12:00:00+00:00"),
        ("2026-01-15 14:00:00.5+0200", "2026-01-15T12:00:00.500000+00:00"),
        ("2026-01-15T12:00:00", "2026-01-15T12:00:00+00:00"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999000+00:00"),
        ("yesterday", None),
        ("2026-01-15T12:00:00Z\0", None),
        ("", None),
        ("\ud800", None),
        (None, None),
        (5, None),
    ],
)
def test_a_time_that_the_server_sent(text, expected):
    """In any form that the library accepts; None if it is not a time."""
    moment = group_from({"id": "g", "updated_at": text}).updated_at_datetime
    assert (moment and moment.isoformat()) == expected


@pytest.mark.parametrize("record", RECORDS, ids=kind)
def test_records_are_frozen(record):
    for name in ("id", "created_at", "raw", "nonsense"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"{name!r}: a {kind(record)} is frozen"):
            setattr(record, name, "other")
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"{name!r}: a {kind(record)} is frozen"):
            delattr(record, name)
    assert record.id and record.created_at == MOMENT and type(record) in KINDS


@pytest.mark.parametrize("record", RECORDS, ids=kind)
def test_a_dictionary_of_the_fields(record):
    fields = [field.name for field in dataclasses.fields(record) if field.name != "raw"]
    assert list(record.to_dict()) == fields
    for name in fields:
        value = getattr(record, name)
        assert record.to_dict()[name] == (value.to_dict() if isinstance(value, KINDS) else value)


def test_a_dictionary_has_no_records_inside():
    """So that it can be written as JSON."""

    @dataclasses.dataclass
    class Attributes:
        department: str

    group = {"id": "directory_group_1"}
    sent = {"custom_attributes": {"department": "Sales"}, "groups": [group]}
    one = user_from(lambda attributes, _: Attributes(**attributes), sent)
    fields = json.loads(json.dumps(one.to_dict()))
    assert fields["custom_attributes"] == {"department": "Sales"}
    assert fields["groups"] == [group_from(group).to_dict()]
    added = event_from({"event": "dsync.group.user_added", "data": {"user": {"id": "u"}, "group": group}})
    fields = json.loads(json.dumps(added.to_dict()))
    assert (fields["user"]["id"], fields["group"]["id"]) == ("u", group["id"])
