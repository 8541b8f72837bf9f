"""Ctrl-C, SIGTERM, closed pipes, full disks: every early end prints where to resume, or prints nothing."""

import re
import shlex
import signal
import subprocess
import threading

import pytest
from command import BINARY
from raw_server import http, page, pages, user

LIST = ("users", "list", "--directory", "d")


@pytest.fixture
def stalling(serve):
    """Two pages of two users; then the server sends nothing until it is released, and then the other two."""
    reached, go_on = threading.Event(), threading.Event()
    usual = pages(4)

    def answer(request):
        if "after=2" in request and not go_on.is_set():
            reached.set()
            go_on.wait(20)
            return None
        return usual(request)

    runner = serve(answer)
    runner.reached, runner.go_on = reached, go_on
    yield runner
    go_on.set()


def check_resume(runner, stopped, error, code, expected_code):
    """The output, together with the list after the cursor, is the whole list, with each record once."""
    assert code == expected_code
    match = re.search(r"stopped after 4 users; continue with (--after .*)\n$", error)
    assert match, error
    runner.go_on.set()
    rest = runner.ok(*LIST, *shlex.split(match[1]))
    assert stopped + rest.ids == [user(number)["id"] for number in range(8)]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_stops_at_once_and_names_the_cursor(stalling, number, code):
    with stalling.start(*LIST, "--fields", "id", "--format", "csv") as process:
        assert stalling.reached.wait(15)
        lines = [process.stdout.readline() for _ in range(5)]
        process.send_signal(number)
        output, error = process.communicate(timeout=15)
    assert output == b""
    ids = [line.decode().strip() for line in lines[1:]]
    check_resume(stalling, ids, error.decode(), process.returncode, code)


def test_ctrl_c_on_a_terminal(stalling, terminal):
    running = terminal(stalling, *LIST, piped=("stdout",))
    assert stalling.reached.wait(15)
    output = b"".join(running.process.stdout.readline() for _ in range(4))
    running.interrupt()
    output += running.process.stdout.read()
    screen, code = running.finish()
    ids = re.findall(r'"id":"(directory_user_\d+)"', output.decode())
    check_resume(stalling, ids, screen.decode().replace("\r\n", "\n"), code, 130)


def test_ctrl_c_before_anything_came(serve):
    reached, stop = threading.Event(), threading.Event()

    def answer(request):
        reached.set()
        stop.wait(20)

    with serve(answer).start(*LIST) as process:
        assert reached.wait(15)
        process.send_signal(signal.SIGINT)
        output, error = process.communicate(timeout=15)
    stop.set()
    assert (process.returncode, output, error) == (130, b"", b"workosds: stopped\n")


def test_ctrl_c_while_nobody_reads(serve):
    """The pipe is full, and the command waits for its reader."""
    large = [user(number, name="x" * 4000) for number in range(50)]
    with serve(lambda request: page(large, "next" if "after" not in request else None)).start(*LIST) as process:
        assert process.stdout.read(4096)  # it has begun to write 400,000 bytes into a pipe of 65,536
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 130
        assert b"stopped" in process.stderr.read()


def test_an_ignored_sigint_stays_ignored(serve):
    reached, go_on = threading.Event(), threading.Event()

    def answer(request):
        reached.set()
        go_on.wait(20)
        return page([user(1)])

    runner = serve(answer)
    shell = f"trap '' INT; exec {shlex.quote(BINARY)} " + " ".join(LIST)
    with subprocess.Popen(["sh", "-c", shell], env=runner.environment(), stdout=subprocess.PIPE) as process:
        assert reached.wait(15)
        process.send_signal(signal.SIGINT)
        go_on.set()
        output, _ = process.communicate(timeout=15)
    assert process.returncode == 0 and b"directory_user_1" in output


def test_a_failure_names_the_cursor_too(serve):
    usual = pages(4)
    failing = serve(lambda request: http(b"", 403) if "after=3" in request else usual(request))
    result = failing(*LIST)
    assert result.code == 77 and len(result.ids) == 6
    assert re.search(r"HTTP 403.* after 6 users; continue with --after 3\n$", result.error)


FIELDS = [{"field": "after", "code": "No such object: 'nope'."}, {"field": "limit", "message": "odd", "code": "c"}]
REFUSED = http({"message": "Validation failed", "errors": FIELDS}, 422)


@pytest.mark.parametrize("answer", [REFUSED, http({}, 400), http({}, 404)])
def test_what_was_refused_is_not_advised(serve, answer):
    usual = pages(4)
    for begin in ((), ("--after", "2")):
        result = serve(lambda request: answer if "after=3" in request else usual(request))(*LIST, *begin)
        assert result.code in (64, 66) and result.ids
        assert " after 6 users" in result.error or " after 2 users" in result.error
        assert "--after" not in result.error
    assert "--after" not in serve(lambda request: answer)(*LIST, "--after", "nope").error


def test_verbose_shows_the_fields_that_were_refused(serve):
    lines = serve(lambda request: REFUSED)(*LIST, "--after", "nope", "--verbose").error.splitlines()
    assert lines[1:3] == ["workosds: rejected: after: No such object: 'nope'.", "workosds: rejected: limit: odd: c"]
    assert len(lines) == 4


def test_a_cursor_that_came_twice_is_not_advised(serve):
    result = serve(lambda request: page([user(1)], "same"))(*LIST)
    assert result.code == 76 and "--after" not in result.error


def test_a_cursor_from_the_server_is_quoted_for_the_shell(serve):
    cursor = "a'b; rm -rf $HOME"
    failing = serve(lambda request: page([user(1)], cursor) if "after=" not in request else http(b"", 403))
    error = failing(*LIST).error
    assert shlex.split(error[error.index("--after") :]) == ["--after", cursor]


def test_backwards_goes_on_backwards(serve):
    def answer(request):
        if "before=start" in request:
            return http({"data": [user(1)], "list_metadata": {"before": "middle", "after": None}})
        return http(b"", 403)

    assert "continue with --before middle" in serve(answer)(*LIST, "--before", "start").error


def test_head_ends_it_quietly(workosds, okta):
    command = f"set -o pipefail; {shlex.quote(BINARY)} users list --directory {okta} | head -1"
    with subprocess.Popen(
        ["bash", "-c", command], env=workosds.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        output, error = process.communicate(timeout=20)
    assert (output.count(b"\n"), error) == (1, b"")
    assert process.returncode in (0, 141)  # depends on whether head exits before the rest of the list is written


def test_a_closed_pipe_is_141(serve):
    closed = threading.Event()
    with serve(lambda request: closed.wait(20) and page([user(1)])).start(*LIST) as process:
        process.stdout.close()
        closed.set()
        assert process.wait(15) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize("arguments", [LIST, ("types",), ("--help",), ("users", "get", "directory_user_1")])
def test_a_full_disk(serve, arguments):
    runner = serve(lambda request: page([user(1)]) if "?" in request.split("\r\n")[0] else http(user(1)))
    with open("/dev/full", "wb") as full:
        result = runner(*arguments, stdout=full)
    assert result.code == 74
    assert re.fullmatch(r"workosds: the output cannot be written: No space left on device.*\n", result.error)


def test_a_closed_output_does_not_become_a_connection(serve):
    runner = serve(pages(2))
    command = f"exec {shlex.quote(BINARY)} {' '.join(LIST)} >&-"
    with subprocess.Popen(["sh", "-c", command], env=runner.environment(), stderr=subprocess.PIPE) as process:
        _, error = process.communicate(timeout=15)
    assert process.returncode == 74 and b"cannot be written" in error
    assert all("directory_user_1" not in request for request in runner.server.requests)
