"""Output on a terminal."""

import json
import re
import time
import unicodedata

import pytest
from command import Runner
from raw_server import http, page
from terminal import lines

LIST = ("users", "list", "--directory", "d")


def user(name, number=1, **members):
    return {
        "id": f"directory_user_{number}",
        "email": f"{number}@example.com",
        "name": name,
        "state": "active",
    } | members


def columns(text):
    """The width of a text with letters, ideographs and combining marks."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_a_list_is_a_table(workosds, terminal):
    screen, code = terminal(workosds, "directories", "list", columns=120).finish()
    shown = lines(screen)
    assert code == 0
    assert shown[0].split() == ["ID", "NAME", "TYPE", "STATE", "DOMAIN"]
    assert len(shown) == 1 + len(workosds.ok("directories", "list").ids)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(workosds, terminal, width, okta):
    screen, code = terminal(workosds, "users", "list", "--directory", okta, columns=width).finish()
    shown = lines(screen)
    assert code == 0 and len(shown) == 251
    assert max(map(columns, shown)) <= width


def test_ids_are_cut_last(workosds, terminal, okta):
    screen, _ = terminal(workosds, "users", "list", "--directory", okta, "--max-items", 5, columns=80).finish()
    ids = workosds.ok("users", "list", "--directory", okta, "--max-items", 5).ids
    assert [line.split()[0] for line in lines(screen)[1:]] == ids
    assert "…" in screen.decode()


def test_wide_and_combining_characters_keep_the_columns(serve, terminal):
    names = [
        "plain",
        "日本語の名前",
        "e\u0301galite\u0301",
        "한국어",
        "Zoë",
        "ｆｕｌｌ",
        "日本語の名前がとても長いとき" * 4,
    ]
    server = serve(lambda request: page([user(name, number) for number, name in enumerate(names)]))
    arguments = (*LIST, "--fields", "id,name,state")
    for width in (30, 44, 57, 58, 59, 60, 61, 75):
        screen, _ = terminal(server, *arguments, columns=width).finish()
        shown = lines(screen)
        assert {columns(line) for line in shown[1:]} <= {columns(shown[1])}, width
        assert columns(shown[1]) <= width


def test_an_emoji_of_many_signs_takes_two_columns(serve, terminal):
    names = ["ab", "👩‍👩‍👧", "🇩🇪", "❤️", "👍🏽", "日"]
    server = serve(lambda request: page([user(name) for name in names]))
    screen, _ = terminal(server, *LIST, "--fields", "name,state").finish()
    for line, name in zip(lines(screen)[1:], names, strict=True):
        assert line == f"{name}{' ' * 4}active"  # NAME is four wide, each name two, the gap two


@pytest.mark.parametrize("format", ["table", "jsonl", "json", "csv"])
def test_no_sequence_of_the_server_reaches_the_terminal(serve, terminal, format):
    evil = "a\x1b]52;c;QUJD\x07b\x1b[2Jc\x9b31md\u202ee\x7ff\x90g\x08"
    server = serve(lambda request: page([user(evil, email=evil, id=evil)]))
    screen, code = terminal(server, *LIST, "--format", format, "--fields", "id,email,name", "--no-progress").finish()
    assert code == 0
    assert not set(screen.decode()) & set("\x1b\x07\x9b\u202e\x7f\x90\x08")
    if format == "jsonl":
        assert json.loads(screen)["name"] == evil


def test_no_sequence_of_the_server_reaches_it_in_an_error(serve, terminal):
    body = {"message": "no \x1b[31msuch\x9b thing", "code": "entity\x1b_not_found"}
    server = serve(lambda request: http(body, 404, X_Request_Id="req\x1b[0m"))
    screen, code = terminal(server, "users", "get", "x", "--no-progress").finish()
    assert code == 66
    assert not set(screen.decode()) & set("\x1b\x9b")


def test_one_record_is_shown_field_by_field(workosds, terminal, okta):
    screen, _ = terminal(workosds, "directories", "get", okta).finish()
    shown = dict(line.split(None, 1) for line in lines(screen))
    assert shown["id"] == okta and shown["name"] == "Foo Corp Okta" and shown["groups"] == "12"


def slow_pages(count):
    """Slow pages, since progress is shown after 0.3 s only."""

    def answer(request):
        time.sleep(0.3)
        number = int((re.search(r"after=(\d+)", request) or [0, 0])[1])
        return page([user("x", number * 2), user("y", number * 2 + 1)], str(number + 1) if number + 1 < count else None)

    return answer


def test_progress_on_a_terminal_beside_a_pipe(serve, terminal):
    server = serve(slow_pages(4))
    running = terminal(server, *LIST, piped=("stdout",))
    running.read_until(r"\r\x1b\[K[2468] users, [1-4] pages?, \d+/s")
    output = running.process.stdout.read()
    screen, code = running.finish()
    assert code == 0 and len(output.splitlines()) == 8
    assert b"\x1b" not in output
    assert screen.endswith(b"\r\x1b[K")


def test_progress_makes_room_for_the_table(serve, terminal):
    screen, code = terminal(serve(slow_pages(4)), *LIST).finish()
    assert code == 0 and b"pages" in screen
    rows = [line for line in re.split(rb"\r\n|\r\x1b\[K", screen) if b"example.com" in line]
    assert len(rows) == 8 and not any(b"pages" in row for row in rows)


def test_progress_tells_what_is_waited_for(serve, terminal):
    answers = [http("Ratelimited", 429, Retry_After="2"), page([user("x")])]
    server = serve(lambda request: answers.pop(0))
    running = terminal(server, *LIST, piped=("stdout",))
    running.read_until(r"rate limit: waiting \d\.\d s")
    _, code = running.finish()
    assert code == 0


@pytest.mark.parametrize("how", [dict(piped=("stderr",)), dict(TERM="dumb"), dict(option="--no-progress")])
def test_no_progress_elsewhere(serve, terminal, how):
    option = [how.pop("option")] if "option" in how else []
    running = terminal(serve(slow_pages(3)), *LIST, *option, **how)
    screen, code = running.finish()
    assert code == 0 and b"\x1b" not in screen and b"page" not in screen
    if running.process.stderr:
        assert running.process.stderr.read() == b""


def test_delete_asks(sandbox, terminal):
    runner, directory = Runner(sandbox.url), sandbox.directory("bamboohr")
    for answer, code in (("n\n", 1), ("\n", 1), ("\x04", 1), ("yes\n", 0)):
        asking = terminal(runner, "directories", "delete", directory["id"])
        asking.read_until(re.escape(directory["name"]) + r".* users and .* groups\? \[y/N\] ")
        asking.send(answer)
        screen, got = asking.finish()
        assert got == code, screen
    assert "was accepted" in screen.decode()


def test_ctrl_c_at_the_question(sandbox, terminal):
    directory = sandbox.directory("bamboohr")["id"]
    asking = terminal(Runner(sandbox.url), "directories", "delete", directory)
    asking.read_until(r"\[y/N\] ")
    asking.interrupt()
    assert asking.finish()[1] == 130
    assert sandbox.get(f"/directories/{directory}").status == 200
