"""Records: fields, raw, JSON, and unexpected values."""

import copy
import dataclasses
import json
import pickle

import pytest
from raw_server import http, page

import workosds

RECORDS = {
    "directory": {
        "object": "directory",
        "id": "directory_1",
        "organization_id": "org_1",
        "external_key": "key",
        "domain": None,
        "name": "Directory",
        "type": "okta scim v2.0",
        "state": "active",
        "metadata": {"users": {"active": 3, "inactive": 1}, "groups": 2},
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    },
    "group": {
        "object": "directory_group",
        "id": "directory_group_1",
        "idp_id": "idp",
        "directory_id": "directory_1",
        "organization_id": "org_1",
        "name": "Group",
        "raw_attributes": {"a": 1},
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    },
    "user": {
        "object": "directory_user",
        "id": "directory_user_1",
        "directory_id": "directory_1",
        "organization_id": "org_1",
        "idp_id": "idp",
        "email": "a@example.com",
        "first_name": "Zoë",
        "last_name": "Ångström",
        "name": "Zoë Ångström",
        "emails": [{"value": "a@example.com"}],
        "job_title": None,
        "username": None,
        "state": "active",
        "role": {"slug": "admin"},
        "roles": [{"slug": "admin"}, {"slug": "member"}],
        "custom_attributes": {"department": "Sales"},
        "raw_attributes": {},
        "groups": [],
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    },
}
NOT_AS_THEY_ARE = {"metadata", "role", "roles", "object", "groups"}


@pytest.fixture
def get(serve):
    """The client's record for one that the server sends."""
    clients = []

    def get(kind, record):
        server = serve(lambda request: http(record))
        client = workosds.Client("sk_test", base_url=server.url)
        clients.append(client)
        return getattr(client, "get_" + kind)("id")

    yield get
    for client in clients:
        client.close()


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field(get, kind):
    sent = RECORDS[kind]
    record = get(kind, sent)
    for name, value in sent.items():
        if name not in NOT_AS_THEY_ARE:
            assert getattr(record, name) == value
    assert record.raw == sent
    assert json.loads(record.to_json()) == sent
    assert list(json.loads(record.to_json())) == list(sent)


@pytest.mark.parametrize("kind", RECORDS)
def test_members_that_are_missing(get, kind):
    record = get(kind, {"id": "some_id"})
    empty = {"emails": [], "roles": [], "groups": [], "raw_attributes": {}, "custom_attributes": {}}
    for field in dataclasses.fields(record):
        if field.name not in ("id", "raw"):
            assert getattr(record, field.name) == empty.get(field.name)
    assert json.loads(record.to_json()) == dict.fromkeys(RECORDS[kind]) | {"id": "some_id"}
    assert record.raw == {"id": "some_id"}


@pytest.mark.parametrize("kind", RECORDS)
def test_they_are_values(get, kind):
    record, same = get(kind, RECORDS[kind]), get(kind, RECORDS[kind])
    other = get(kind, {**RECORDS[kind], "name": "Other"})
    assert record == same != other
    assert pickle.loads(pickle.dumps(record)) == copy.copy(record) == copy.deepcopy(record) == record
    assert dataclasses.replace(record, name="Other", raw=other.raw) == other
    assert dataclasses.asdict(record)["name"] == record.name
    assert f"id={record.id!r}" in repr(record) and "raw=" not in repr(record)
    assert not hasattr(record, "__dict__")
    assert not hasattr(record, "nonsense")


def test_records_outlive_the_client(serve):
    server = serve(lambda request: page([RECORDS["user"]]))
    with workosds.Client("sk_test", base_url=server.url) as client:
        (user,) = client.list_users(directory="d")
    assert user.custom_attributes == {"department": "Sales"}


NUL = "admin@example.test\0.attacker.test"
