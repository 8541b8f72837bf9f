"""What the server says beside its users."""

import json

_DIRECTORY = {
    "object": "directory",
    "id": "directory_1",
    "organization_id": "org_1",
    "name": "Ada's",
    "type": "okta scim v2.0",
    "state": "linked",
    "metadata": {"users": {"active": 42, "inactive": 8}, "groups": 5},
    "created_at": "2026-01-15T12:00:00.000Z",
    "updated_at": "2026-01-16T12:00:00.000Z",
}
_EVENT = {
    "object": "event",
    "id": "event_1",
    "event": "dsync.group.user_added",
    "created_at": "2026-01-15T12:00:00.000Z",
    "data": {
        "directory_id": "directory_1",
        "user": {"id": "directory_user_1", "email": "ada@example.com", "organization_id": "org_1"},
        "group": {"id": "directory_group_1", "name": "Engineering"},
    },
}
_REFUSAL = {
    "message": "m" * 5000,
    "code": "invalid",
    "errors": [{"field": f"f{number}" * 400, "code": "c" * 2000, "message": "\u00e9" * 3000} for number in range(6)],
}


def _list(*records):
    return {"object": "list", "data": records, "list_metadata": {"before": None, "after": None}}


def other(path):
    """Status and body for a path that is not of users; None for those."""
    if path.startswith("directory_users"):
        return None
    if path == "events":
        return 200, json.dumps(_list(_EVENT, {**_EVENT, "id": "event_1"})).encode()
    if path == "directories":
        return 200, json.dumps(_list(_DIRECTORY, _DIRECTORY)).encode()
    if path.endswith("refused"):
        return 422, json.dumps(_REFUSAL, ensure_ascii=False).encode()
    return 200, json.dumps(_DIRECTORY).encode()
