"""The server's users, and the program's expected output for them."""

import json

DIRECTORY = "directory_1"
PAGE_SIZE = 3
PAGES = 3


def user(number):
    """As the server sends it. Those of the second page need repair: half a surrogate pair, and a number that is
    beyond every integer type."""
    needs_repair = number // PAGE_SIZE == 1
    return {
        "object": "directory_user",
        "id": f"directory_user_{number:02}",
        "directory_id": DIRECTORY,
        "organization_id": "org_1",
        "idp_id": f"idp-{number}",
        "email": f"ada.{number}@example.com",
        "first_name": 'Ad\u00e8le "Ada"',
        "last_name": "half a \ud83d pair" if needs_repair else "Lovelace" * 40,
        "name": None,
        "state": "active",
        "role": {"slug": "member"},
        "roles": [{"slug": "member"}, {"slug": "auditor"}],
        "job_title": None,
        "username": f"ada{number}",
        "emails": [],
        "groups": [_group("Engineering"), _group("Ch\u00e2teau")],
        "raw_attributes": {},
        "custom_attributes": {
            "department": "R&D \U0001f680",
            "level": number,
            "share": 0.5,
            "limit": 1.5e308,
            "serial": 99999999999999999999 if needs_repair else 1 << 60,
            "remote": number % 2 == 0,
        },
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    }


def _group(name):
    return {
        "object": "directory_group",
        "id": f"directory_group_{len(name)}",
        "idp_id": name.lower(),
        "directory_id": DIRECTORY,
        "organization_id": "org_1",
        "name": name,
        "raw_attributes": {},
        "created_at": "2026-01-15T12:00:00.000Z",
        "updated_at": "2026-01-16T12:00:00.000Z",
    }


def page(cursor):
    """The page that begins after this cursor, and the cursor behind it."""
    first = int(cursor.removeprefix("after_")) if cursor else 0
    end = first + PAGE_SIZE
    users = [user(number) for number in range(first, end)]
    after = f"after_{end}" if end < PAGE_SIZE * PAGES else None
    return json.dumps({"object": "list", "data": users, "list_metadata": {"before": None, "after": after}}).encode()


def delivered(number):
    """The same after repair, as the library has to deliver it."""
    sent = user(number)
    sent["last_name"] = sent["last_name"].replace("\ud83d", "\ufffd")
    if sent["custom_attributes"]["serial"] > 1 << 63:
        sent["custom_attributes"]["serial"] = str(sent["custom_attributes"]["serial"])
    return sent


def fields(number):
    """The line of fields, without its first word."""
    given = delivered(number)
    names = "id directory_id organization_id idp_id email first_name last_name state role username created_at"
    pairs = [(name, given[name]["slug"] if name == "role" else given[name]) for name in names.split()]
    pairs += [("roles", role["slug"]) for role in given["roles"]]
    pairs += [("groups", group["name"]) for group in given["groups"]]
    pairs += [("attributes", len(given["custom_attributes"]))]
    pairs += [(name, _told(value)) for name, value in given["custom_attributes"].items()]
    return [f"{name}={value}" for name, value in pairs]


def _told(value):
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else value
