"""Exit codes by class of status, messages of one line, and redaction of the API key."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
import time

import pytest
from command import BINARY, KEY, Runner
from raw_server import http, page, user

GET = ("users", "get", "directory_user_1")


def eventually(holds, seconds=20):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def has_open(process, path):
    folder = f"/proc/{process.pid}/fd"
    with contextlib.suppress(OSError):
        return str(path) in [os.readlink(f"{folder}/{number}") for number in os.listdir(folder)]
    return False


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, 64), (401, 77), (403, 77), (404, 66), (409, 73), (418, 76), (422, 64), (429, 75), (500, 69), (503, 69)],
)
def test_exit_codes_of_http(serve, status, code):
    result = serve(lambda request: http({"message": "why"}, status))(*GET, "--max-retries", 0)
    assert result.code == code
    assert result.bytes == b"" and re.fullmatch(rf"workosds: GET .*HTTP {status}.*\n", result.error)


def test_exit_codes_of_connections(serve):
    refused = Runner("http://127.0.0.1:1")(*GET, "--max-retries", 0)
    assert refused.code == 69 and refused.error.count("\n") == 1
    cut_off = serve(lambda request: None)(*GET, "--max-retries", 0)
    assert cut_off.code == 69
    assert serve(lambda request: http(b"<html>"))(*GET).code == 76
    assert serve(lambda request: page([user(1)], "same"))("users", "list", "--directory", "d").code == 76


def test_a_time_limit(serve):
    stop = threading.Event()
    result = serve(lambda request: stop.wait(20) and None)(*GET, "--timeout", "0.2")
    stop.set()
    assert result.code == 75 and result.error.count("\n") == 1


def test_tls():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_in_plain_text():
            with listener.accept()[0] as connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answer_in_plain_text, daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        assert Runner(url)(*GET, "--max-retries", 0).code == 69


@pytest.mark.parametrize(
    "arguments",
    [
        ("users", "list"), ("groups", "list"), ("users",  "list", "--email", "x", "--group", "g"), ("nonsense",),
        ("users", "list", "--directory", "d", "--limit", "0"), ("directories", "list", "--limit", "101"),
        ("directories", "list", "--max-items", "0"), ("directories", "list", "--after", "a", "--before", "b"),
        ("directories", "list", "--order", "sideways"), ("directories", "get"), ("types", "--format", "xml"),
        ("events", "list", "--follow", "--order", "desc"), ("events", "list", "--poll", "3"),
        ("events", "list", "--before", "x"), ("directories", "list", "--timeout", "-1"),
        ("directories", "list", "--nonsense"), ("users", "get", "."), ("webhook", "verify"),
    ],
)  # fmt: skip
def test_wrong_usage(workosds, arguments):
    result = workosds(*arguments)
    assert (result.code, result.bytes) == (64, b"")
    assert re.fullmatch(r"workosds: .+\n", result.error)


@pytest.mark.parametrize("seconds", ["0", "1e300", "nan"])
def test_the_limits_of_a_time_are_named(workosds, seconds):
    assert "0.001 to 86400000" in workosds("directories", "list", "--timeout", seconds).error


@pytest.mark.parametrize("argument", [b"\xff\xfe", b"user_\xc3", b"\xed\xa0\x80", b"\xc0\xaf"])
@pytest.mark.parametrize(
    "place", [("users", "get"), ("users", "list", "--directory"), ("directories", "delete", "--yes")]
)
def test_arguments_that_are_not_utf8(serve, place, argument):
    """Invalid UTF-8 is not replaced, because the result could identify another record."""
    server = serve(lambda request: http(user(1)))
    process = server.start(*place, os.fsdecode(argument))
    output, error = process.communicate(timeout=20)
    assert (process.returncode, output, server.server.requests) == (64, b"", [])
    assert b"is not UTF-8" in error and b"\\x" in error and error.isascii() and error.count(b"\n") == 1
    with server.start(*place, "sk_live_" + os.fsdecode(argument)) as process:
        assert b"sk_live_" not in process.communicate(timeout=20)[1]


def test_arguments_without_proc(workosds, okta):
    """As in a chroot without /proc."""
    script = 'mount -t tmpfs none /proc && exec "$0" "$@"'
    kinds = [["unshare", *options, "--mount", "sh", "-c", script] for options in ([], ["--user", "--map-root-user"])]
    allowed = [kind for kind in kinds if subprocess.run([*kind, "true"], capture_output=True).returncode == 0]
    if not allowed:
        pytest.skip("no mount namespace can be made here")
    command = [*allowed[0], BINARY, "users", "list", "--directory", okta, "--max-items", "3", "--fields", "id"]
    with subprocess.Popen(command, env=workosds.environment(), stdout=subprocess.PIPE) as process:
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 0 and output.count(b"directory_user_") == 3


@pytest.mark.parametrize(
    ("arguments", "option", "meant"),
    [
        (("users", "list", "--dirctory", "x"), "--dirctory", "--directory"), (("groups", "list", "--usr=x"), "--usr", "--user"),
        (("users", "get", "--frmat", "csv"), "--frmat", "--format"), (("mirror", "run", "--databse", "x"), "--databse", "--database"),
        (("mirror", "--databse", "x"), "--databse", "--database"), (("webhook", "verify", "--signatur", "x"), "--signatur", "--signature"),
        (("users", "list", "-x"), "-x", None), (("users", "list", "--completely-else"), "--completely-else", None),
    ],
)  # fmt: skip
def test_an_unknown_option_is_named_before_what_is_missing(workosds, arguments, option, meant):
    result = workosds(*arguments)
    suggestion = f". Did you mean '{meant}'?" if meant else ""
    assert result.code == 64 and result.error.startswith(
        f"workosds: Unknown option '{option}'{suggestion} (see: workosds "
    )


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("directories", "get", ""), "<id>"), (("users", "get", ""), "<id>"), (("directories", "sync", ""), "<id>"),
        (("directories", "delete", "", "--yes"), "<id>"), (("users", "list", "--directory", ""), "--directory"),
        (("users", "list", "--directory", "d", "--email", ""), "--email"), (("groups", "list", "--user", ""), "--user"),
        (("directories", "list", "--organization-id", ""), "--organization-id"),
    ],
)  # fmt: skip
def test_empty_arguments_are_named_as_they_are_written(serve, arguments, name):
    """A script whose variable is not set would otherwise list everything."""
    server = serve(lambda request: page([user(1)]))
    result = server(*arguments)
    assert result.code == 64 and result.error.startswith(f"workosds: {name} must not be empty")
    assert server.server.requests == []


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("users", "get", ".."), "<id>"), (("directories", "list", "--ca-file", "/nowhere.pem"), "--ca-file"),
        (("directories", "list", "--base-url", "ftp://x"), "--base-url"), (("directories", "delete", ".", "--yes"), "<id>"),
    ],
)  # fmt: skip
def test_refused_arguments_are_named_as_they_are_written(workosds, arguments, name):
    result = workosds(*arguments)
    assert result.code in (64, 78) and result.error.startswith(f"workosds: {name} ")


def test_no_page_is_larger_than_what_is_wanted(serve):
    server = serve(lambda request: page([user(1)]))
    for options, limit in (
        (("--max-items", 1), 1),
        (("--max-items", 500), 100),
        (("--limit", 50, "--max-items", 1), 50),
    ):
        server.ok("users", "list", "--directory", "d", *options)
        assert f"limit={limit}&" in server.server.requests.pop()


def test_usage_errors_point_to_the_help(workosds):
    assert "(see: workosds users list --help)" in workosds("users", "list").error


def test_delete_without_a_terminal(sandbox):
    workosds, directory = Runner(sandbox.url), sandbox.directory("bamboohr")["id"]
    refused = workosds("directories", "delete", directory, input=b"yes\n")
    assert refused.code == 64 and "--yes" in refused.error
    assert sandbox.get(f"/directories/{directory}").status == 200
    assert directory in workosds.ok("directories", "delete", directory, "--yes").text
    assert workosds("directories", "delete", "directory_nobody", "--yes").code == 66


def test_sync(sandbox):
    workosds, google = Runner(sandbox.url), sandbox.directory("gsuite directory")["id"]
    assert google in workosds.ok("directories", "sync", google).text
    again = workosds("directories", "sync", google)
    assert again.code == 75 and again.error.count("\n") == 1
    assert workosds("directories", "sync", sandbox.directory("bamboohr")["id"]).code == 64


def test_retries_are_waited_out(serve):
    answers = [http("Ratelimited", 429, Retry_After="0"), http(b"", 503), page([user(1)])]
    assert len(serve(lambda request: answers.pop(0)).ok("users", "list", "--directory", "d").ids) == 1


@pytest.mark.parametrize(
    ("answer", "arguments"),
    [
        (http({"message": "Too many"}, 429, Retry_After="300"), GET),
        (http({"code": "directory_sync_rate_limited", "retry_after_seconds": 300}, 429), ("directories", "sync", "d")),
    ],
)
def test_a_rate_limit_tells_the_seconds(serve, answer, arguments):
    result = serve(lambda request: answer)(*arguments)
    assert result.code == 75 and "300 s" in result.error and result.error.count("\n") == 1


def test_a_refused_field_is_named_with_the_reason(serve):
    fields = [{"field": "range_start", "code": "invalid", "message": "range_start must be a time in UTC"}]
    server = serve(lambda request: http({"message": "Validation failed", "errors": fields}, 422))
    error = server("events", "list", "--range-end", "2026-01-01T00:00:00Z").error
    assert "range_start must be a time in UTC" in error and error.count("\n") == 1


class TestKey:
    def test_none(self, workosds):
        for variables in (dict(WORKOS_API_KEY=None), dict(WORKOS_API_KEY="")):
            result = workosds("directories", "list", **variables)
            assert result.code == 78
            assert "WORKOS_API_KEY" in result.error and "--api-key-file" in result.error

    def test_wrong(self, workosds):
        assert workosds("directories", "list", WORKOS_API_KEY="sk_wrong").code == 77

    def test_from_a_file(self, workosds, tmp_path):
        file = tmp_path / "key"
        file.write_text(KEY + "\n")
        file.chmod(0o600)
        arguments = ("directories", "list", "--max-items", 1, "--api-key-file", file)
        workosds.ok(*arguments, WORKOS_API_KEY=None)
        workosds.ok(*arguments, WORKOS_API_KEY="sk_wrong")

    @pytest.mark.parametrize("mode", [0o644, 0o604, 0o620])
    def test_a_file_that_others_can_read(self, workosds, tmp_path, mode):
        file = tmp_path / "a key"
        file.write_text(KEY)
        file.chmod(mode)
        result = workosds("directories", "list", "--api-key-file", file)
        assert result.code == 78 and f"chmod 600 '{file}'" in result.error

    def test_files_that_hold_none(self, workosds, tmp_path):
        empty = tmp_path / "empty"
        empty.touch(0o600)
        latin1 = tmp_path / "latin1"
        latin1.write_bytes(b"sk_t\xe9st\n")
        latin1.chmod(0o600)
        reasons = {
            empty: "no API key in its first line",
            tmp_path: "Is a directory",
            tmp_path / "missing": "No such file or directory",
            "/dev/zero": "longer than",
            latin1: "not UTF-8",
        }
        for file, reason in reasons.items():
            result = workosds("directories", "list", "--api-key-file", file)
            assert result.code == 78 and result.error.startswith(f"workosds: {file}: ") and reason in result.error
            assert result.error.count("\n") == 1

    @pytest.mark.parametrize(
        "noun", [("directories", "list", "--api-key-file"), ("webhook", "verify", "--signature", "x", "--secret-file")]
    )
    def test_a_named_pipe_without_a_writer_can_be_interrupted(self, workosds, tmp_path, noun):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with workosds.start(*noun, pipe) as process:
            eventually(lambda: has_open(process, pipe))
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130

    def test_a_named_pipe_whose_writer_comes_later(self, workosds, tmp_path):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with workosds.start("directories", "list", "--api-key-file", pipe, WORKOS_API_KEY=None) as process:
            eventually(lambda: has_open(process, pipe))
            pipe.write_text(KEY)
            output, error = process.communicate(timeout=20)
        assert process.returncode == 0 and b"directory_" in output, error

    def test_from_a_pipe(self, workosds):
        arguments = ("directories", "list", "--api-key-file", "/dev/stdin")
        assert workosds(*arguments, input=KEY.encode() + b"\n", WORKOS_API_KEY=None).code == 0

    @pytest.mark.parametrize(
        "arguments",
        [("users", "get", "sk_live_42"), ("users", "list", "--api-key", "sk_live_42"), ("sk_live_42",),
         ("directories", "list", "--api-key=sk_live_42"), ("directories", "list", "--api-key-file", "sk_live_42")],
    )  # fmt: skip
    def test_never_as_an_argument_nor_repeated(self, workosds, arguments):
        result = workosds(*arguments)
        assert result.code == 64
        assert "sk_live_42" not in result.error + result.text and "WORKOS_API_KEY" in result.error

    def test_never_in_any_output(self, serve):
        def echo(request):
            key = re.search(r"Bearer (\S+)", request)[1]
            return http({"message": f"bad key {key}", "code": key}, 401, X_Request_Id="req_1")

        server = serve(echo)
        for arguments in (("directories", "list"), GET, ("directories", "delete", "d", "--yes")):
            result = server(*arguments, "--verbose")
            assert result.code == 77
            assert KEY not in result.error + result.text
        assert KEY not in server("--help").text

    def test_not_where_an_answer_names_it(self, serve):
        """In no JSON spelling, nor in the request id, which --verbose shows."""
        escaped = KEY.replace("_", "\\u005f", 1)
        body = f'{{"message":"no {escaped}","code":"{KEY}","errors":[{{"field":"{KEY}","code":"{escaped}"}}]}}'.encode()
        server = serve(lambda request: http(body, 422, X_Request_Id=f"req_{KEY}"))
        for arguments in (GET, ("users", "list", "--directory", "d"), ("users", "get", KEY.removeprefix("sk_"))):
            error = server(*arguments, "--verbose").error
            assert KEY not in error and "[API key]" in error

    def test_not_in_verbose_either(self, workosds):
        result = workosds("directories", "list", "--verbose")
        assert "GET /directories?" in result.error and KEY not in result.error


def test_exit_codes_are_in_the_help(workosds):
    help = workosds.ok("--help").text
    codes = [int(code) for code in re.findall(r"^ {2,4}(\d+) ", help, re.MULTILINE)]
    assert codes == [0, 1, 64, 65, 66, 69, 70, 73, 74, 75, 76, 77, 78, 129, 130, 141, 143]


@pytest.mark.parametrize("noun", ["directories", "groups", "users", "events", "webhook"])
def test_every_command_has_help(workosds, noun):
    subcommands = re.findall(r"^  (list|get|delete|sync|verify|sign) ", workosds.ok(noun, "--help").text, re.MULTILINE)
    assert subcommands
    for subcommand in subcommands:
        assert "USAGE: workosds " + noun in workosds.ok(noun, subcommand, "--help").text
