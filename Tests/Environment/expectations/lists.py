"""The list bodies. A body is a protocol error, or a list of so many users (or directories), and then some values
of its records: where a value lies, as the accessors (or `json`, `raw`) name it, and what it is there.

`raw` is the server's own record as next_json gives it, where absent and null differ."""

import dataclasses

from support.pages import GROUP, USER

ABSENT = object()


@dataclasses.dataclass(frozen=True)
class ListCase:
    count: int = 0
    error: str | None = None
    values: dict = dataclasses.field(default_factory=dict)
    noun: str = "user"
    cursor_seen: str | None = None


def column(*path, values):
    """The same place in one record after another."""
    return {(number, *path): value for number, value in enumerate(values)}


def page_survives(value):
    """Three users, the cursor behind them readable, and that value as attribute "x" of the second."""
    return ListCase(3, values={(1, "raw_attributes", "x"): value, (1, "raw", "raw_attributes", "x"): value})


PROTOCOL = ListCase(error="PROTOCOL")
TYPED_ATTRIBUTES = [
    ("str", "text", b"x"),
    ("int", "integer", 42),
    ("neg", "integer", -1),
    ("float", "real", 1.5),
    ("true", "boolean", True),
    ("false", "boolean", False),
    ("null", "null", None),
    ("arr", "array", ["a", 1, None, [2, {"deep": "v"}]]),
    ("obj", "object", {"k": {"kk": []}}),
    ("", "text", b"empty key"),
    ("Ключ", "text", b"non-ascii key"),
    ("a.b", "text", b"dot"),
    ("a/b", "text", b"slash"),
]
NULL_FIELDS = (
    "organization_id idp_id email first_name last_name emails job_title username raw_attributes custom_attributes groups"
).split()
REST_OF_GROUP = ("idp_id", "directory_id", "organization_id", "created_at", "updated_at", "raw_attributes")

FILES = {
    "B15-after-empty-string": ListCase(1),
    "B16-list-metadata-missing": PROTOCOL,
    "B16d-cursor-keys-absent": ListCase(1),
    "B17-after-number": PROTOCOL,
    "B18-data-null": PROTOCOL,
    "B18b-data-missing": PROTOCOL,
    "B30-unknown-directory-type": ListCase(
        2, noun="directory", values=column("type", values=["galaxy scim v9.9", "okta scim v2.0"])
    ),
    "B31-unknown-directory-state": ListCase(
        6,
        noun="directory",
        values=column(
            "state", values=["active", "inactive", "validating", "invalid_credentials", "deleting", "hibernating"]
        )
        | column("raw", "state", values=["active", "inactive", "validating"])
        | column("json", "state", values=["active", "inactive", "validating"])
        | {(0, "active_user_count"): 2, (0, "inactive_user_count"): 1, (0, "group_count"): 3},
    ),
    "B32-unknown-user-state": ListCase(
        5,
        values=column("state", values=["suspended", "inactive", "on_leave", None, None])
        | {(3, "raw", "state"): None, (4, "raw", "state"): ABSENT},
    ),
    "B34-extra-fields": ListCase(
        1, values={(0, "json", "brand_new", "a", 1, "b"): None, (0, "raw", "brand_new", "a", 1, "b"): None}
    ),
    "B35-role-variants": ListCase(
        5,
        values=column("role", values=[None, None, "admin", "a", None])
        | column("roles", values=[[], [], [], ["a", "b"], [None]]),
    ),
    "B36-null-fields": ListCase(
        1,
        values={(0, "raw", name): None for name in NULL_FIELDS}
        | {(0, name): None for name in NULL_FIELDS if name != "groups"}
        | {(0, "groups"): [], (0, "attributes"): [], (0, "json", "groups"): None},
    ),
    "B37-emails-empty": ListCase(1, values={(0, "emails"): []}),
    "B40-groups-variants": ListCase(
        4,
        values=column("groups", values=[[], [], []])
        | {(3, "groups", 0, "id"): GROUP(1), (3, "groups", 0, "name"): "Team 1"}
        | column("raw", "groups", values=[[], ABSENT, None]),
    ),
    "B41-group-partial": ListCase(
        1,
        values={(0, "groups", 0, "id"): GROUP(1), (0, "groups", 0, "name"): "Only two keys"}
        | {(0, "groups", 0, name): None for name in REST_OF_GROUP},
    ),
    "B42-custom-attributes-typed": ListCase(1, values={(0, "attributes"): TYPED_ATTRIBUTES}),
    "B46-int-beyond-int64": page_survives("9223372036854775808"),
    "B47-real-overflow": page_survives("1e400"),
    "B48-floats": page_survives([0.1, 1.0, 100.0, -0.0, 0.0025, 1.7976931348623157e308]),
    "B49-nul-in-value": page_survives("ab\0cd"),
    "B51-lone-high-surrogate": page_survives("\ufffd"),
    "B52-astral-pair": page_survives("\U0001f600 é e\u0301 \u200f\u05d0 \ufffe"),
    "B52b-utf8-names": ListCase(
        1,
        values={
            (0, "first_name"): "Зоя",
            (0, "last_name"): "Ångström-李",
            (0, "custom_attributes", "flag"): "\U0001f3f3\ufe0f\u200d\U0001f308",
        },
    ),
    "B53-latin1-byte": page_survives("caf\ufffd"),
    "B54-utf8-bom": ListCase(1),
    "B55-nesting-500": ListCase(3),
    "B56-long-value-256k": page_survives("z" * 262_144),
    "B57-duplicate-keys": page_survives(2),
    "B58-trailing-garbage": PROTOCOL,
    "B58c-trailing-whitespace": ListCase(1),
    "B59b-string-booleans": ListCase(
        1, values={(0, "raw_attributes"): {"active": "False", "enabled": "true", "count": "0012"}}
    ),
    "B60-timestamps": ListCase(
        6,
        values=column(
            "created_at",
            values=[
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05.123456Z",
                "2026-01-02T03:04:05+02:00",
                None,
                None,
                "",
            ],
        )
        | {(number, "updated_at"): "2026-01-02T03:04:05.678Z" for number in range(6)},
    ),
}

# The bodies that are one user.
RECORDS = {
    "B45-int-beyond-2-53": {
        ("attributes",): [
            ("emp_no", "integer", 9007199254740993),
            ("max", "integer", 2**63 - 1),
            ("min", "integer", -(2**63)),
        ],
        ("custom_attributes",): {"emp_no": 9007199254740993, "max": 2**63 - 1, "min": -(2**63)},
    },
    "B61-get-user-same-shape": {("id",): USER(1), ("email",): "person1@example.test"},
}

# More bodies of the kind of B15 to B18: what stands for `data` and for `list_metadata`.
ENVELOPES = {
    "cursor null": (b'"data":[]', b'"list_metadata":{"before":null,"after":null}', None),
    "camelCase only (B16b)": (b'"data":[]', b'"listMetadata":{"before":null,"after":null}', "PROTOCOL"),
    "metadata null (B16c)": (b'"data":[]', b'"list_metadata":null', "PROTOCOL"),
    "metadata an array": (b'"data":[]', b'"list_metadata":[]', "PROTOCOL"),
    "metadata a text": (b'"data":[]', b'"list_metadata":"after"', "PROTOCOL"),
    "cursor true": (b'"data":[]', b'"list_metadata":{"after":true}', "PROTOCOL"),
    "cursor an object": (b'"data":[]', b'"list_metadata":{"after":{"id":"x"}}', "PROTOCOL"),
    "cursor an array": (b'"data":[]', b'"list_metadata":{"after":["x"]}', "PROTOCOL"),
    "cursor a large number": (b'"data":[]', b'"list_metadata":{"after":1%s}' % (b"0" * 30), "PROTOCOL"),
    "cursor with a NUL": (b'"data":[]', b'"list_metadata":{"after":"a\\u0000b"}', "PROTOCOL"),
    "unused cursor of another type": (b'"data":[]', b'"list_metadata":{"before":5,"after":null}', "PROTOCOL"),
    "data an object (B18c)": (b'"data":{"0":{"id":"u"}}', b'"list_metadata":{}', "PROTOCOL"),
    "data a text": (b'"data":"users"', b'"list_metadata":{}', "PROTOCOL"),
    "data under another name": (b'"users":[]', b'"list_metadata":{}', "PROTOCOL"),
    "element null (B18e)": (b'"data":[{"id":"u"},null]', b'"list_metadata":{}', "PROTOCOL"),
    "element a number": (b'"data":[0]', b'"list_metadata":{}', "PROTOCOL"),
    "element an array": (b'"data":[[{"id":"u"}]]', b'"list_metadata":{}', "PROTOCOL"),
    "data twice, last an array": (b'"data":null,"data":[]', b'"list_metadata":{}', None),
    "data twice, last null": (b'"data":[],"data":null', b'"list_metadata":{}', "PROTOCOL"),
    "metadata twice, last null": (b'"data":[]', b'"list_metadata":{},"list_metadata":null', "PROTOCOL"),
}

# Bodies that are no list at all, or no JSON.
NO_LISTS = {
    "a bare array (B18d)": b'[{"id":"u"}]',
    "a text": b'"list"',
    "null": b"null",
    "nothing": b"",
    "whitespace": b" \r\n\t ",
    "a BOM alone": b"\xef\xbb\xbf",
    "two BOMs": b'\xef\xbb\xbf\xef\xbb\xbf{"data":[],"list_metadata":{}}',
    "a NUL behind (B58b)": b'{"data":[],"list_metadata":{}}\0',
    "a second object behind": b'{"data":[],"list_metadata":{}}{}',
    "a comma behind": b'{"data":[],"list_metadata":{}},',
    "cut in a key": b'{"data":[],"list_meta',
    "cut in a value": b'{"data":[{"id":"u',
    "cut behind a backslash": b'{"data":[{"id":"\\',
    "a comma too many": b'{"data":[],"list_metadata":{},}',
    "a comma too few": b'{"data":[]"list_metadata":{}}',
    "single quotes": b"{'data':[],'list_metadata':{}}",
    "a comment": b'{"data":[],/* no more */"list_metadata":{}}',
    "UTF-16": '{"data":[],"list_metadata":{}}'.encode("utf-16"),
    "mismatched brackets": b'{"data":[{]},"list_metadata":{}}',
    "NaN": b'{"data":[],"list_metadata":{},"x":NaN}',
    "a number as a key": b'{"data":[],"list_metadata":{},1:2}',
    "a huge number as a key": b'{"data":[],"list_metadata":{},"x":1e999,1e999:2}',
}
