"""A built checkout can be moved and built again, although Swift's module cache depends on its path."""

import subprocess

from support import ROOT

SCRIPT = ROOT / "scripts/forget-moved-build"


def run(checkout):
    done = subprocess.run([SCRIPT, ".build"], cwd=checkout, capture_output=True, text=True, timeout=30, check=True)
    return done.stderr


def test_only_a_moved_build_is_removed(tmp_path):
    first = tmp_path / "first"
    first.mkdir()
    assert run(first) == ""
    (first / ".build/module").touch()
    assert run(first) == ""
    assert (first / ".build/module").exists()

    second = first.rename(tmp_path / "second")
    assert str(first) in run(second)
    assert not (second / ".build/module").exists()
    assert run(second) == ""
