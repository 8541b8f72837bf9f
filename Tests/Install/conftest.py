"""What the tests of installation start from: the built files, a server, and folders into which they are installed."""

import pytest
from support import ROOT, BuiltFiles, Installed, Server, make


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes minutes, run by make test-install-long")


def pytest_collection_modifyitems(config, items):
    """Tests marked `long` run only when asked for by `-m`."""
    if not config.option.markexpr:
        wanted = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted


@pytest.fixture(scope="session")
def version():
    """As the header has it: the one place that everything is named after."""
    header = (ROOT / "include" / "workosds.h").read_text(encoding="utf-8")
    (line,) = [line for line in header.splitlines() if line.startswith("#define WORKOSDS_VERSION ")]
    return line.split('"')[1]


@pytest.fixture(scope="session")
def built():
    files = BuiltFiles()
    assert files.library.exists() and files.archive.exists() and files.sandbox.exists(), "run make first"
    return files


@pytest.fixture(scope="session")
def build_folder(built, tmp_path_factory):
    """What a complete build leaves: library, archive, a program, manual pages."""
    return built.as_folder(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def server(built):
    with Server(built.sandbox) as server:
        yield server


@pytest.fixture(scope="session")
def installed(build_folder, tmp_path_factory):
    """An installation of its own, with spaces in its path."""
    prefix = tmp_path_factory.mktemp("an installation") / "usr local"
    make("install", BUILD=build_folder, PREFIX=prefix)
    return Installed(prefix)


@pytest.fixture(scope="session")
def expected(version):
    """What each consumer prints: all that the sandbox has in the kinds it counts."""
    return f"{version}: 21 directories, 250 users\n"
