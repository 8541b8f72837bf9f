"""Fixtures of the installation tests: the built files, a server, and folders with an installation."""

import pytest
from support import ROOT, BuiltFiles, Installed, Server, make


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes minutes, run by make test-install-long")


def pytest_collection_modifyitems(config, items):
    """Tests marked `long` run only if selected with `-m`."""
    if not config.option.markexpr:
        wanted = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted


@pytest.fixture(scope="session")
def version():
    """The header's version, from which all others are derived."""
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
    """The files of a complete build: library, archive, a program, manual pages."""
    return built.as_folder(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def server(built):
    with Server(built.sandbox) as server:
        yield server


@pytest.fixture(scope="session")
def installed(build_folder, tmp_path_factory):
    """A separate installation with spaces in its path."""
    prefix = tmp_path_factory.mktemp("an installation") / "usr local"
    make("install", BUILD=build_folder, PREFIX=prefix)
    return Installed(prefix)


@pytest.fixture(scope="session")
def expected(version):
    """The output of each consumer: the counts of the sandbox's records."""
    return f"{version}: 21 directories, 250 users\n"
