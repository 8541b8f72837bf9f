"""The programs that the reference quotes run against the sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from blocks import ROOT
from programs import build, run
from world import World

EXAMPLES = sorted((ROOT / "docs/examples").glob("*.c"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_runs(example: Path, tmp_path: Path, world: World) -> None:
    assert run([build(example, "c", tmp_path)], tmp_path, world.environment)


def test_events_go_on_where_they_stopped(tmp_path: Path, world: World) -> None:
    program = build(ROOT / "docs/examples/events.c", "c", tmp_path)
    assert len(run([program], tmp_path, world.environment).splitlines()) > 90
    assert run([program], tmp_path, world.environment) == ""
    world.add("users", directory_id="directory_123", email="grace@example.com")
    assert run([program], tmp_path, world.environment) == "dsync.user.created grace@example.com\n"
