"""Servers and runners for the tests of the command."""

import contextlib

import pytest
from command import Runner
from raw_server import RawServer
from sandbox_fixtures import *  # noqa: F403
from terminal import Terminal


@pytest.fixture(scope="session")
def okta(shared):
    """The directory of 250 users and 12 groups."""
    return shared.directory("okta scim v2.0")["id"]


@pytest.fixture
def workosds(shared):
    """Runs the command against the shared sandbox, for tests that only read."""
    return Runner(shared.url)


@pytest.fixture
def serve():
    """Starts a server whose responses come from a function, and returns a runner for it."""
    with contextlib.ExitStack() as stack:

        def start(answer):
            runner = Runner(stack.enter_context(server := RawServer(answer)).url)
            runner.server = server
            return runner

        yield start


@pytest.fixture
def terminal():
    """Starts the command on a pseudo-terminal."""
    with contextlib.ExitStack() as stack:

        def start(runner, *arguments, columns=100, piped=(), **variables):
            return stack.enter_context(Terminal(arguments, runner.environment(**variables), columns, piped))

        yield start
