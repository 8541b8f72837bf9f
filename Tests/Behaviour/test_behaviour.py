"""The same rows in C, C++, Swift, Python and Ruby, against the same server. Each must have the table's result, and the
languages must agree."""

import concurrent.futures
import json

import pytest
import replay
import table
from languages import LANGUAGES

ROWS = table.load()
SAID = [(name, language) for name, row in ROWS.items() for language in LANGUAGES if row.is_expressible(language)]


class Performance:
    """The result of a row in one language."""

    def __init__(self, row, language, runners):
        with replay.Server(replay.in_turn(*row.replies())) as server:
            self.result = runners.perform(language, row.command(server.url))
            self.requests = server.requests

    @property
    def request_lines(self):
        return [_sorted_query(f"{request.method} {request.target}") for request in self.requests]


def _sorted_query(line):
    path, mark, query = line.partition("?")
    return path + mark + "&".join(sorted(query.split("&")))


@pytest.fixture(scope="session")
def perform(runners):
    """Each row once in each language, in all of them concurrently, because most of the time is spent waiting."""
    done = {}

    def perform(name, language):
        if (name, language) not in done:
            row = ROWS[name]
            languages = list(filter(row.is_expressible, LANGUAGES))
            with concurrent.futures.ThreadPoolExecutor(len(languages)) as threads:
                performances = threads.map(lambda language: Performance(row, language, runners), languages)
                done.update(
                    ((name, language), result) for language, result in zip(languages, performances, strict=True)
                )
        return done[name, language]

    return perform


def canonical(value):
    """A key that differs for 1, 1.0, true and "1", and for 0.0 and -0.0, but not for the order of members."""
    return json.dumps(value, sort_keys=True, indent=1)


def without_json(record):
    """A record without its JSON forms, which the table lists only if they matter."""
    if isinstance(record, list):
        return [without_json(element) for element in record]
    if not isinstance(record, dict):
        return record
    return {name: without_json(value) for name, value in record.items() if name not in ("json", "in_json")}


def with_members_in_order(record):
    """A record whose JSON form is a text, because the order of its members matters."""
    return record | {"json": json.dumps(record["json"])} if isinstance(record, dict) else record


def check_records(found, expected):
    for record, wanted in zip(found, expected, strict=True):
        check_json(record, wanted)
    assert canonical(without_json(found)) == canonical(without_json(expected))


def check_json(record, wanted):
    """The JSON form of a record and of the user in an event, as far as the table lists it."""
    if not isinstance(wanted, dict):
        return
    if "json" in wanted:
        assert canonical(record["json"]) == canonical(wanted["json"])
    for name, value in wanted.get("in_json", {}).items():
        assert canonical(record["json"][name]) == canonical(value), name
    check_json(record.get("user"), wanted.get("user"))


def check_error(found, expected, api_key):
    assert (found is None) == (expected is None), found
    if not found:
        return
    assert len(found["message"].encode()) <= 300 and found["message"].isprintable()
    assert not api_key or api_key not in json.dumps(found)
    for part in expected["message"]:
        assert part in found["message"]
    if "|" in expected["class"]:
        assert found["class"] in expected["class"].split("|")
        either = ("class", "status_name", "is_retryable", "http_status", "body")
        expected = expected | {name: found[name] for name in either}
    assert canonical(found | {"message": []}) == canonical(expected | {"message": []})


def check_headers(request, row):
    assert request.line.endswith(" HTTP/1.1")
    assert request.headers["authorization"] == f"Bearer {row.sent_key}"
    assert request.headers["user-agent"].startswith("libworkosds/")
    assert request.headers["accept"] == "application/json"
    app_name = (row.derived or {}).get("app_name") or row.options.get("app_name", "")
    assert request.headers["user-agent"].endswith(app_name)
    if request.method == "GET":
        assert not {"content-length", "transfer-encoding", "idempotency-key"} & request.headers.keys()


def check_sent(requests, expected):
    """The headers that a row names, of each request."""
    for request, headers in zip(requests, expected, strict=True):
        assert {name: request.headers.get(name.lower()) for name in headers} == headers


def check_attempts(found, row):
    assert [attempt["headers"] for attempt in found] == row.expected.get("attempts", [{}] * len(found))
    waits = [attempt["paced_ms"] for attempt in found]
    assert any(waits) == row.expected.get("paced", False) and min(waits, default=0) >= 0


def without_times(attempts):
    return [attempt | {"paced_ms": None} for attempt in attempts]


@pytest.mark.parametrize(("name", "language"), SAID)
def test_row(name, language, perform):
    row, performance = ROWS[name], perform(name, language)
    expected, found = row.expected_in(language), performance.result
    if found["error"] or not expected["error"] or "OK" not in expected["error"]["class"].split("|"):
        check_error(found["error"], expected["error"], row.api_key)
        check_records(found["records"], expected["records"])
        assert found["cursor"] == expected["cursor"]
    if "requests" in row.expected:
        assert performance.request_lines == [_sorted_query(line) for line in row.expected["requests"]]
    else:
        assert len(performance.requests) == len(row.answers)
    for request in performance.requests:
        check_headers(request, row)
    if "sent" in row.expected:
        check_sent(performance.requests, row.expected["sent"])
    check_attempts(found["attempts"], row)


@pytest.mark.parametrize("name", ROWS)
def test_languages_agree(name, perform):
    """They agree in each record's JSON, including the order of members, and in each message. Only errors that a binding
    raises itself may have its own message."""
    row, found = ROWS[name], {}
    for language in LANGUAGES:
        if language not in row.differs:
            result = perform(name, language).result
            error = result["error"]
            if error and (row.messages_vary or error["class"] == "INVALID_ARGUMENT"):
                error = error | {"message": None}
            records = [with_members_in_order(record) for record in result["records"]]
            attempts = without_times(result["attempts"])
            found[language] = canonical(result | {"records": records, "error": error, "attempts": attempts})
    assert len(set(found.values())) <= 1, found


def test_enough_rows():
    """Without this test a missing table would pass."""
    assert len(ROWS) >= 650 and len(SAID) > (len(LANGUAGES) - 0.2) * len(ROWS)
