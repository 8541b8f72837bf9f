"""Listings: records, pages, cursors, filters."""

import pytest
from conftest import descriptors
from raw_server import pages

import workosds


def test_directories(client):
    directories = list(client.list_directories(limit=10))
    assert len(directories) == 21 and len({directory.id for directory in directories}) == 21
    assert all(isinstance(directory, workosds.Directory) for directory in directories)
    assert {directory.state for directory in directories} == {
        *("active", "inactive", "deleting", "invalid_credentials", "validating")
    }


def test_filters(client, shared):
    some = next(iter(client.list_directories()))
    found = list(client.list_directories(organization_id=some.organization_id))
    assert some in found and {directory.organization_id for directory in found} == {some.organization_id}
    assert [directory.id for directory in client.list_directories(search=some.name)] == [some.id]
    directory = shared.directory()
    user = next(iter(client.list_users(directory=directory)))
    assert list(client.list_users(directory=directory, email=user.email)) == [user]
    assert list(client.list_users(directory=directory, idp_id=user.idp_id)) == [user]
    groups = list(client.list_groups(user=user.id))
    assert {group.id for group in groups} == {group.id for group in user.groups} != set()
    assert user in list(client.list_users(group=groups[0].id))
    assert groups[0] in list(client.list_groups(directory=directory))


def test_order(client, shared):
    directory = shared.directory()
    newest_first = [user.id for user in client.list_users(directory=directory, max_items=250)]
    oldest_first = [user.id for user in client.list_users(directory=directory, order="asc")]
    assert len(oldest_first) == 250 and newest_first == oldest_first[::-1]


def test_pages_and_records_agree(client, shared):
    users = client.list_users(directory=shared.directory())
    assert [len(page) for page in users.pages()] == [100, 100, 50]
    assert [user for page in users.pages() for user in page] == list(users)


@pytest.mark.parametrize("limit, most, expected", [(40, 100, [40, 40, 20]), (None, 100, [100]), (100, 1, [1])])
def test_limit_is_the_page_size_and_max_items_the_number(client, shared, limit, most, expected):
    users = client.list_users(directory=shared.directory(), limit=limit, max_items=most)
    assert [len(page) for page in users.pages()] == expected
    assert len(list(users)) == most


def test_cursor_moves_with_the_last_record_of_a_page(client, shared):
    users = client.list_users(directory=shared.directory(), limit=100)
    assert users.cursor is None
    seen = []
    for user in users:
        seen.append((user.id, users.cursor))
    assert {cursor for _, cursor in seen[:99]} == {None}
    assert {cursor for _, cursor in seen[99:199]} == {seen[99][0]}
    assert {cursor for _, cursor in seen[199:]} == {seen[199][0]}
    assert users.cursor is None


def test_cursor_of_pages(client, shared):
    users = client.list_users(directory=shared.directory(), limit=100)
    cursors = [(page[-1].id, users.cursor) for page in users.pages()]
    assert [cursor for _, cursor in cursors] == [cursors[0][0], cursors[1][0], cursors[1][0]]
    assert users.cursor is None


def test_going_on_from_a_cursor(client, shared):
    directory = shared.directory()
    users = client.list_users(directory=directory, limit=100)
    whole = list(users)
    for number, _ in enumerate(users, 1):
        if number == 150:
            break
    rest = list(client.list_users(directory=directory, after=users.cursor))
    assert rest == whole[100:]
    before = list(client.list_users(directory=directory, before=whole[100].id, limit=50))
    assert {user.id for user in before} == {user.id for user in whole[:100]}


def test_cursor_with_max_items_inside_a_page(client, shared):
    users = client.list_users(directory=shared.directory(), limit=100, max_items=150)
    ids = [user.id for user in users]
    assert users.cursor == ids[99]


def test_a_list_can_be_read_again(serve):
    server = serve(pages(3))
    with workosds.Client("sk_test", base_url=server.url, directory_user_requests_per_second=None) as client:
        users = client.list_users(directory="directory_1")
        assert server.requests == []
        assert len(list(users)) == len(list(users)) == 6
        assert len(server.requests) == 6


def test_two_readings_at_once(client, shared):
    users = client.list_users(directory=shared.directory(), limit=10, max_items=50)
    assert [first == second for first, second in zip(users, users, strict=True)] == [True] * 50


def test_lazy(serve):
    server = serve(pages(100))
    with workosds.Client("sk_test", base_url=server.url, directory_user_requests_per_second=None) as client:
        users = iter(client.list_users(directory="directory_1"))
        assert next(users).id == "directory_user_0"
        assert len(server.requests) == 1


@pytest.mark.parametrize("leave", ["break", "exception", "drop", "close"])
def test_left_early(serve, leave):
    server = serve(pages(100))
    with workosds.Client("sk_test", base_url=server.url, directory_user_requests_per_second=None) as client:
        users = iter(client.list_users(directory="directory_1"))
        before = descriptors()
        next(users)
        assert descriptors() > before
        if leave == "close":
            users.close()
        elif leave == "drop":
            del users
        elif leave == "break":
            for _ in users:
                break
            del users
        else:
            with pytest.raises(ZeroDivisionError):
                [1 / 0 for _ in users]
            del users
        client.close()
        assert descriptors() < before  # the client's are gone too


def test_records_come_before_the_error(serve):
    answer = pages(3)
    server = serve(lambda request: answer(request) if "after=2" not in request else b"nonsense\r\n\r\n")
    options = {"max_retries": 0, "directory_user_requests_per_second": None}
    with workosds.Client("sk_test", base_url=server.url, **options) as client:
        users = client.list_users(directory="directory_1")
        seen = []
        with pytest.raises(workosds.Error):
            for user in users:
                seen.append(user.id)
        assert seen == [f"directory_user_{number}" for number in range(4)]
        assert users.cursor == "2"


def test_a_loop_of_cursors(serve):
    answer = pages(100)
    server = serve(lambda request: answer(request.replace("after=2", "after=0")))
    with workosds.Client("sk_test", base_url=server.url, directory_user_requests_per_second=None) as client:
        with pytest.raises(workosds.PaginationLoopError):
            list(client.list_users(directory="directory_1"))


def test_wrong_arguments_are_refused_at_the_call(client):
    for wrong in ({}, {"directory": "d", "limit": 101}, {"directory": "d", "order": "up"}):
        with pytest.raises(workosds.InvalidArgumentError):
            client.list_users(**wrong)
