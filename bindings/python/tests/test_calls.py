"""Single records, deleting, syncing."""

import time

import pytest

import workosds


def test_get(client, shared):
    directory = client.get_directory(shared.directory())
    assert directory.type == "okta scim v2.0"
    user = next(iter(client.list_users(directory=directory.id)))
    assert client.get_user(user.id) == user
    group = next(iter(client.list_groups(directory=directory.id)))
    assert client.get_group(group.id) == group


@pytest.mark.parametrize("name", ["get_directory", "get_group", "get_user"])
def test_not_there(client, name):
    with pytest.raises(workosds.NotFoundError) as caught:
        getattr(client, name)("nobody/../?x=1")
    assert caught.value.code == "entity_not_found" and caught.value.http_status == 404


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


def test_sync(sandbox):
    with sandbox.client() as client:
        id = sandbox.directory("gsuite directory")
        assert client.request_directory_sync(id) is None
        with pytest.raises(workosds.RateLimitedError):
            client.request_directory_sync(id)


def test_wrong_key(shared):
    with workosds.Client("sk_wrong", base_url=shared.url) as client, pytest.raises(workosds.AuthenticationError):
        client.get_user("directory_user_1")


def test_retried(sandbox):
    sandbox.fault(path="/directories", status=503, headers={"Retry-After": "0"}, count=2)
    with sandbox.client() as client:
        assert len(list(client.list_directories())) == 21


def test_environment(shared, monkeypatch):
    monkeypatch.setenv("WORKOS_API_KEY", shared.api_key)
    monkeypatch.setenv("WORKOS_BASE_URL", shared.url)
    with workosds.Client() as client:
        assert len(list(client.list_directories())) == 21
