"""The rows in rows/: a call, the server's responses, and the result expected in every language.

A row has a name, a `call` with its `arguments`, `options` of the client, its `api_key` and `base_url` ("$SERVER" is the
server's), and the server's `answers` in order (answers.py). A list is left after `take` records; `by_page` reads it
page by page, and the records are then the pages' ids. The expected results are `requests`, `records` (for webhook_sign
the signature), `error` and `cursor`. Fields that a record or an error does not list must be empty. `in_json` of a
record are members of its JSON form, `json` is the whole form.

With `derived`, the call is made by a client that is derived from the row's with these options. `sent` lists headers of
each request by name; null if there must be none of that name. `observe` names headers whose values in each attempt are in
`attempts`, null if there is none. No attempt may have waited for the pace; with `paced`, some attempt must have.

An error's `class` may be several if versions of libcurl differ, "NETWORK|PROTOCOL"; with "OK" among them there may be
no error, as long as the languages agree.

A webhook's body is a text, or `body_latin1`. With `signed_at` it has the valid header for that time.

`differs` has, by language, members that replace the row's, and the reason; null if the language cannot express the row.
`messages_vary` is the reason why the languages' messages differ. `reported` lists public GitHub issues about other
behaviour in other clients.

The shorthand (`each`, `define`, "$repeat") is in spelling.py.
"""

import dataclasses
import hashlib
import hmac
import pathlib
from typing import Any

import answers
import spelling

ROWS = pathlib.Path(__file__).resolve().parent / "rows"

MEMBERS = ("requests", "records", "error", "cursor", "sent", "attempts", "paced")
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


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    call: str
    arguments: dict[str, Any] = dataclasses.field(default_factory=dict)
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    api_key: str = "sk_test_behaviour_1234"
    base_url: str = "$SERVER"
    derived: dict[str, Any] | None = None
    observe: list[str] | None = None
    take: int | None = None
    by_page: bool = False
    answers: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    expected: dict[str, Any] = dataclasses.field(default_factory=dict)
    differs: dict[str, Any] = dataclasses.field(default_factory=dict)
    messages_vary: str = ""
    reported: str = ""

    def command(self, url):
        arguments = _webhook(self.arguments) if self.call.startswith("webhook_") else self.arguments
        url = self.base_url.replace("$SERVER", url).replace("$HOST", url.removeprefix("http://"))
        command = {"call": self.call, "arguments": arguments, "options": self.options, "api_key": self.api_key}
        given = {"take": self.take, "derived": self.derived, "observe": self.observe}
        given = {name: value for name, value in given.items() if value is not None}
        return command | {"url": url, "by_page": self.by_page} | given

    @property
    def sent_key(self):
        return (self.derived or {}).get("api_key", self.api_key)

    def replies(self):
        return [answers.reply(answer) for answer in self.answers]

    def is_expressible(self, language):
        return language not in self.differs or self.differs[language] is not None

    def expected_in(self, language):
        """The complete record: fields that are not listed are empty."""
        row = self.expected | self.differs.get(language, {})
        kind = self.call.rsplit("_", 1)[1]
        kind = _KINDS.get(kind, kind)
        error = row.get("error") and _ERROR | {"status_name": row["error"]["class"]} | row["error"]
        if error and error["body"] is not None:
            error["body"] = error["body"].encode("latin-1" if "body_latin1" in self.arguments else "utf-8").hex()
        elif error and error["http_status"]:
            error["body"] = answers.body(self.answers[-1]).hex()
        return {
            "records": [_complete(kind, record) for record in row.get("records", [])],
            "cursor": row.get("cursor"),
            "error": error,
        }


def _webhook(arguments):
    """The body in hexadecimal digits, and the header."""
    given = dict(arguments)
    latin1 = given.pop("body_latin1", None)
    body = given.pop("body", "").encode() if latin1 is None else latin1.encode("latin-1")
    time = given.pop("signed_at", None)
    if time is not None and "header" not in given:
        digest = hmac.new(given["secret"].encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()
        given["header"] = f"t={time}, v1={digest}"
    return given | {"body": body.hex()}


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


def _row(given):
    expected = {name: given.pop(name) for name in MEMBERS if name in given}
    return Row(expected=expected, **given)


def load():
    """Every row by "file: name"."""
    found = {}
    for path in sorted(ROWS.glob("*.json")):
        for given in spelling.rows(path):
            name = f"{path.stem}: {given['name']}"
            assert name not in found, f"{name} occurs twice"
            found[name] = _row(given | {"name": name})
    return found
