"""Sequences of pages: no record lost or doubled, no quiet end, no loop without end, no request too many."""

import itertools
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
    """Also of a server that gives more records than the limit says."""
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
    """B12: a thousand of them."""
    pages = [ok(page([], after=f"c{number}")) for number in range(1000)]
    server = serve(in_turn(*pages, ok(page([user()]))))
    with connect(server).list_users() as iterator:
        assert list(iterator.ids()) == [USER(1)]


@pytest.mark.parametrize("period", [1, 2, 3, 50])
@pytest.mark.parametrize("records", [0, 1])
def test_loops(period, records, serve, connect):
    """B13: a cursor that comes a second time, however long after; with records on its pages or without."""
    cursors = itertools.cycle(f"c{number}" for number in range(period))
    server = serve(lambda request: ok(page([user()] * records, after=next(cursors))))
    found = []
    with pytest.raises(Failure) as failure, connect(server).list_users() as iterator:
        for id in iterator.ids():
            found.append(id)
    assert failure.value.status == "PAGINATION_LOOP" and "c0" in failure.value.message
    assert len(found) == records * (period + 1)
    assert len(server.requests) == period + 1


@pytest.mark.parametrize("start", ["after", "before"])
def test_loop_to_the_start(start, serve, connect):
    """A cursor that the caller gave counts as seen."""
    server = serve(lambda request: ok(page([user()], after="c1", before="c1")))
    with pytest.raises(Failure) as failure, connect(server).list_users(**{start: "c1"}) as iterator:
        list(iterator.ids())
    assert failure.value.status == "PAGINATION_LOOP"
    assert len(server.requests) == 1


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


@pytest.mark.parametrize("direction", ["after", "before"])
def test_cursors_go_back_as_they_came(direction, serve, connect):
    """Whatever is in them."""
    chain = dict(zip([None, *CURSORS], [*CURSORS, None], strict=True))

    def script(request):
        following = chain[request.query.get(direction if request.query.get(direction) != "start" else "")]
        return ok(page([user()], **{direction: following}))

    server = serve(script)
    start = {} if direction == "after" else {"before": "start"}
    with connect(server).list_users(**start) as iterator:
        for cursor in [*CURSORS, None]:
            iterator.next()
            assert iterator.cursor() == cursor or cursor is None
        assert iterator.next()[0] == abi.DONE
    asked = [request.query.get(direction) for request in server.requests]
    assert asked == [start.get("before"), *CURSORS]
    other = "before" if direction == "after" else "after"
    assert not any(other in request.query for request in server.requests)


def test_cursor_too_long_for_an_address(serve, connect):
    server = serve(lambda request: ok(page([user()], after="x" * 100_000)))
    with pytest.raises(Failure) as failure, connect(server).list_users() as iterator:
        list(iterator.ids())
    assert failure.value.status == "PROTOCOL"
    assert len(server.requests) == 1


def test_max_items(serve, connect):
    """B10: it stops without a further page, and counts across pages."""
    for limit in (1, 2, 3, 4, 9, 10, 11, 100):
        server = serve(listing(10, 3))
        with connect(server).list_users(max_items=limit) as iterator:
            assert list(iterator.ids()) == ids(min(limit, 10))
        assert len(server.requests) == -(-min(limit, 10) // 3)


def test_abandoned(serve, connect):
    """B145: one page taken of three costs one request; two taken, one more that looks ahead."""
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
    """B21, B27: the records before it come first, the error stays, and the cursor leads on from there."""
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
    # A connection that dies in use is replaced once.
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


def test_changed_while_listing(serve, connect):
    """B20: what the server sends is handed out, twice if it comes twice."""
    pages = [page([user(1), user(2)], "a"), page([user(2), user(2)], "b"), page([user(1)])]
    with connect(serve(in_turn(*map(ok, pages)))).list_users() as iterator:
        assert list(iterator.ids()) == [USER(1), USER(2), USER(2), USER(2), USER(1)]


def test_filters_on_every_page(serve, connect):
    """B02, B04b: each argument in its own parameter, on every page, and nothing else."""
    wanted = {
        "user": {"directory": "d", "group": "g", "idp_id": "i&x", "email": "a+b@c.test"},
        "group": {"directory": "d", "user": "u/1"},
        "directory": {"organization_id": "o=1", "search": "zoë 100%"},
    }
    for noun, filters in wanted.items():
        server = serve(listing(3, 1))
        with connect(server).list(noun, limit=1, order="asc", **filters) as iterator:
            assert len(list(iterator)) == 3
        for request, after in zip(server.requests, [None, "cursor_1", "cursor_2"], strict=True):
            expected = filters | {"limit": "1", "order": "asc"} | ({"after": after} if after else {})
            assert request.query == expected


@pytest.mark.measures
def test_memory_is_constant(serve):
    """B23, B146: 10,000 pages of one record. What grows is the record of cursors seen, 8 bytes a page."""
    server = serve(listing(10_000, 1), records=False)
    result = run("listing", server.url)
    assert result["records"] == 10_000
    assert result["grown_kib"] <= 1024
