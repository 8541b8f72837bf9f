"""Real processes and real files. WORKOSDS_COMMAND and WORKOSDS_SANDBOX set the binaries."""

import contextlib
import os
import random
import signal

import pytest
from support.between import Relay
from support.content import expected
from support.mirror import Mirror
from support.mutations import Mutator
from support.postgresql import Server
from support.sandbox import Sandbox
from support.world import World


@pytest.fixture(scope="session")
def shared_sandbox():
    """A sandbox for tests that do not change its data."""
    sandbox = Sandbox()
    sandbox.content = expected(sandbox)
    yield sandbox
    sandbox.close()


@pytest.fixture
def unchanged(shared_sandbox):
    shared_sandbox.delete("requests")
    yield shared_sandbox
    shared_sandbox.clear_faults()


@pytest.fixture
def stack():
    with contextlib.ExitStack() as stack:
        yield stack


@pytest.fixture
def start_sandbox(stack):
    return lambda *options: stack.enter_context(contextlib.closing(Sandbox(*options)))


@pytest.fixture
def sandbox(start_sandbox):
    """A sandbox for one test, which may change its data."""
    return start_sandbox()


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def relay(server, stack):
    """Starts a relay in front of the PostgreSQL server."""
    return lambda *arguments, **settings: stack.enter_context(contextlib.closing(Relay(server, *arguments, **settings)))


@pytest.fixture
def database(request, tmp_path):
    """The database of a mirror that does not exist yet: a file, or with WORKOSDS_MIRROR_STORE=postgresql a schema."""
    is_marked = request.node.get_closest_marker("postgresql") is not None
    if is_marked or os.environ.get("WORKOSDS_MIRROR_STORE") == "postgresql":
        return request.getfixturevalue("server").database()
    return tmp_path / "people.db"


@pytest.fixture
def mirror(sandbox, database):
    return Mirror(database, sandbox)


@pytest.fixture
def watch(mirror):
    """Starts `mirror --watch`."""
    started = []

    def start(*options, of=mirror):
        started.append(of.start("--watch", "--poll", 0.2, *options))
        return started[-1]

    yield start
    for process in started:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.communicate()


@pytest.fixture
def reader(unchanged, database):
    """A mirror of the shared sandbox, whose data does not change."""
    return Mirror(database, unchanged)


@pytest.fixture
def world(tmp_path, database):
    """Three directories behind a proxy."""
    world = World(tmp_path, database)
    yield world
    world.close()


@pytest.fixture
def copied(world):
    """The same after a first run."""
    world.update()
    return world


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.long)])
def mutator(sandbox, request):
    return Mutator(sandbox, random.Random(request.param))
