"""Sandboxes for tests: a conftest.py imports these by name."""

import pytest
from sandbox_server import running


@pytest.fixture(scope="session")
def shared():
    """A sandbox for tests that only read."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox():
    """A sandbox for one test, which may change it."""
    with running() as sandbox:
        yield sandbox
