"""Small but complete bodies of the API."""

import json

DIRECTORY = "directory_01TESTDIR0000000000000001"
USER = "directory_user_01TESTUSR{:019}".format


def user(number=1, **members):
    return {
        "object": "directory_user",
        "id": USER(number),
        "directory_id": DIRECTORY,
        "organization_id": "org_01TESTORG0000000000000000001",
        "idp_id": f"idp-{number}",
        "email": f"person{number}@example.test",
        "first_name": "Person",
        "last_name": f"No{number}",
        "state": "active",
        "raw_attributes": {},
        "custom_attributes": {},
        "groups": [],
        "created_at": "2026-01-02T03:04:05.678Z",
        "updated_at": "2026-01-02T03:04:05.678Z",
    } | members


def directory(number=1, **members):
    return {"object": "directory", "id": f"directory_{number}", "name": f"Dir {number}", "state": "linked"} | members


def page(records, after=None, before=None):
    return {"object": "list", "data": records, "list_metadata": {"before": before, "after": after}}


def listing(count, size=1):
    """A script: users 1 to `count` in pages of `size`, starting after the request's cursor."""
    from replay import ok

    def script(request):
        start = int(request.query.get("after", "_0").rsplit("_", 1)[1])
        end = min(start + size, count)
        after = f"cursor_{end}" if end < count else None
        return ok(page([user(number) for number in range(start + 1, end + 1)], after))

    return script


def get_by_id(request):
    """A script: the user whose id is at the end of the path."""
    from replay import ok

    return ok(user(id=request.path.rsplit("/", 1)[1]))


def around(value, member="raw_attributes"):
    """A page of three users as bytes. The middle one has `value`, any bytes, as its attribute "x"."""
    marker = "0123456789VALUE"
    text = json.dumps(page([user(1), user(2, **{member: {"x": marker}}), user(3)], after=USER(3))).encode()
    return text.replace(f'"{marker}"'.encode(), value)
