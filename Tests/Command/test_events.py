"""Following events."""

import json
import re
import signal
from datetime import datetime, timedelta, timezone

import pytest
from command import Runner
from raw_server import http, page


def event(number, created_at=None):
    """An event without a time is new."""
    created_at = created_at and created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    data = {"id": f"u{number}"}
    return {"object": "event", "id": f"event_{number}", "event": "dsync.user.created", "data": data} | (
        {"created_at": created_at} if created_at else {}
    )


def listing(*numbers):
    return page([event(number) for number in numbers])


FOLLOW = ("events", "list", "--follow", "--poll", "0.1")


def test_follow_hands_out_what_happens_meanwhile(sandbox):
    workosds = Runner(sandbox.url)
    last = workosds.ok("events", "list").ids[-1]
    directory = sandbox.directory("okta scim v2.0")["id"]
    with workosds.start(*FOLLOW, "--after", last) as process:
        for name in ("first", "second"):
            body = {"directory_id": directory, "name": name}
            assert sandbox.post("/_sandbox/groups", body).status in (200, 201)
            received = json.loads(process.stdout.readline())
            assert (received["event"], received["data"]["name"]) == ("dsync.group.created", name)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=15)
    assert process.returncode == 130
    assert f"continue with --after {received['id']}" in error.decode()


def now():
    return datetime.now(timezone.utc)


def range_start(request):
    text = re.search(r"range_start=(\S+?)[& ]", request)[1].replace("%3A", ":")
    assert text.endswith("Z")
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


@pytest.mark.parametrize("options", [(), ("--from", "now")])
def test_follow_begins_now(sandbox, options):
    workosds = Runner(sandbox.url)
    directory = sandbox.directory("okta scim v2.0")["id"]
    assert sandbox.post("/_sandbox/groups", {"directory_id": directory, "name": "before"}).status in (200, 201)
    assert "before" in {record["data"].get("name") for record in workosds.ok("events", "list").records}
    with workosds.start(*FOLLOW, "--verbose", "--max-items", 1, *options) as process:
        assert b"GET /events?" in process.stderr.readline()
        assert sandbox.post("/_sandbox/groups", {"directory_id": directory, "name": "after"}).status in (200, 201)
        output, _ = process.communicate(timeout=30)
    assert [json.loads(line)["data"]["name"] for line in output.splitlines()] == ["after"]


def test_what_was_held_back_and_is_older_is_left_out(serve):
    """Older events do not count for --max-items, and the cursor is after them."""
    started = now()
    old = [event(number, started - timedelta(seconds=60 - number)) for number in range(3)]
    answers = [
        page([]),
        page(old[:2]),
        page([old[2], event(3, now() + timedelta(seconds=5))]),
        page([event(4, now() + timedelta(seconds=6))]),
    ]
    server = serve(lambda request: answers.pop(0))
    result = server.ok(*FOLLOW, "--max-items", 2)
    assert result.ids == ["event_3", "event_4"]
    requests = server.server.requests
    assert all("limit=100&" in request for request in requests)
    for request in requests[:2]:
        assert timedelta(minutes=4) < started - range_start(request) + timedelta(seconds=20) < timedelta(minutes=6)
    assert [re.search(r"after=(\w+)", request)[1] for request in requests[2:]] == ["event_1", "event_3"]
    assert not any("range_start" in request for request in requests[2:])


@pytest.mark.parametrize(
    "options, expected",
    [
        (("--from", "oldest"), "^GET /events[?]((?!after=|range_start=).)*$"),
        (("--after", "event_0"), "after=event_0"),
        (("--range-start", "2026-01-01T00:00:00Z"), "range_start=2026-01-01T00"),
    ],
)
def test_follow_begins_where_it_is_told(serve, options, expected):
    old = event(1, now() - timedelta(days=30))
    server = serve(lambda request: page([old]))
    assert server.ok(*FOLLOW, "--max-items", 1, *options).ids == ["event_1"]
    assert re.search(expected, server.server.requests[0].splitlines()[0])


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "now"), ("--from", "yesterday"), ("--follow", "--from", "now", "--after", "event_1"),
        ("--follow", "--from", "oldest", "--range-start", "2026-01-01T00:00:00Z"), ("--order", "desc"),
        ("--after", "event_1", "--range-start", "2026-01-01T00:00:00Z"), ("--organization-id", ""), ("--events", ""),
    ],
)  # fmt: skip
def test_beginnings_that_are_none(serve, options):
    server = serve(lambda request: page([]))
    result = server("events", "list", *options)
    assert result.code == 64 and result.error.count("\n") == 1
    assert server.server.requests == []


def test_defaults_are_in_the_help(workosds):
    help = " ".join(workosds.ok("events", "list", "--help").text.split())
    for text in ("(default: 10)", "the default with --follow", "(default: 100, or --max-items", "(default: 3)"):
        assert text in help
    assert "(default: desc)" in " ".join(workosds.ok("users", "list", "--help").text.split())


def test_each_question_goes_on_after_the_last_event(serve):
    answers = [listing(1, 2), listing(), listing(3), listing(3, 4)]
    server = serve(lambda request: answers.pop(0) if answers else listing())
    result = server.ok(*FOLLOW, "--max-items", 4)
    assert result.ids == ["event_1", "event_2", "event_3", "event_4"]  # the second event_3 is not repeated
    cursors = [(re.search(r"after=(\w+)", request) or [0, None])[1] for request in server.server.requests]
    assert cursors == [None, "event_2", "event_2", "event_3"]


def test_follow_survives_what_passes(serve):
    answers = [
        listing(1),
        http(b"", 503),
        None,
        None,
        listing(2),
    ]  # None closes the connection: the idle one and a new one
    result = serve(lambda request: answers.pop(0))(*FOLLOW, "--max-items", 2, "--max-retries", 0)
    assert result.code == 0 and result.ids == ["event_1", "event_2"]
    assert len(re.findall(r"workosds: .*; trying again in 0.1 seconds\n", result.error)) == 2


def test_follow_ends_with_what_does_not(serve):
    answers = [listing(1), http({"message": "revoked"}, 401)]
    result = serve(lambda request: answers.pop(0))(*FOLLOW)
    assert result.code == 77 and "continue with --after event_1" in result.error


def test_follow_wants_to_begin(serve):
    assert serve(lambda request: http(b"", 503))(*FOLLOW, "--max-retries", 0).code == 69


def test_follow_notices_that_its_reader_is_gone(serve):
    with serve(lambda request: listing(1) if "after=" not in request else listing()).start(*FOLLOW) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(15) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize("format", ["csv", "table"])
def test_follow_writes_one_header(serve, format):
    answers = [listing(1), listing(2), listing(3)]
    server = serve(lambda request: answers.pop(0))
    lines = server.ok(*FOLLOW, "--max-items", 3, "--format", format, "--fields", "id").text.splitlines()
    assert lines == ["ID" if format == "table" else "id", "event_1", "event_2", "event_3"]
