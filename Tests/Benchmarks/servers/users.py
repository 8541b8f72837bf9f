"""Users in the API's format, about 1.1 KB each, computed from their number."""

import json
from collections.abc import Iterator

DIRECTORY = "directory_01HBENCHMARK000000000000"
ORGANIZATION = "org_01HBENCHMARK00000000000000"
CREATED = "2026-01-15T12:00:00.000Z"

FIRST_NAMES = ("Ada", "Grace", "Zoë", "Linus", "Noor", "Søren", "Mei", "Ivan", "Chloé", "Kofi")
LAST_NAMES = ("Lovelace", "Hopper", "Müller", "Okafor", "Tanaka", "García", "Novák", "Smith", "Ångström")
DEPARTMENTS = ("Engineering", "Research & Development", "Finance", "People Operations", "Sales")


def user_id(number: int) -> str:
    return f"directory_user_01HB{number:022d}"


def user_number(identifier: str) -> int:
    return int(identifier[-22:])


def user(number: int) -> dict[str, object]:
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    last = LAST_NAMES[number % len(LAST_NAMES)]
    email = f"user.{number}@example.com"
    return {
        "object": "directory_user",
        "id": user_id(number),
        "directory_id": DIRECTORY,
        "organization_id": ORGANIZATION,
        "idp_id": f"00u{number:017d}",
        "email": email,
        "first_name": first,
        "last_name": last,
        "name": f"{first} {last}",
        "emails": [{"primary": True, "type": "work", "value": email}],
        "job_title": None,
        "username": email,
        "state": "inactive" if number % 20 == 0 else "active",
        "role": {"slug": "member"},
        "roles": [{"slug": "member"}],
        "custom_attributes": custom_attributes(number),
        "raw_attributes": {},
        "groups": [group(number % 12)],
        "created_at": CREATED,
        "updated_at": CREATED,
    }


def custom_attributes(number: int) -> dict[str, object]:
    return {
        "department": DEPARTMENTS[number % len(DEPARTMENTS)],
        "employeeId": f"E{number:07d}",
        "cost_center": number % 97,
        "is_manager": number % 9 == 0,
        "manager_email": f"manager.{number % 50}@example.com",
        "addresses": [{"locality": "København", "country": "DK"}],
    }


def group(number: int) -> dict[str, object]:
    return {
        "object": "directory_group",
        "id": f"directory_group_01HB{number:022d}",
        "idp_id": f"00g{number:017d}",
        "directory_id": DIRECTORY,
        "organization_id": ORGANIZATION,
        "name": f"Team {number}",
        "raw_attributes": {},
        "created_at": CREATED,
        "updated_at": CREATED,
    }


def encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def page(records: list[bytes], before: str | None, after: str | None) -> bytes:
    metadata = encode({"before": before, "after": after})
    return b'{"object":"list","data":[' + b",".join(records) + b'],"list_metadata":' + metadata + b"}"


def pages(total: int, size: int) -> Iterator[tuple[str | None, bytes]]:
    """Each page with the cursor that leads to it; the first has none."""
    cursor = None
    for start in range(0, total, size):
        end = min(start + size, total)
        before = user_id(start) if start > 0 else None
        after = user_id(end - 1) if end < total else None
        yield cursor, page([encode(user(number)) for number in range(start, end)], before, after)
        cursor = after
