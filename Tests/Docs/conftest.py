"""Fixtures for the tests of the documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from world import World


@pytest.fixture
def world() -> Iterator[World]:
    with closing(World()) as world:
        yield world
