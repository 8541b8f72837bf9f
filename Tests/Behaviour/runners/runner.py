"""Performs commands read as lines of JSON, and prints the result of each as a line of JSON."""

import json
import re
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar

import workosds

JSON = dict[str, Any]
C = TypeVar("C", workosds.Client, workosds.AsyncClient)

DIRECTORY = (
    "id organization_id external_key domain name type state created_at updated_at active_user_count"
    " inactive_user_count group_count"
).split()
GROUP = "id idp_id directory_id organization_id name created_at updated_at raw_attributes".split()
USER = (
    "id directory_id organization_id idp_id email first_name last_name name job_title username state role created_at"
    " updated_at roles raw_attributes emails"
).split()
EVENT = "id type created_at directory_id organization_id data previous_attributes context".split()
ERROR = "status_name code request_id http_status is_retryable errors message".split()
TYPES = {type(None): "null", str: "text", int: "integer", float: "real", bool: "boolean", list: "array", dict: "object"}
# Classes whose names differ from those of the statuses.
STATUS_OF = {"PermissionDenied": "PERMISSION", "RequestTimeout": "TIMEOUT", "API": "API", "TLS": "TLS"}


def fields(record: Any, names: Iterable[str]) -> JSON:
    return {name: getattr(record, name) for name in names} | {"json": json.loads(record.to_json())}


def group(record: workosds.Group) -> JSON:
    return fields(record, GROUP)


def directory(record: workosds.Directory) -> JSON:
    return fields(record, DIRECTORY)


def user(record: workosds.User) -> JSON:
    attributes = [[key, TYPES[type(value)], value] for key, value in record.custom_attributes.items()]
    return fields(record, USER) | {"custom_attributes": attributes, "groups": list(map(group, record.groups))}


def event(record: workosds.Event) -> JSON:
    return fields(record, EVENT) | {
        "user": user(record.user) if record.user else None,
        "group": group(record.group) if record.group else None,
        "directory": directory(record.directory) if record.directory else None,
    }


def ids(page: list[Any]) -> list[str]:
    return [record.id for record in page]


READERS: dict[str, Callable[[Any], JSON]] = {
    "get_directory": directory,
    "get_group": group,
    "get_user": user,
    "list_directories": directory,
    "list_groups": group,
    "list_users": user,
    "list_events": event,
}


def error(problem: workosds.Error) -> JSON:
    name = type(problem).__name__.removesuffix("Error")
    status = STATUS_OF.get(name) or re.sub("(?<=[a-z])(?=[A-Z])", "_", name).upper()
    after = problem.retry_after
    found = {member: getattr(problem, member) for member in ERROR}
    found["body"] = None if problem.body is None else problem.body.hex()
    return found | {"class": status, "retry_after_ms": None if after is None else round(after * 1000)}


SECONDS = {"request_timeout_ms": "timeout", "call_timeout_ms": "call_timeout"}


def arguments(options: JSON) -> JSON:
    """A row's options, by their names in this binding."""
    return {SECONDS.get(name, name): value / 1000 if name in SECONDS else value for name, value in options.items()}


def client(kind: type[C], command: JSON, result: JSON) -> C:
    """The command's client: one that is derived from another, if the row says so."""
    fixed = {"no_proxy": "*", "directory_user_requests_per_second": None, "look_ahead": False}
    given = {"api_key": command["api_key"], "base_url": command["url"], "timeout": 10, "max_retries": 0}
    observed = command.get("observe")

    def note(attempt: workosds.Attempt) -> None:
        headers = {name: attempt.headers.get(name) for name in observed}
        result["attempts"].append({"number": attempt.number, "paced_ms": attempt.paced_ms, "headers": headers})

    hook = note if observed is not None else None
    made = kind(**fixed | given | arguments(command["options"]), on_attempt=hook)
    return made if "derived" not in command else made.with_options(**arguments(command["derived"]))


def call(command: JSON, result: JSON) -> None:
    name, arguments = command["call"], command["arguments"]
    with client(workosds.Client, command, result) as connection:
        method = getattr(connection, name)
        if not name.startswith("list_"):
            record = method(**arguments)
            if record is not None:
                result["records"].append(READERS[name](record))
            return
        records = method(**arguments)
        items, shown = (records.pages(), ids) if command["by_page"] else (records, READERS[name])
        try:
            for item in islice(items, command.get("take")):
                result["records"].append(shown(item))
        finally:
            result["cursor"] = records.cursor


def webhook(command: JSON, result: JSON) -> None:
    given = command["arguments"]
    times = {name: given[f"{name}_ms"] / 1000 for name in ("tolerance", "now") if f"{name}_ms" in given}
    body, secret = bytes.fromhex(given["body"]), given["secret"]
    if command["call"] == "webhook_verify":
        result["records"].append(event(workosds.verify_webhook(body, given["header"], secret, **times)))
    else:
        result["records"].append(workosds.sign_webhook(body, secret, **times))


def main(call: Callable[[JSON, JSON], None]) -> None:
    sys.setrecursionlimit(20_000)  # for values nested 500 deep
    for line in sys.stdin:
        command = json.loads(line)
        result: JSON = {"records": [], "cursor": None, "error": None, "attempts": []}
        try:
            (webhook if command["call"].startswith("webhook_") else call)(command, result)
        except workosds.Error as problem:
            result["error"] = error(problem)
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(call)
