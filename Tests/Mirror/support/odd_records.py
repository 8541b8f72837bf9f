"""Records with unusual but valid JSON, as text."""

import json
import pathlib

import spelling

ROWS = pathlib.Path(__file__).resolve().parents[2] / "Behaviour" / "rows"

# JSON as sent.
VALUES = [
    '"plain"',
    '""',
    '" "',
    '"a\\u0000b"',
    '"\\u0000"',
    '"\\u0000\\u0000x"',
    '"admin@example.test\\u0000.evil.test"',
    '"\\ud83d"',
    '"\\udc00x"',
    '"\\ud83d\\ud83d\\ude00"',
    '"\\ud83d\\ude00"',
    '"😀 Zoë \\/ \\" \\\\ \\b\\f\\n\\r\\t"',
    '"\\u2028\\u202e\\ufeff\\uffff"',
    '"{\\"a\\":1}"',
    '"123456789012345678901234567890"',
    "123456789012345678901234567890",
    "-123456789012345678901234567890",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "0",
    "-0",
    "1.0",
    "0.1",
    "1e3",
    "1e300",
    "1E-7",
    "true",
    "false",
    "null",
    "[]",
    "{}",
    '["a","a\\u0000b",{"b":null}]',
    '{"slug":"member"}',
    '{"slug":"a\\u0000x"}',
    '{"slug":7}',
    '{"a":{"b":{"c":[[[[1]]]]}}}',
    '{"k\\u0000":1,"k\\ufffd":2,"k\\ud800":3}',
    '{"":"","a b":1}',
    '{"n":123456789012345678901234567890,"r":1.50}',
    '[{"slug":"admin"},{"slug":null},{},7,null,{"slug":"b\\u0000"}]',
    '"' + "x" * 70_000 + '"',
]
MEMBERS = {
    "directories": "organization_id external_key domain name type state created_at updated_at".split(),
    "groups": "organization_id idp_id name created_at updated_at".split(),
    "users": (
        "organization_id idp_id email first_name last_name name state role roles job_title username created_at "
        "updated_at custom_attributes something_new"
    ).split(),
}
OBJECTS = {"directories": "directory", "groups": "directory_group", "users": "directory_user"}
TIME = "2026-01-02T03:04:05.678Z"


def record(table, number, members):
    """A normal record, except for the members given as JSON; those that are None are left out."""
    usual = {"object": OBJECTS[table], "id": f"{OBJECTS[table]}_{number:026}", "created_at": TIME, "updated_at": TIME}
    if table != "directories":
        usual["directory_id"] = f"directory_{0:026}"
    texts = {name: json.dumps(value) for name, value in usual.items()} | members
    return "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in texts.items() if text is not None) + "}"


def odd_records(table):
    """Every member with every value, and each of them missing."""
    made = []
    for number, value in enumerate([None, *VALUES]):
        members = dict.fromkeys(MEMBERS[table], value)
        if table == "users":
            # Values that are not a text also have their own record.
            made += [record(table, 1000 + number * 10 + n, {name: value}) for n, name in enumerate(("role", "roles"))]
        made.append(record(table, number + 1, members))
    return made


def behaviour_records():
    """The users in the rows of Tests/Behaviour, each with a unique id."""
    users = []
    for topic in ("users", "attributes"):
        for answer in (row["answers"][0] for row in spelling.rows(ROWS / f"{topic}.json") if "answers" in row):
            body = answer.get("json", {})
            users += body.get("data", [body] if body else [])
    # Values nested as deep as the library allows would be too deep inside a page.
    flat = [user for user in users if json.dumps(user).count("[") < 300]
    texts = [{name: json.dumps(value) for name, value in user.items()} for user in flat]
    for members in texts:
        members.pop("id", None)
        members.pop("directory_id", None)
    return [record("users", 2000 + number, members) for number, members in enumerate(texts)]


def page(records):
    body = '{"object":"list","data":[' + ",".join(records) + '],"list_metadata":{"before":null,"after":null}}'
    return body.encode()
