"""Listings: records, pages, cursors, filters."""

import pytest
from conftest import descriptors
from raw_server import pages

import workosds


def test_pages_and_records_agree(client, shared):
    users = client.list_users(directory=shared.directory())
    assert [len(page) for page in users.pages()] == [100, 100, 50]
    assert [user for page in users.pages() for user in page] == list(users)


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
