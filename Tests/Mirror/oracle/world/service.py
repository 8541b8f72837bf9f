"""The service: a sandbox, and the history of all changes to it."""

from __future__ import annotations

import http.client
import json
import time
import urllib.parse
from typing import Any

from sandbox_server import SandboxProcess
from support.values import exact, in_jsonb

from oracle.world.timeline import Truth

KINDS = {"directories": "directories", "groups": "directory_groups", "users": "directory_users"}


class Service:
    def __init__(self, process: SandboxProcess, *, is_in_jsonb: bool = False) -> None:
        """With `is_in_jsonb` the history has the values that PostgreSQL can have."""
        self.is_in_jsonb = is_in_jsonb
        self.process = process
        self.url: str = process.url
        self.api_key: str = process.api_key
        self.truth = Truth()
        self.connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        self.read()

    def close(self) -> None:
        self.connection.close()
        self.process.close()

    def request(self, method: str, target: str, body: Any = None) -> Any:
        content = None if body is None else json.dumps(body)
        self.connection.request(method, target, content, {"Authorization": f"Bearer {self.api_key}"})
        response = self.connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {target}: {response.status} {answer[:300]!r}")
        if not answer:
            return None
        return in_jsonb(answer.decode()) if self.is_in_jsonb else exact(answer)

    def list(self, path: str, **query: str) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = []
        while True:
            page = self.request("GET", f"{path}?{urllib.parse.urlencode({'limit': 100, 'order': 'asc'} | query)}")
            records += page["data"]
            if page["list_metadata"]["after"] is None:
                return records
            query["after"] = page["list_metadata"]["after"]

    def read(self) -> None:
        """The state before the history begins."""
        for directory in self.list("/directories"):
            self.truth.note_record("directories", directory)
            for group in self.list("/directory_groups", directory=directory["id"]):
                self.truth.note_record("groups", group)
            for user in self.list("/directory_users", directory=directory["id"]):
                self.truth.note_record("users", user)
                for group in user["groups"]:
                    self.truth.note("memberships", (group["id"], user["id"]), directory["id"], "")

    # Changes. Each is in the history before its effect can be judged.

    def create(self, table: str, **members: Any) -> str:
        with self.truth.lock:
            record = self.request("POST", f"/_sandbox/{table}", members)
            self.truth.note_record(table, record)
        identifier: str = record["id"]
        return identifier

    def update(self, table: str, identifier: str, **members: Any) -> None:
        with self.truth.lock:
            record = self.request("PATCH", f"/_sandbox/{table}/{identifier}", members)
            self.truth.note_record(table, record)

    def delete(self, table: str, identifier: str) -> None:
        with self.truth.lock:
            self.request("DELETE", f"/_sandbox/{table}/{identifier}")
            self.truth.end(table, (identifier,))
            if table == "directories":
                for inner in ("memberships", "groups", "users"):
                    self.truth.end_all(inner, directory=identifier)
            else:
                self.truth.end_all("memberships", member=identifier)

    def join(self, group: str, user: str) -> None:
        with self.truth.lock:
            self.request("POST", "/_sandbox/memberships", {"group_id": group, "user_id": user})
            directory = self.truth.rows["groups"][group,].directory
            self.truth.note("memberships", (group, user), directory, "")

    def leave(self, group: str, user: str) -> None:
        with self.truth.lock:
            self.request("DELETE", "/_sandbox/memberships", {"group_id": group, "user_id": user})
            self.truth.end("memberships", (group, user))

    def keep_directories(self, count: int) -> None:
        """Removes objects, so that histories are shorter."""
        for (directory,) in self.truth.keys("directories")[count:]:
            self.delete("directories", directory)

    def wait_a_tick(self) -> None:
        """The service's times have milliseconds."""
        time.sleep(0.002)
