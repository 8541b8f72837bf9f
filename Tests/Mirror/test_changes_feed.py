"""`mirror changes`: a feed for other programs."""

import contextlib
import json
import os
import signal
import subprocess
import time

import pytest
from support.content import changes, held, identifiers, last_change, opened, replayed
from support.mirror import BINARY


def command(mirror, *options):
    return [BINARY, "mirror", "changes", "--database", str(mirror.path), *map(str, options)]


def feed(mirror, *options, code=0):
    done = subprocess.run(command(mirror, *options), capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done
    return [json.loads(line) for line in done.stdout.splitlines()]


class Follower:
    """`changes --follow`, and the lines it has printed."""

    def __init__(self, mirror, *options):
        self.process = subprocess.Popen(
            command(mirror, "--follow", *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def until(self, number):
        lines = []
        while not lines or lines[-1]["id"] < number:
            text = self.process.stdout.readline()
            assert text.endswith("\n"), (lines[-1:], self.process.communicate())
            lines.append(json.loads(text))
        return lines

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        rest, error = self.process.communicate(timeout=20)
        return self.process.returncode, rest, error

    def close(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def follow(mirror, stack):
    return lambda *options: stack.enter_context(contextlib.closing(Follower(mirror, *options)))


def without_null(row):
    values = {name: value for name, value in row.items() if value is not None}
    return values | {name: json.loads(values[name]) for name in ("previous", "record") if name in values}


def test_each_row_is_a_line(mirror, mutator):
    mirror.update()
    before, mark = identifiers(held(mirror.path)), last_change(mirror.path)
    mutator.change(40)
    mirror.update()
    lines = feed(mirror, "--after", mark)
    assert lines == [without_null(row) for row in changes(mirror.path, after=mark)]
    assert replayed(before, lines) == identifiers(held(mirror.path))
    assert feed(mirror) == [without_null(row) for row in changes(mirror.path)]
    assert feed(mirror, "--after", lines[-1]["id"]) == []
    assert feed(mirror, "--after", mark, "--limit", 3) == lines[:3]


def test_following_misses_and_doubles_nothing(mirror, mutator, follow):
    mirror.update()
    first = last_change(mirror.path)
    follower = follow("--after", first)
    seen = []
    for _ in range(4):
        mutator.change(25)
        mirror.update()
        seen += follower.until(last_change(mirror.path))
    assert [line["id"] for line in seen] == list(range(first + 1, last_change(mirror.path) + 1))
    assert seen == [without_null(row) for row in changes(mirror.path, after=first)]
    assert follower.stop() == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to(mirror, follow, number):
    mirror.update()
    follower = follow()
    follower.until(last_change(mirror.path))
    began = time.monotonic()
    assert follower.stop(number) == (0, "", "")
    assert time.monotonic() - began < 2


def test_it_ends_while_nobody_takes_its_lines(mirror, mutator):
    mirror.update()
    mutator.change(300)
    mirror.update()
    reading, writing = os.pipe()
    process = subprocess.Popen(command(mirror, "--follow"), stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    try:
        # Some output has been written by then, and a pipe holds no more than 64 KiB.
        assert os.read(reading, 1)
        process.terminate()
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.communicate()
        os.close(reading)


def test_nobody_reads(mirror, follow):
    mirror.update()
    follower = follow()
    follower.until(last_change(mirror.path))
    follower.process.stdout.close()
    assert follower.process.wait(timeout=20) == 141
    assert follower.process.stderr.read() == ""


def test_numbers_that_are_not_kept(mirror, follow):
    mirror.update()
    last = last_change(mirror.path)
    with opened(mirror.path) as db, db:
        db.execute("DELETE FROM changes WHERE id <= ?", [last - 2])
    done = subprocess.run(command(mirror, "--after", 0), capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stdout) == (5, "")
    assert "no longer kept" in done.stderr and f"--after {last}" in done.stderr and done.stderr.count("\n") == 1
    assert len(feed(mirror)) == len(feed(mirror, "--after", last - 2)) == 2
    with opened(mirror.path) as db, db:
        db.execute("DELETE FROM changes")
    feed(mirror, "--after", last - 1, code=5)
    assert feed(mirror) == feed(mirror, "--after", last) == []
    done = subprocess.run(command(mirror, "--after", last + 1), capture_output=True, text=True, timeout=20)
    assert done.returncode == 5 and "not the copy" in done.stderr


def test_pruned_while_it_follows(mirror, mutator, follow):
    mirror.update()
    follower = follow()
    follower.until(last_change(mirror.path))
    follower.process.send_signal(signal.SIGSTOP)
    mutator.change(10)
    mirror.update()
    with opened(mirror.path) as db, db:
        db.execute("DELETE FROM changes WHERE id < (SELECT max(id) FROM changes)")
    follower.process.send_signal(signal.SIGCONT)
    assert follower.process.wait(timeout=20) == 5
    assert "no longer kept" in follower.process.stderr.read()


def test_names_are_escaped(mirror):
    mirror.update()
    name = "\x1b[2J\x1b]0;owned\x07 line\nbreak \u202eevil \u2028 \x85"
    mirror.sandbox.post("directories", {"name": name})
    mirror.update()
    mark = last_change(mirror.path) - 1
    done = subprocess.run(command(mirror, "--after", mark), capture_output=True, text=True, timeout=20)
    assert not any(ord(c) < 0x20 and c != "\n" or c in "\u202e\u2028\x85" for c in done.stdout)
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout)["record"]["name"] == name


def test_a_file_that_is_replaced(mirror, follow):
    mirror.update()
    follower = follow()
    follower.until(last_change(mirror.path))
    mirror.path.rename(mirror.path.with_name("old.db"))
    mirror.update()
    assert follower.process.wait(timeout=20) == 74
    assert "replaced" in follower.process.stderr.read()


@pytest.mark.parametrize("options", [["--after", "-1"], ["--after", "x"], ["--limit", "0"], ["--watch"]])
def test_wrong_options(mirror, options):
    assert subprocess.run(command(mirror, *options), capture_output=True, timeout=20).returncode == 64
