"""Long listings on the wire: no record is lost or duplicated, no silent end, no unnecessary request. For the rules of
paging see Tests/Behaviour/rows/paging.json."""

import time

import abi
import pytest
from replay import answer, close, in_turn, ok
from support.client import Failure
from support.host import run
from support.pages import USER, listing, page, user


def ids(count):
    return [USER(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("look_ahead", [0, abi.LOOK_AHEAD_OFF])
@pytest.mark.parametrize("size", [1, 7, 100, 250])
def test_all_pages(size, look_ahead, serve, connect):
    """Also if the server sends more records than the limit."""
    server = serve(listing(500, size))
    client = connect(server, look_ahead=look_ahead)
    with client.list_users() as iterator:
        assert list(iterator.ids()) == ids(500)
        assert iterator.cursor() is None
    with client.list_users() as iterator:
        assert list(iterator.poll_ids()) == ids(500)
    assert len(server.requests) == 2 * -(-500 // size)
    assert server.connections == 1


@pytest.mark.parametrize("form", ["json", "page_json"])
def test_texts_of_all_pages(form, serve, connect):
    with connect(serve(listing(100, 7))).list_users() as iterator:
        text = b"".join(iterator.texts(form))
    found = [text.find(id.encode()) for id in ids(100)]
    assert found == sorted(found) and found[0] > 0


def test_empty_pages_are_no_end(serve, connect):
    """A thousand empty pages."""
    pages = [ok(page([], after=f"c{number}")) for number in range(1000)]
    server = serve(in_turn(*pages, ok(page([user()]))))
    with connect(server).list_users() as iterator:
        assert list(iterator.ids()) == [USER(1)]


CURSORS = [
    "a&b=c#d?e/f",
    "100%25",
    "%2F",
    "a+b c",
    "зоя\U0001f600",
    '"\\',
    "~.-_",
    "..",
    "x" * 4000,
    "\u0001\u001f",
    "=",
]


def test_abandoned(serve, connect):
    """Reading one page of three costs one request. Reading two costs one more, which looks ahead."""
    server = serve(listing(9, 3))
    client = connect(server)
    with client.list_users() as iterator:
        for _ in range(3):
            iterator.next()
    time.sleep(0.05)
    assert len(server.requests) == 1
    with client.list_users() as iterator:
        for _ in range(4):
            iterator.next()
    time.sleep(0.05)
    assert len(server.requests) <= 4


def test_nothing_is_sent_before_the_first_next(serve, connect):
    server = serve(listing(9, 3))
    iterator = connect(server).list_users()
    assert iterator.cursor() is None and iterator.descriptor() >= 0
    iterator.close()
    assert server.connections == 0


@pytest.mark.parametrize(
    "fault", [answer(500, {}), answer(401, {}), close, b"HTTP/1.1 200 OK\r\n\r\n{", answer(200, b"<html>"), answer(204)]
)
@pytest.mark.parametrize("page_number", [0, 1, 2, 3])
def test_fault_on_a_page(fault, page_number, serve, connect):
    """The records before it are returned first, the error is permanent, and the cursor resumes from there."""
    good = listing(8, 2)
    broken = {"now": True}

    def script(request):
        if broken["now"] and request.query.get("after") == (f"cursor_{2 * page_number}" if page_number else None):
            return [fault, close]
        return good(request)

    server = serve(script)
    client = connect(server)
    found, iterator = [], client.list_users()
    with pytest.raises(Failure) as failure:
        for id in iterator.ids():
            found.append(id)
    assert found == ids(2 * page_number)
    requests = len(server.requests)
    # A connection that fails during use is replaced once.
    assert requests - (page_number + 1) in ({0, 1} if fault is close and page_number else {0})
    for _ in range(3):
        with pytest.raises(Failure) as again:
            iterator.next()
        assert again.value.json == failure.value.json
    cursor = iterator.cursor()
    assert len(server.requests) == requests
    iterator.close()
    broken["now"] = False
    with client.list_users(after=cursor) as iterator:
        assert found + list(iterator.ids()) == ids(8)


@pytest.mark.measures
def test_memory_is_constant(serve):
    """10,000 pages of one record. Only the set of seen cursors grows, by 8 bytes per page."""
    server = serve(listing(10_000, 1), records=False)
    result = run("listing", server.url)
    assert result["records"] == 10_000
    assert result["grown_kib"] <= 1024
