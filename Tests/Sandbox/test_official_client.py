"""The official client, which knows nothing of the sandbox, works with it as with the real API."""

import asyncio
import time

import pytest

workos = pytest.importorskip("workos")


@pytest.fixture
def client(sandbox):
    return workos.WorkOSClient(api_key=sandbox.api_key, base_url=sandbox.url, max_retries=0)


def test_directories(client):
    directories = list(client.directory_sync.list_directories(limit=5).auto_paging_iter())
    assert len(directories) == 21
    assert len({directory.id for directory in directories}) == 21
    one = client.directory_sync.get_directory(directories[0].id)
    assert one == directories[0]
    assert one.created_at < directories[0].updated_at or one.created_at == directories[0].created_at
    assert one.metadata.groups > 0
    of_one = client.directory_sync.list_directories(organization_id=one.organization_id, limit=100)
    assert 0 < len(of_one.data) < 21
    assert [d.name for d in client.directory_sync.list_directories(search="okta").data] == ["Foo Corp Okta"]
    assert [d.domain for d in client.directory_sync.list_directories(domain="foo-corp.com").data] == ["foo-corp.com"]


def test_users_and_groups(client):
    sync = client.directory_sync
    okta = sync.list_directories(search="okta").data[0]
    users = list(sync.list_users(directory=okta.id, limit=100).auto_paging_iter())
    assert len({user.id for user in users}) == 250
    assert [user.id for user in sync.list_users(directory=okta.id, limit=100, order="asc").auto_paging_iter()] == [
        user.id for user in reversed(users)
    ]
    user = next(user for user in users if user.groups and user.email)
    assert sync.get_user(user.id) == user
    assert sync.list_users(directory=okta.id, idp_id=user.idp_id).data == [user]
    assert sync.list_users(directory=okta.id, email=user.email).data == [user]
    groups = list(sync.list_groups(directory=okta.id, limit=5).auto_paging_iter())
    assert len(groups) == 12
    group = user.groups[0]
    assert sync.get_group(group.id) == group
    assert [g.id for g in sync.list_groups(user=user.id, order="asc", limit=100).data] == [g.id for g in user.groups]
    assert user.id in [u.id for u in sync.list_users(group=group.id, limit=100).auto_paging_iter()]
    page = sync.list_users(directory=okta.id, limit=10, before=users[100].id)
    assert [u.id for u in page.data] == [u.id for u in users[90:100]]


def test_every_provider_is_understood(client):
    for directory in client.directory_sync.list_directories(limit=100).data:
        assert directory.type in list(type(directory.type)) and directory.state in list(type(directory.state))
        for user in client.directory_sync.list_users(directory=directory.id, limit=100).auto_paging_iter():
            assert user.directory_id == directory.id and isinstance(user.custom_attributes, dict)


def test_deletion_and_sync(client):
    sync = client.directory_sync
    google = sync.list_directories(search="google").data[0]
    assert sync.create_directory_sync(google.id).status == "queued"
    with pytest.raises(workos.RateLimitExceededError) as limited:
        sync.create_directory_sync(google.id)
    assert limited.value.code == "directory_sync_rate_limited"
    with pytest.raises(workos.UnprocessableEntityError):
        sync.create_directory_sync(sync.list_directories(search="okta").data[0].id)
    assert sync.delete_directory(google.id) is None
    with pytest.raises(workos.NotFoundError) as caught:
        while sync.get_directory(google.id).state == "deleting":
            time.sleep(0.05)
    assert caught.value.code == "entity_not_found" and caught.value.request_id.startswith("req_")


def test_errors(client, sandbox):
    with pytest.raises(workos.UnprocessableEntityError) as caught:
        client.directory_sync.list_users()
    assert caught.value.errors[0]["field"] == "directory"
    for key, error in (("sk_test_wrong", workos.AuthenticationError), ("sk_test_forbidden", workos.AuthorizationError)):
        other = workos.WorkOSClient(api_key=key, base_url=sandbox.url, max_retries=0)
        with pytest.raises(error):
            other.directory_sync.list_directories()
    sync = client.directory_sync
    for call in (sync.get_directory, sync.get_group, sync.get_user, sync.delete_directory):
        with pytest.raises(workos.NotFoundError):
            call("a/b?c")


def test_rate_limit(start):
    sandbox = start("--rate-limit", "bucket", "--rate", 1, "--retry-after", 1)
    strict = workos.WorkOSClient(api_key=sandbox.api_key, base_url=sandbox.url, max_retries=0)
    okta = strict.directory_sync.list_directories(search="okta").data[0].id
    # This version of the client fails on the body in the API's specification, a bare JSON string.
    with pytest.raises((workos.RateLimitExceededError, AttributeError)):
        for _ in range(5):
            strict.directory_sync.list_users(directory=okta)
    patient = workos.WorkOSClient(api_key=sandbox.api_key, base_url=sandbox.url, max_retries=3)
    assert len(patient.directory_sync.list_users(directory=okta).data) == 10


def test_async(sandbox):
    async def walk():
        async with workos.AsyncWorkOSClient(api_key=sandbox.api_key, base_url=sandbox.url) as client:
            page = await client.directory_sync.list_groups(directory=okta, limit=5)
            return [group.id async for group in page.auto_paging_iter()]

    okta = sandbox.directory("okta scim v2.0")["id"]
    assert len(asyncio.run(walk())) == 12
