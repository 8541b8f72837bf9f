"""The rows in rows/: what is asked for, what the server answers, and what must come of it in every language.

A row has a name, a `call` with its `arguments` (a webhook's body is a text, or `body_latin1`) and `options` of the
client, and the server's `answers` in order. A list is left after `take` records; `by_page` reads it by the page, whose
ids are the records then. What comes out: `requests`, `records` (of webhook_sign the signature), `error`, `cursor`.
Fields that a record or an error does not name must be empty.

`differs` has, by language, members that stand in place of the row's, and why; null: the language cannot say it.
`messages_vary` says why the languages' messages are not the same.
"""

import dataclasses
import json
import pathlib
from typing import Any

import replay

ROWS = pathlib.Path(__file__).resolve().parent / "rows"

_GROUP = dict.fromkeys("id idp_id directory_id organization_id name created_at updated_at".split())
_USER = dict.fromkeys(
    "id directory_id organization_id idp_id email first_name last_name name job_title username state role created_at"
    " updated_at".split()
)
_EMPTY = {
    "group": _GROUP | {"raw_attributes": {}},
    "user": _USER | {"roles": [], "groups": [], "custom_attributes": [], "raw_attributes": {}, "emails": []},
    "directory": dict.fromkeys(
        "id organization_id external_key domain name type state created_at updated_at active_user_count"
        " inactive_user_count group_count".split()
    ),
    "event": dict.fromkeys("id type created_at directory_id organization_id user group directory".split())
    | {"data": {}, "previous_attributes": {}, "context": {}},
}
_ERROR = dict.fromkeys("http_status code request_id retry_after_ms body".split())
_ERROR |= {"is_retryable": False, "errors": [], "message": []}
_KINDS = {"directories": "directory", "groups": "group", "users": "user", "events": "event", "verify": "event"}


def _spelled_out(value):
    """{"$repeat": ["z", 3]} is "zzz", {"$nested": 3} is [[[]]]: for what is too long to write down."""
    if isinstance(value, list):
        return [_spelled_out(element) for element in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        text, count = value["$repeat"]
        return text * count
    if "$nested" in value:
        nested = []
        for _ in range(value["$nested"] - 1):
            nested = [nested]
        return nested
    return {name: _spelled_out(member) for name, member in value.items()}


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    call: str
    arguments: dict[str, Any] = dataclasses.field(default_factory=dict)
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    api_key: str = "sk_test_behaviour_1234"
    take: int | None = None
    by_page: bool = False
    answers: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    expected: dict[str, Any] = dataclasses.field(default_factory=dict)
    differs: dict[str, Any] = dataclasses.field(default_factory=dict)
    messages_vary: str = ""

    def command(self, url):
        arguments = dict(self.arguments)
        if self.call.startswith("webhook_"):
            latin1 = arguments.pop("body_latin1", None)
            body = arguments.pop("body", "").encode() if latin1 is None else latin1.encode("latin-1")
            arguments["body"] = body.hex()
        command = {"call": self.call, "arguments": arguments, "options": self.options, "api_key": self.api_key}
        return command | {"url": url, "by_page": self.by_page} | ({"take": self.take} if self.take else {})

    def replies(self):
        return [_reply(answer) for answer in self.answers]

    def is_expressible(self, language):
        return language not in self.differs or self.differs[language] is not None

    def expected_in(self, language):
        """Complete: what is not named is empty."""
        row = self.expected | self.differs.get(language, {})
        kind = self.call.rsplit("_", 1)[1]
        kind = _KINDS.get(kind, kind)
        error = row.get("error") and _ERROR | {"status_name": row["error"]["class"]} | row["error"]
        if error and error["http_status"]:
            error["body"] = _body(self.answers[-1])
        elif error and error["body"] is not None:
            error["body"] = error["body"].encode()
        if error and error["body"] is not None:
            error["body"] = error["body"].hex()
        return {
            "records": [_complete(kind, record) for record in row.get("records", [])],
            "cursor": row.get("cursor"),
            "error": error,
        }


def _complete(kind, record):
    if not isinstance(record, dict):
        return record  # a page's ids, a signature
    record = _EMPTY[kind] | record
    for name in ("user", "group", "directory"):
        if record.get(name) is not None:
            record[name] = _complete(name, record[name])
    if record.get("groups"):
        record["groups"] = [_complete("group", group) for group in record["groups"]]
    return record


def _body(answer):
    """The bytes of `json`, `text`, or `latin1`, in which every byte is one character."""
    if "json" in answer:
        return json.dumps(answer["json"], ensure_ascii=False).encode()
    return answer["latin1"].encode("latin-1") if "latin1" in answer else answer.get("text", "").encode()


def _reply(answer):
    if "fault" in answer:
        return {"close": replay.close, "reset": replay.reset, "silence": replay.silence}[answer["fault"]]
    body, status = _body(answer), answer.get("status", 200)
    headers = {"Content-Type": "application/json", "Content-Length": len(body)} | answer.get("headers", {})
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    message = "\r\n".join([f"HTTP/1.1 {status} Reason", *lines]).encode() + b"\r\n\r\n" + body
    return [message, replay.close] if answer.get("then_closes") else message


def _row(name, given):
    given = _spelled_out(given)
    expected = {name: given.pop(name) for name in ("requests", "records", "error", "cursor") if name in given}
    return Row(name=name, expected=expected, **given)


def load():
    """Every row by "file: name"."""
    found = {}
    for path in sorted(ROWS.glob("*.json")):
        for given in json.loads(path.read_text()):
            name = f"{path.stem}: {given.pop('name')}"
            assert name not in found, f"{name} is there twice"
            found[name] = _row(name, given)
    return found
