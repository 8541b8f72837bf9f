"""The pytest fixture."""

from collections.abc import Iterator

import pytest

from . import Sandbox


@pytest.fixture
def workosds_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A server for one test. WORKOS_BASE_URL and WORKOS_API_KEY are set for it."""
    with Sandbox() as sandbox:
        monkeypatch.setenv("WORKOS_BASE_URL", sandbox.url)
        monkeypatch.setenv("WORKOS_API_KEY", sandbox.api_key)
        yield sandbox
