"""The content of the file, its expected content, and its `changes`."""

import contextlib
import json
import sqlite3

from support.postgresql import Connection

STATES = {"linked": "active", "unlinked": "inactive"}
COLUMNS = {
    "directories": "organization_id external_key domain name type state created_at updated_at",
    "groups": "directory_id organization_id idp_id name created_at updated_at",
    "users": "directory_id organization_id idp_id email first_name last_name name state job_title username "
    "created_at updated_at",
}
LEFT_OUT = ("groups", "metadata")


def connect(path):
    if str(path).startswith("postgresql://"):
        return Connection(path)
    connection = sqlite3.connect(path, timeout=10)
    connection.row_factory = sqlite3.Row
    return connection


@contextlib.contextmanager
def opened(path):
    connection = connect(path)
    try:
        yield connection
    finally:
        connection.close()


def check(path):
    """The file is valid, whatever process was interrupted while writing it."""
    with opened(path) as db:
        if str(path).startswith("postgresql://"):
            lost = db.execute("SELECT 1 FROM memberships WHERE user_id NOT IN (SELECT id FROM users)")
            assert list(lost) == []
            return
        assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def held(path):
    """The rows of the file, with records and attributes parsed."""
    content = {}
    with opened(path) as db:
        db.execute("BEGIN")
        for table, columns in COLUMNS.items():
            names = ["id", *columns.split(), "record"] + (["custom_attributes", "role"] if table == "users" else [])
            content[table] = {row["id"]: held_row(row) for row in db.execute(f"SELECT {', '.join(names)} FROM {table}")}
        content["memberships"] = {tuple(row) for row in db.execute("SELECT group_id, user_id FROM memberships")}
    return content


def held_row(row):
    texts = dict(row)
    for name in ("record", "custom_attributes"):
        if texts.get(name) is not None:
            texts[name] = json.loads(texts[name])
    return texts


def expected(sandbox):
    """The rows expected for the sandbox's data."""
    content = {table: {} for table in COLUMNS} | {"memberships": set()}
    for directory in sandbox.list("/directories"):
        directory["state"] = STATES.get(directory["state"], directory["state"])
        add(content, "directories", directory)
        for group in sandbox.list("/directory_groups", directory=directory["id"]):
            add(content, "groups", group)
        for user in sandbox.list("/directory_users", directory=directory["id"]):
            content["memberships"] |= {(group["id"], user["id"]) for group in user["groups"]}
            add(content, "users", user)
    return content


def add(content, table, record):
    record = {name: value for name, value in record.items() if name not in LEFT_OUT}
    row = {name: record.get(name) for name in ["id", *COLUMNS[table].split()]} | {"record": record}
    if table == "users":
        row["custom_attributes"] = record["custom_attributes"]
        row["role"] = (record.get("role") or {}).get("slug")
    content[table][record["id"]] = row


def assert_equal(path, sandbox):
    check(path)
    found, wanted = held(path), sandbox.content or expected(sandbox)
    for table in wanted:
        assert set(found[table]) == set(wanted[table]), table
    # A directory's record has documented members that the server left out. The others are compared.
    for directory in found["directories"].values():
        directory["record"] = {k: v for k, v in directory["record"].items() if v is not None}
    assert found == wanted


def identifiers(content):
    return {table: set(rows) for table, rows in content.items()}


def changes(path, after=0):
    with opened(path) as db:
        return [dict(row) for row in db.execute("SELECT * FROM changes WHERE id > ? ORDER BY id", [after])]


def last_change(path):
    return max((change["id"] for change in changes(path)), default=0)


def replayed(ids, told):
    """Applies the changes to the previous ids. Each must match the content."""
    ids = {table: set(rows) for table, rows in ids.items()}
    tables = {"directory": "directories", "group": "groups", "user": "users", "membership": "memberships"}
    for change in told:
        rows = ids[tables[change["kind"]]]
        key = (
            (change["group_id"], change["user_id"])
            if change["kind"] == "membership"
            else change[f"{change['kind']}_id"]
        )
        if change["action"] in ("created", "added"):
            assert key not in rows, change
            rows.add(key)
        else:
            assert key in rows, change
            if change["action"] != "updated":
                rows.remove(key)
    return ids
