"""Starts sandboxes for the tests."""

import contextlib
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Support"))

from sandbox_fixtures import *  # noqa: F403, E402
from sandbox_server import running  # noqa: E402


@pytest.fixture
def start():
    """Starts one with options."""
    with contextlib.ExitStack() as stack:
        yield lambda *options: stack.enter_context(running(*options))
