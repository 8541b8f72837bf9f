"""Random changes to the service, with unusual values."""

from __future__ import annotations

import random
from typing import Any

from oracle.world.service import Service

TEXTS = [
    "Zoë", 'O"Neil', "back\\slash", "line\nbreak", "tab\there", "😀", "\0", "a\0b", "\ud83d", "\udc00x", "𝕏" * 50,
    "'); DROP TABLE users; --", "' OR '1'='1", "\u2028", "\u202eevil", "", " ", "null", "\x7f", "\x1b[2J", '{"a":1}',
    "%s%n", "NaN", "١٢٣", "\ufeffbom", "ﷺ", "é" * 2000,
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 1e300, 0.1, 2**63 - 1, -(2**63), 123456789012345678901234567890, [], {}, ["a", "a"],
    [1, [2, [3, {"a": None}]]], {"slug": "x"}, {"": ""}, "2026-01-01", {"deep": {"er": {"still": [True]}}},
]  # fmt: skip


class Mutator:
    def __init__(self, service: Service, rng: random.Random) -> None:
        self.service = service
        self.truth = service.truth
        self.rng = rng
        self.number = 0
        self.steps = {
            self.create_user: 6, self.update_user: 6, self.set_state: 2, self.delete_user: 3, self.return_user: 1,
            self.create_group: 2, self.rename_group: 2, self.delete_group: 0.7, self.add_membership: 7,
            self.remove_membership: 4, self.move_user: 2, self.create_directory: 0.4, self.delete_directory: 0.25,
            self.patch_directory: 0.5, self.flip_membership: 1, self.pass_through: 1,
        }  # fmt: skip

    def change(self, count: int) -> None:
        for step in self.rng.choices(list(self.steps), list(self.steps.values()), k=count):
            step()

    # Existing objects

    def one_of(self, table: str, directory: str | None = None) -> str | None:
        keys = self.truth.keys(table, directory)
        return self.rng.choice(keys)[0] if keys else None

    def directory(self) -> str:
        return self.one_of("directories") or self.create_directory()

    def pair(self, *, is_there: bool) -> tuple[str, str] | None:
        if is_there:
            pairs = self.truth.keys("memberships")
            return self.rng.choice(pairs) if pairs else None  # type: ignore[return-value]
        directory = self.directory()
        group, user = self.one_of("groups", directory), self.one_of("users", directory)
        if group is None or user is None:
            return None
        timeline = self.truth.rows["memberships"].get((group, user))
        return (group, user) if timeline is None or timeline.value is None else None

    # New values

    def text(self) -> str:
        self.number += 1
        return self.rng.choice(TEXTS) + (str(self.number) if self.rng.random() < 0.8 else "")

    def value(self) -> Any:
        return self.rng.choice(VALUES) if self.rng.random() < 0.6 else self.text()

    def person(self) -> dict[str, Any]:
        rng = self.rng
        person: dict[str, Any] = {"first_name": rng.choice([None, self.text()])}
        person["email"] = rng.choice([None, f"User{rng.randrange(50)}@Example.com", self.text() + "@example.com"])
        if rng.random() < 0.6:
            person["custom_attributes"] = {self.text() or "k": self.value() for _ in range(rng.randrange(4))}
        if rng.random() < 0.3:
            person["role"] = rng.choice([{"slug": "member"}, {"slug": self.text()}, {}, None])
            person["roles"] = rng.choice([[], [{"slug": "member"}, {"slug": "admin"}], None])
        if rng.random() < 0.3:
            person[rng.choice(["job_title", "username", "something_new"])] = self.value()
        return person

    # The changes

    def create_user(self) -> str:
        return self.service.create("users", directory_id=self.directory(), **self.person())

    def update_user(self) -> None:
        if user := self.one_of("users"):
            self.service.update("users", user, **self.person())

    def set_state(self) -> None:
        if user := self.one_of("users"):
            self.service.update("users", user, state=self.rng.choice(["active", "inactive"]))

    def delete_user(self) -> None:
        if user := self.one_of("users"):
            self.service.delete("users", user)

    def return_user(self) -> None:
        """The same person under a new id."""
        directory = self.directory()
        if user := self.one_of("users", directory):
            old = self.service.request("GET", f"/directory_users/{user}")
            self.service.delete("users", user)
            self.service.create("users", directory_id=directory, email=old["email"], idp_id=old["idp_id"])

    def pass_through(self) -> None:
        """Created and deleted between two polls."""
        user = self.create_user()
        directory = self.truth.rows["users"][user,].directory
        if group := self.one_of("groups", directory):
            self.service.join(group, user)
        self.service.delete("users", user)

    def create_group(self) -> None:
        self.service.create("groups", directory_id=self.directory(), name=self.text())

    def rename_group(self) -> None:
        if group := self.one_of("groups"):
            self.service.update("groups", group, name=self.text())

    def delete_group(self) -> None:
        if group := self.one_of("groups"):
            self.service.delete("groups", group)

    def add_membership(self) -> None:
        if pair := self.pair(is_there=False):
            self.service.join(*pair)

    def remove_membership(self) -> None:
        if pair := self.pair(is_there=True):
            self.service.leave(*pair)

    def flip_membership(self) -> None:
        """Several changes between two polls."""
        if pair := self.pair(is_there=True):
            self.service.leave(*pair)
            self.service.join(*pair)
            if self.rng.random() < 0.5:
                self.service.leave(*pair)

    def move_user(self) -> None:
        if pair := self.pair(is_there=True):
            self.service.leave(*pair)
            other = self.one_of("groups", self.truth.rows["users"][pair[1],].directory)
            if other and (other, pair[1]) not in self.truth.keys("memberships"):
                self.service.join(other, pair[1])

    def create_directory(self) -> str:
        state = self.rng.choice(["linked"] * 4 + ["validating", "invalid_credentials", "unlinked"])
        return self.service.create("directories", name=self.name(), state=state)

    def delete_directory(self) -> None:
        if len(self.truth.keys("directories")) > 1:
            self.service.delete("directories", self.directory())

    def patch_directory(self) -> None:
        state = self.rng.choice(["linked", "linked", "validating", "invalid_credentials", "unlinked"])
        self.service.update("directories", self.directory(), name=self.name(), state=state)

    def name(self) -> str:
        """A directory's name. A lone surrogate would be rejected in a search."""
        return self.text().encode("utf-16", "surrogatepass").decode("utf-16", "replace")
