"""The answers that are whole HTTP messages, byte for byte, and how the call ends by each."""

import calendar
import time

import pytest
from expectations.answers import FILES, MORE, RETRY_AFTER
from replay import answer, close, in_turn, reset
from support.client import Failure
from support.inputs import ANSWERS, read
from support.pages import user


def records(client, call):
    if call == "delete":
        client.delete_directory()
        return []
    if call == "list":
        with client.list_users(max_items=2) as iterator:
            return list(iterator)
    return [client.get_user()]


def check(case, bytes, connect, serve):
    server = serve(in_turn([bytes, {"close": close, "reset": reset}[case.ending]]))
    client = connect(server, **case.options)
    failure = None
    try:
        found = records(client, case.call)
    except Failure as caught:
        failure = caught
    assert len(server.requests) == 1, "one request and no second"
    if not case.status:
        assert failure is None, failure
        assert tuple(record["id"] for record in found) == case.ids
        for (number, name), value in case.values.items():
            assert found[number][name] == value
        return
    assert failure and failure.status in case.status.split("|"), failure
    check_failure(case, failure, bytes)


def body_of(bytes):
    """What stands behind the last head."""
    while bytes.startswith(b"HTTP/1."):
        bytes = bytes.partition(b"\r\n\r\n")[2]
    return bytes


def check_failure(case, failure, bytes):
    if case.http_status:
        assert failure.http_status == case.http_status
    if case.body_kept:
        assert failure.body == body_of(bytes)
    assert case.says in failure.message
    assert not [word for word in case.never_says if word in failure.message]
    if case.request_id is not ...:
        assert failure.request_id == case.request_id
    assert failure.code == case.code
    assert failure.retry_after_ms == case.retry_after_ms
    if case.entries is not None:
        assert failure.json["errors"] == list(case.entries)
    retryable = {"RATE_LIMITED", "SERVER", "NETWORK"}
    assert failure.is_retryable == (failure.status in retryable)


@pytest.mark.parametrize("name", FILES)
def test_file(name, connect, serve):
    check(FILES[name], read(f"{name}.http"), connect, serve)


@pytest.mark.parametrize("name", MORE)
def test_more(name, connect, serve):
    """Where no outcome is written down, success will do as well as an error."""
    bytes, case = MORE[name]
    if case:
        check(case, bytes, connect, serve)
    else:
        client = connect(serve(in_turn([bytes, close])))
        try:
            client.get_user()
        except Failure as failure:
            assert failure.status in ("NETWORK", "PROTOCOL")


def test_every_answer_is_expected():
    own = {"B80-429-http-date"}
    assert {name.removesuffix(".http") for name in ANSWERS} == {*FILES, *own}


def test_mixed_entries(connect, serve):
    """Each entry that says something is readable, whatever its type; none costs the message."""
    with pytest.raises(Failure) as failure:
        connect(serve(in_turn(MORE["422 mixed entries"][0]))).get_user()
    entries = failure.value.json["errors"]
    assert {"field": None, "code": None, "message": "a"} in entries
    assert {"field": "f", "code": None, "message": None} in entries
    assert {"field": None, "code": "c", "message": "t"} in entries


def retry_after(value, connect, serve):
    with pytest.raises(Failure) as failure:
        connect(serve(in_turn(answer(429, {}, f"Retry-After: {value}")))).get_user()
    return failure.value.retry_after_ms


@pytest.mark.parametrize("value", RETRY_AFTER)
def test_retry_after(value, connect, serve):
    assert retry_after(value, connect, serve) == RETRY_AFTER[value]


def test_retry_after_in_2044(connect, serve):
    """B80: the true value is reported. Any of HTTP's three forms."""
    due = calendar.timegm((2044, 11, 6, 8, 49, 37))
    forms = ("Sun, 06 Nov 2044 08:49:37 GMT", "Sunday, 06-Nov-44 08:49:37 GMT", "Sun Nov  6 08:49:37 2044")
    assert forms[0].encode() in read("B80-429-http-date.http")
    for form in forms:
        assert abs(retry_after(form, connect, serve) - 1000 * (due - time.time())) < 2_000


@pytest.mark.parametrize("value", ["9" * 18, "9" * 19, "9" * 40])
def test_retry_after_beyond_the_clock(value, connect, serve):
    """B82e: absent, or more than any cap; never a wait that has wrapped around."""
    found = retry_after(value, connect, serve)
    assert found == -1 or found > 86_400_000
    server = serve(in_turn(answer(429, {}, f"Retry-After: {value}"), answer(200, user())))
    client = connect(server, max_retries=1, max_retry_wait_ms=2**63 - 1, call_timeout_ms=1_000)
    with pytest.raises(Failure):
        client.get_user()
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["B82c-429-huge", "B80-429-http-date"])
def test_wait_above_the_cap_ends_at_once(name, connect, serve):
    server = serve(in_turn(read(f"{name}.http"), answer(200, user())))
    began = time.monotonic()
    with pytest.raises(Failure) as failure:
        connect(server, max_retries=5).get_user()
    assert time.monotonic() - began < 1
    assert failure.value.status == "RATE_LIMITED" and failure.value.retry_after_ms >= 86_400_000
    assert len(server.requests) == 1


def test_limited_by_html_is_retried(connect, serve):
    server = serve(in_turn(read("B82h-429-html.http"), answer(200, user())))
    began = time.monotonic()
    assert connect(server, max_retries=1).get_user()["id"] == user()["id"]
    assert 1 <= time.monotonic() - began < 4


def test_long_message(connect, serve):
    """B84: the message is short, the body whole."""
    bytes = read("B84-long-error-body.http")
    with pytest.raises(Failure) as failure:
        connect(serve(in_turn(bytes))).get_user()
    assert len(failure.value.message.encode()) <= 300
    assert len(failure.value.body) == 131_072 and len(failure.value.json["body"]) == 131_072


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status, connect, serve):
    elsewhere = serve(in_turn())
    for call in ("get", "list", "delete"):
        server = serve(in_turn(answer(status, b"", f"Location: {elsewhere.url}/directory_users")))
        with pytest.raises(Failure) as failure:
            records(connect(server, max_retries=2), call)
        assert (failure.value.status, failure.value.http_status) == ("API", status)
        assert elsewhere.url in failure.value.message
        assert len(server.requests) == 1
    assert elsewhere.connections == 0
