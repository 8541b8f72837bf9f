"""Completion scripts: valid in their shells, with the right candidates."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from command import BINARY

SHELLS = ["bash", "zsh", "fish"]


@pytest.fixture
def script(workosds, tmp_path):
    """A shell's script in a file, and the command in a folder for PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "workosds").symlink_to(Path(BINARY).resolve())

    def write(shell):
        file = tmp_path / f"workosds.{shell}"
        file.write_text(workosds.ok("--generate-completion-script", shell).text)
        variables = workosds.environment(PATH=f"{folder}:{os.environ['PATH']}")
        return file, variables

    return write


def run(command, variables):
    result = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=20)
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return result.stdout.split()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_accepts_its_script(script, shell):
    file, variables = script(shell)
    assert "workosds" in file.read_text()
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    run([shell, "-n", str(file)], variables)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("workosds ", {"directories", "groups", "users", "events", "webhook", "types", "mirror"}),
        ("workosds us", {"users"}),
        ("workosds directories ", {"list", "get", "delete", "sync"}),
        ("workosds users list --dir", {"--directory"}),
        ("workosds users list --format ", {"table", "jsonl", "json", "csv"}),
        ("workosds users list --order ", {"asc", "desc"}),
        ("workosds events list --events dsync.tok", {"dsync.token.created", "dsync.token.revoked"}),
    ],
)
def test_bash_gives_candidates(script, line, expected):
    file, variables = script("bash")
    words = line.split(" ")
    program = f"""
        source {file}
        COMP_WORDS=({" ".join(f"'{word}'" for word in words)}) COMP_CWORD={len(words) - 1}
        COMP_LINE='{line}' COMP_POINT={len(line)}
        function=$(complete -p workosds | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        "$function" workosds '{words[-1]}' '{words[-2]}'
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert expected <= set(run(["bash", "--norc", "-c", program], variables))


def test_fish_gives_candidates(script):
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    file, variables = script("fish")
    candidates = run(["fish", "-N", "-c", f"source {file}; complete -C 'workosds directories '"], variables)
    assert {"list", "get", "delete", "sync"} <= set(candidates)
