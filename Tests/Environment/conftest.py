"""Fixtures: the library, servers and clients. All are closed at the end of the test, and no descriptor may be left
open."""

import contextlib
import functools
import sys
import tempfile

import pytest
from abi import Library
from certificates import Authority
from hypothesis import configuration
from replay import Server
from support.client import Client
from support.host import compile_program

sys.setrecursionlimit(20_000)  # for comparing values nested 512 deep
HYPOTHESIS_HOME = tempfile.TemporaryDirectory()  # not in the source tree
configuration.set_hypothesis_home_dir(HYPOTHESIS_HOME.name)


@pytest.fixture(scope="session")
def library():
    return Library()


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def c_program(tmp_path_factory):
    """Compiles programs/FIRST.c, together with others, and returns the program's path."""
    folder = tmp_path_factory.mktemp("programs")
    return functools.cache(lambda *sources: compile_program(folder, *sources))


@pytest.fixture
def stack():
    with contextlib.ExitStack() as stack:
        yield stack


@pytest.fixture
def serve(stack):
    """Starts a server: serve(script, ...)."""
    return lambda *arguments, **options: stack.enter_context(Server(*arguments, **options))


@pytest.fixture
def connect(library, stack):
    """Creates a client for a server or a URL: connect(server, max_retries=2, ...)."""

    def make(server, **options):
        return stack.enter_context(Client(library, getattr(server, "url", server), **options))

    return make


def pytest_make_parametrize_id(val):
    """Test ids: bytes by their first characters, functions by their name."""
    if isinstance(val, bytes):
        return repr(val[:24])[2:-1]
    return val.__name__ if callable(val) else None


def pytest_collection_modifyitems(config, items):
    """Tests marked `long` run only if selected with `-m`."""
    if not config.getoption("-m"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="long: run with -m long"))
