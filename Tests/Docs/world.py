"""A sandbox in which the ids of the examples exist."""

from __future__ import annotations

import os
from typing import Any

from blocks import ROOT
from sandbox_server import BINARY, Sandbox

LIBRARY = os.environ.get("WORKOSDS_LIBRARY", str(ROOT / "build/libworkosds.so"))
SANDBOX = BINARY
EXAMPLE_KEY = "sk_example_123456789"

ATTRIBUTES = {
    "department": "Engineering", "department_name": "Engineering", "employeeId": "E-1042", "employee_number": 1042,
    "manager": {"name": "Charles"}, "languages": ["en", "fr"], "remote": True, "quota": 0.5, "cost_center": None,
}  # fmt: skip


class World(Sandbox):
    def __init__(self) -> None:
        super().__init__()
        for id, type in (("directory_123", "okta scim v2.0"), ("directory_456", "gsuite directory")):
            self.add("directories", id=id, organization_id="org_123", name="Example", type=type)
            for number in range(45):
                self.add("users", **self.user(id, number))
        for id, name in (("directory_group_123", "Engineering"), ("directory_group_456", "Everyone")):
            self.add("groups", id=id, directory_id="directory_123", name=name)
            self.add("memberships", group_id=id, user_id="directory_user_123")

    @staticmethod
    def user(directory: str, number: int) -> dict[str, Any]:
        first = number == 0 and directory == "directory_123"
        return {
            "id": "directory_user_123" if first else f"directory_user_{directory[-3:]}_{number}",
            "directory_id": directory,
            "email": "ada@example.com" if first else f"user{number}@example.com",
            "first_name": "Ada", "last_name": "Lovelace", "state": "active", "custom_attributes": ATTRIBUTES,
        }  # fmt: skip

    def add(self, kind: str, **members: Any) -> None:
        answer = self.post(f"/_sandbox/{kind}", members)
        assert answer.status == 201, answer.text

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WORKOS_", "http", "HTTP"))}
        return kept | {
            "WORKOS_API_KEY": self.api_key, "WORKOS_BASE_URL": self.url, "WORKOSDS_LIBRARY": LIBRARY,
            "WEBHOOK_SECRET": "whsec_example", "PYTHONUNBUFFERED": "1",
            "SWIFT_BACKTRACE": "enable=no", "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
