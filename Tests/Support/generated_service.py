"""A service of any size whose records are computed on request, to measure the cost of a large mirror."""

from __future__ import annotations

import http.server
import json
import threading
import urllib.parse
from collections.abc import Callable
from typing import ClassVar

TIME = "2026-01-02T03:04:05.678Z"
API_KEY = "sk_test_generated"
PAGE = 100
# How many users are in a group.
MEMBERS = 10


def directory_id(number: int) -> str:
    return f"directory_{number:026}"


class GeneratedService:
    """A number of directories, each with a number of users and groups."""

    def __init__(self, directories: int, users: int, groups: int = 1) -> None:
        self.directories, self.users, self.groups = directories, users, groups
        self.requests = 0
        # Users with a changed last name, by number, without an event for it.
        self.renamed: dict[int, str] = {}
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize: ClassVar[int] = -1

            def do_GET(self) -> None:
                status, body = service.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *arguments: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.api_key = API_KEY
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, target: str) -> tuple[int, bytes]:
        self.requests += 1
        url = urllib.parse.urlsplit(target)
        query = dict(urllib.parse.parse_qsl(url.query))
        after = int(query["after"].rpartition("_")[2]) + 1 if "after" in query else None
        if url.path == "/events":
            return 200, self.page([], None)
        if url.path == "/directories":
            first = after or 0
            last = min(first + PAGE, self.directories)
            return 200, self.page([self.directory(n) for n in range(first, last)], last < self.directories)
        owner = query.get("group") or query.get("directory")
        if owner is None:
            return self.one(url.path)
        number = int(owner.rpartition("_")[2])
        if url.path == "/directory_groups":
            return 200, self.part(self.group, number * self.groups, self.groups, after)
        if "group" in query:
            directory, group = divmod(number, self.groups)
            first = group * MEMBERS % self.users
            return 200, self.part(self.user, directory * self.users + first, min(MEMBERS, self.users - first), after)
        return 200, self.part(self.user, number * self.users, self.users, after)

    def part(self, record: Callable[[int], str], start: int, count: int, after: int | None) -> bytes:
        first = start if after is None else after
        last = min(first + PAGE, start + count)
        return self.page([record(number) for number in range(first, last)], last < start + count)

    def one(self, path: str) -> tuple[int, bytes]:
        kind, _, identifier = path.lstrip("/").partition("/")
        number = int(identifier.rpartition("_")[2] or -1) if identifier else -1
        make = {"directories": self.directory, "directory_groups": self.group, "directory_users": self.user}.get(kind)
        if make is None or number < 0:
            return 404, b'{"message":"Not found"}'
        return 200, make(number).encode()

    def page(self, records: list[str], goes_on: bool | None) -> bytes:
        after = json.dumps(json.loads(records[-1])["id"]) if goes_on else "null"
        return f'{{"object":"list","data":[{",".join(records)}],"list_metadata":{{"after":{after}}}}}'.encode()

    def directory(self, number: int) -> str:
        return (
            f'{{"object":"directory","id":"{directory_id(number)}","organization_id":"org_{number:026}",'
            f'"external_key":"key{number}","type":"okta scim v2.0","state":"linked","name":"Directory {number}",'
            f'"created_at":"{TIME}","updated_at":"{TIME}"}}'
        )

    def group(self, number: int) -> str:
        directory = number // self.groups
        return (
            f'{{"object":"directory_group","id":"directory_group_{number:026}","idp_id":"g{number}",'
            f'"directory_id":"{directory_id(directory)}","organization_id":"org_{directory:026}","name":"Group {number}",'
            f'"raw_attributes":{{}},"created_at":"{TIME}","updated_at":"{TIME}"}}'
        )

    def user(self, number: int) -> str:
        directory = number // self.users
        last_name = self.renamed.get(number, f"Last{number}")
        return (
            f'{{"object":"directory_user","id":"directory_user_{number:026}","directory_id":"{directory_id(directory)}",'
            f'"organization_id":"org_{directory:026}","idp_id":"i{number}","email":"user{number}@example.com",'
            f'"first_name":"First{number}","last_name":"{last_name}","name":"First{number} {last_name}","emails":[],'
            f'"job_title":null,"username":null,"state":"active","raw_attributes":{{}},"custom_attributes":'
            f'{{"department_name":"Department {number % 40}","employee_number":"{number}","manager_name":"Somebody",'
            f'"cost_center_name":"CC-{number % 100}"}},"role":{{"slug":"member"}},"roles":[{{"slug":"member"}}],'
            f'"groups":[],"created_at":"{TIME}","updated_at":"{TIME}"}}'
        )
