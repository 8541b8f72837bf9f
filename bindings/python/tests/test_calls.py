"""Single records, deleting, syncing."""

import time

import pytest

import workosds


def test_delete(sandbox):
    with sandbox.client() as client:
        id = sandbox.directory()
        assert client.delete_directory(id) is None
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                assert client.get_directory(id).state == "deleting"
            except workosds.NotFoundError:
                return
            time.sleep(0.02)
        pytest.fail("the directory is still there")


def test_environment(shared, monkeypatch):
    monkeypatch.setenv("WORKOS_API_KEY", shared.api_key)
    monkeypatch.setenv("WORKOS_BASE_URL", shared.url)
    with workosds.Client() as client:
        assert len(list(client.list_directories())) == 21
