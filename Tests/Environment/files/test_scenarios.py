"""The scenario files: sequences of requests and answers, played against the library."""

import abi
import pytest
from replay import ok
from support.client import Client, Failure
from support.inputs import SCENARIOS, scenario
from support.pages import directory, page, user
from support.scenario import STATUS, Script

# Lists of arguments, not sequences: test_arguments.py, and the last test here.
ARGUMENTS = ("B104", "B105", "B106", "B107", "B108", "B113")
PLAYED = [name for name in SCENARIOS if name.split("-")[0] not in ARGUMENTS]
NOUNS = {"list_users": "user", "list_groups": "group", "list_directories": "directory", "get_user": "user"}


def play(client, call):
    """The ids that the call gives, and the failure it ends by or None."""
    noun, arguments = NOUNS.get(call["fn"]), call.get("args", {})
    found = []
    try:
        if call["fn"] == "delete_directory":
            client.delete_directory(arguments["id"])
        elif call["fn"].startswith("get_"):
            found.append(client.get(noun, arguments["id"])["id"])
        else:
            for _ in range(2 if call.get("iterate") == "twice" else 1):
                with client.list(noun, **arguments) as iterator:
                    try:
                        for record in iterator:
                            found.append(record["id"])
                    except Failure as failure:
                        _check_sticky(iterator, failure)
                        raise
    except Failure as failure:
        return found, failure
    return found, None


def _check_sticky(iterator, failure):
    """An ended iterator says the same for ever."""
    for _ in range(2):
        with pytest.raises(Failure) as again:
            iterator.next()
        assert again.value.json == failure.json


@pytest.mark.parametrize("name", PLAYED)
def test_played(name, library, serve):
    case = scenario(name)
    expected = case["expect"]
    script = Script(case["steps"])
    server = serve(script)
    retries = case["call"].get("config", {}).get("max_retries", 0) or -1
    attempts = []
    with Client(library, server.url, max_retries=retries, on_attempt=_recorder(library, attempts)) as client:
        ids, failure = play(client, case["call"])
    script.check()
    wanted = [expected["id"]] if "id" in expected else expected.get("ids", expected.get("ids_before_error", []))
    assert ids == wanted
    assert (failure.status if failure else None) == STATUS.get(expected.get("error"))
    if "status" in expected:
        assert failure.http_status == expected["status"]
    assert len(server.requests) == expected.get("requests", len(server.requests))
    assert len(attempts) == len(server.requests), "each attempt is reported"
    sent = {key for request in server.requests for key in request.query}
    assert not sent & set(expected.get("never_sent_keys", ()))
    waited = sum(max(wait, 0) for wait in attempts)
    assert waited >= expected.get("min_total_sleep_ms", 0)


def _recorder(library, waits):
    @abi.AttemptCallback
    def record(attempt, _):
        waits.append(library.attempt_wait_ms(attempt))

    return record


def test_repeated_cursor_is_named(connect, serve):
    case = scenario("B13-repeated-cursor.json")
    _, failure = play(connect(serve(Script(case["steps"]))), case["call"])
    assert case["steps"][0]["response"]["body"]["list_metadata"]["after"] in failure.message


def test_request_lines(library, serve):
    """B113: every request as it goes over the wire."""
    case = scenario("B113-golden-request-lines.json")

    def script(request):
        body = page([]) if "?" in request.target else user()
        return ok(directory() if request.path.startswith("/directories/") else body)

    server = serve(script)
    with Client(library, server.url, key="sk_test_x") as client:
        list(client.list("directory"))
        client.get("directory", "d1")
        client.delete_directory("d1")
        list(client.list("user", directory="d1"))
        client.get("user", "u1")
        list(client.list("group", directory="d1"))
        client.get("group", "g1")
    for request, expected in zip(server.requests, case["expect"]["request_lines"], strict=True):
        method, target, version = expected.split(" ")
        path, _, query = target.partition("?")
        assert (request.method, request.path, request.line.split(" ")[2]) == (method, path, version)
        assert sorted(request.target.partition("?")[2].split("&")) == sorted(query.split("&"))
        assert ("?" in request.target) == ("?" in target)
        assert request.headers["authorization"] == "Bearer sk_test_x"
        assert request.headers["user-agent"] and request.headers["accept"] == "application/json"
        assert not {"content-length", "transfer-encoding", "idempotency-key"} & request.headers.keys()
