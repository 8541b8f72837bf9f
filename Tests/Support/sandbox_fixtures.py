"""Sandboxes for tests: a conftest.py imports these by name."""

import pytest
from sandbox_server import running


@pytest.fixture(scope="session")
def shared():
    """One for tests that only read."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox():
    """One for a test that changes something."""
    with running() as sandbox:
        yield sandbox
