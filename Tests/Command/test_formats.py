"""Formats, fields, and escaping for spreadsheets and terminals."""

import json

import pytest
from raw_server import http, page

ODD_NAMES = [
    'comma, "quoted"',
    "two\r\nlines",
    '=HYPERLINK("http://x")',
    "+1",
    "-2",
    "@SUM(A1)",
    "\tTab",
    " =1",
    "plain",
    "\x1b]0;title\x07\x1b[31mred",
    "\x9b31m",
    "‮gnp.exe",
    "日本語",
    "e\u0301galité",
    "👩‍👩‍👧 family",
    "",
    "del\x7f",
]


def user(name, **members):
    return {"object": "directory_user", "id": "directory_user_1", "directory_id": "d", "name": name} | members


@pytest.fixture
def odd(serve):
    return serve(lambda request: page([user(name) for name in ODD_NAMES]))


LIST = ("users", "list", "--directory", "d")


def test_jsonl_is_one_record_a_line(odd):
    assert [record["name"] for record in odd.ok(*LIST).records] == ODD_NAMES


def test_json_is_one_array(odd):
    assert [record["name"] for record in json.loads(odd.ok(*LIST, "--format", "json").text)] == ODD_NAMES


def test_json_of_an_empty_list(serve):
    empty = serve(lambda request: page([]))
    assert empty.ok(*LIST, "--format", "json").text == "[]\n"
    assert empty.ok(*LIST).text == ""
    assert empty.ok(*LIST, "--format", "csv", "--fields", "id,name").text == "id,name\r\n"
    assert empty.ok(*LIST, "--format", "table", "--fields", "id,name").text == "ID  NAME\n"


def test_json_of_one_record_is_an_object(workosds, okta):
    assert json.loads(workosds.ok("directories", "get", okta, "--format", "json").text)["id"] == okta


def test_json_that_was_cut_off_is_no_json(serve):
    pages = [page([user("first")], "next")]
    broken = serve(lambda request: pages[0] if "after=" not in request else http(b"", 418))
    result = broken(*LIST, "--format", "json", "--max-retries", 0)
    assert result.code == 76 and "first" in result.text
    with pytest.raises(json.JSONDecodeError):
        json.loads(result.text)


def test_csv_reads_back_exactly(odd):
    result = odd.ok(*LIST, "--format", "csv", "--csv-exact", "--fields", "id,name")
    assert [row["name"] for row in result.rows] == ODD_NAMES
    assert result.text.startswith("id,name\r\n")


def test_csv_gives_a_spreadsheet_no_formula(odd):
    names = [row["name"] for row in odd.ok(*LIST, "--format", "csv", "--fields", "name").rows]
    for name, written in zip(ODD_NAMES, names, strict=True):
        guarded = name.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
        assert written == ("'" if guarded else "") + name


def test_csv_tells_an_absent_value_from_an_empty_text(serve):
    server = serve(lambda request: page([user(""), user(None)]))
    lines = server.ok(*LIST, "--format", "csv", "--fields", "name,id").text.splitlines()
    assert lines[1:] == ['"",directory_user_1', ",directory_user_1"]


def test_numbers_are_never_guarded(serve):
    server = serve(lambda request: page([user("x", custom_attributes={"level": -5, "rate": 1.5, "on": True})]))
    fields = "custom_attributes.level,custom_attributes.rate,custom_attributes.on,custom_attributes.none"
    assert server.ok(*LIST, "--format", "csv", "--fields", fields).text.splitlines()[1] == "-5,1.5,true,"
    record = server.ok(*LIST, "--fields", fields).records[0]
    assert list(record.values()) == [-5, 1.5, True, None]


def test_fields_choose_and_order(workosds, okta):
    chosen = workosds.ok("directories", "get", okta, "--fields", "name,id,groups").records[0]
    assert list(chosen) == ["name", "id", "groups"] and chosen["groups"] == 12


def test_objects_are_fields_too(workosds, okta):
    result = workosds.ok("users", "list", "--directory", okta, "--max-items", 1, "--fields", "roles,custom_attributes")
    record = result.records[0]
    assert isinstance(record["roles"], list) and isinstance(record["custom_attributes"], dict)


def test_an_unknown_field_is_refused_with_the_known(workosds):
    result = workosds("directories", "list", "--fields", "id,nonsense")
    assert result.code == 64
    assert "'nonsense'" in result.error and "organization_id" in result.error


def test_a_repeated_field_is_refused(workosds):
    result = workosds("directories", "list", "--fields", "id,name,id")
    assert result.code == 64
    assert "'id' twice" in result.error


@pytest.mark.parametrize("arguments", [("directories", "list"), ("types",)])
def test_a_table_in_a_pipe_cuts_nothing(workosds, arguments):
    lines = workosds.ok(*arguments, "--format", "table").text.splitlines()
    assert lines[0].split()[0] in ("ID", "TYPE")
    assert not any("…" in line for line in lines)
    assert len(lines) > 20


def test_a_table_shows_controls_as_text(odd):
    text = odd.ok(*LIST, "--format", "table").text
    assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e", "\x7f", "\r"}
    assert "\\x1b]0;title\\x07\\x1b[31mred" in text and "two\\r\\nlines" in text
    assert len(text.splitlines()) == 1 + len(ODD_NAMES)
