"""Following events."""

import json
import re
import signal

import pytest
from command import Runner
from raw_server import http, page


def event(number):
    return {"object": "event", "id": f"event_{number}", "event": "dsync.user.created", "data": {"id": f"u{number}"}}


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
    assert f"go on with --after {received['id']}" in error.decode()


def test_each_question_goes_on_after_the_last_event(serve):
    answers = [listing(1, 2), listing(), listing(3), listing(3, 4)]
    server = serve(lambda request: answers.pop(0) if answers else listing())
    result = server.ok(*FOLLOW, "--max-items", 5)
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
    ]  # None: the connection ends, the kept one and a new one
    result = serve(lambda request: answers.pop(0))(*FOLLOW, "--max-items", 2, "--max-retries", 0)
    assert result.code == 0 and result.ids == ["event_1", "event_2"]
    assert len(re.findall(r"workosds: .*; asking again in 0.1 seconds\n", result.error)) == 2


def test_follow_ends_with_what_does_not(serve):
    answers = [listing(1), http({"message": "revoked"}, 401)]
    result = serve(lambda request: answers.pop(0))(*FOLLOW)
    assert result.code == 77 and "go on with --after event_1" in result.error


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
