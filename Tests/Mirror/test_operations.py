"""The command line, and one sentence for each mistake in it."""

import os
import subprocess

import pytest
from support.content import opened
from support.mirror import BINARY, Mirror

OPTIONS = ["--database", "--watch", "--dry-run", "--reconcile-every", "--max-removal-count", "--metrics-file", "--mode"]
SUBCOMMANDS = ["status", "changes", "verify", "repair"]


def run(*arguments, **settings):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=30, **settings)


def test_help_tells_the_options():
    text = run("mirror", "--help").stdout
    for option in OPTIONS:
        assert option in text
    assert "(default: 30" in text and "\n  run" not in text
    for subcommand in SUBCOMMANDS:
        assert f"\n  {subcommand} " in text
        assert "--database" in run("mirror", subcommand, "--help").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_the_options(shell):
    text = run("--generate-completion-script", shell).stdout
    for option in OPTIONS:
        assert option.removeprefix("--") in text


def test_the_first_name_of_the_command(reader):
    environment = reader.environment
    done = run("mirror", "run", "--database", reader.path, "--unpaced", env=environment)
    assert done.returncode == 0 and "first run" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--databse", "x"], "'--databse'. Did you mean '--database'?"),
        (["run", "--databse", "x"], "'--databse'. Did you mean '--database'?"),
        (["status", "--jsn"], "'--jsn'"),
        ([], "'--database <file>'"),
        (["status"], "'--database <file>'"),
        (["--database", ""], "--database needs"),
        (["status", "--database", "x", "--watch"], "'--watch'"),
        (["--watch", "--confirm-removal", "--database", "x"], "--confirm-removal"),
        (["--watch", "--dry-run", "--database", "x"], "--dry-run"),
        (["--database", "x", "--keep-changes", "nan"], "--keep-changes"),
        (["--database", "x", "--keep-changes=-1"], "--keep-changes"),
        (["--database", "x", "--keep-changes", "0"], "--keep-changes"),
        (["--database", "x", "--poll", "inf"], "--poll"),
        (["--database", "x", "--reconcile-every", "nan"], "--reconcile-every"),
        (["--database", "x", "--max-removal", "101"], "--max-removal"),
        (["--database", "x", "--max-removal-count=-1"], "--max-removal-count"),
        (["--database", "x", "--state", "gone"], "--state"),
        (["--database", "x", "--without", "email"], "--without"),
        (["--database", "x", "--directory", ""], "--directory"),
    ],
)
def test_wrong_arguments(tmp_path, arguments, told):
    refused = run("mirror", *arguments, cwd=tmp_path)
    assert refused.returncode == 64, refused
    assert told in refused.stderr and refused.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("days", ["1e300", "inf", "1e15", "1e-300"])
def test_any_number_of_days(reader, days):
    reader.update("--keep-changes", days)


def folder(path):
    path.mkdir()


def text(path):
    path.write_text("Dear Sir or Madam\n")


def others(path):
    with opened(path) as db, db:
        db.execute("CREATE TABLE accounts (id)")
        db.execute("PRAGMA user_version = 3")


def fifo(path):
    os.mkfifo(path)


def dangling(path):
    path.symlink_to(path.parent / "none" / "people.db")


@pytest.mark.parametrize("make", [folder, text, others, fifo, dangling])
@pytest.mark.parametrize("command", [[], *([name] for name in SUBCOMMANDS)])
def test_what_is_no_mirror(unchanged, tmp_path, make, command):
    path = tmp_path / "people.db"
    make(path)
    before = path.read_bytes() if make in (text, others) else None
    mirror = Mirror(path, unchanged)
    refused = run("mirror", *command, "--database", path, env=mirror.environment)
    assert refused.returncode == 74, refused
    assert str(path) in refused.stderr and refused.stderr.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["people.db"]
    if before is not None:
        assert path.read_bytes() == before


@pytest.mark.parametrize("command", [[], *([name] for name in SUBCOMMANDS)])
def test_a_mirror_of_a_later_version(reader, command):
    reader.update()
    with opened(reader.path) as db, db:
        db.execute("PRAGMA user_version = 99")
    refused = run("mirror", *command, "--database", reader.path, env=reader.environment)
    assert refused.returncode == 74, refused
    assert str(reader.path) in refused.stderr and "newer version" in refused.stderr
    with opened(reader.path) as db:
        assert db.execute("SELECT count(*) FROM users").fetchone()[0] == 523


def test_without_a_key_nothing_is_made(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "WORKOS_API_KEY"}
    assert run("mirror", "--database", tmp_path / "people.db", env=environment).returncode == 64
    assert list(tmp_path.iterdir()) == []
