"""Many threads: one client, many clients, the first client of a process."""

import time

import pytest
from replay import answer, ok
from support.client import Client, Failure
from support.host import run
from support.pages import get_by_id, listing, user
from support.records import read_user
from support.threads import together


def test_each_gets_its_own_answer(serve, connect):
    """16 threads, 200 calls each."""
    client = connect(serve(get_by_id, records=False))

    def calls(thread):
        return [client.get_user(f"u{thread}-{number}")["id"] for number in range(200)]

    for thread, found in enumerate(together(16, calls)):
        assert found == [f"u{thread}-{number}" for number in range(200)]


def test_listings_side_by_side(serve, connect, authority):
    """8 threads with separate listings, over TLS."""
    server = serve(listing(60, 7), authority.context(), records=False)
    client = connect(server, ca_file=authority.file)

    def walk(thread):
        found = []
        for _ in range(4):
            with client.list_users() as iterator:
                found.append(list(iterator.ids() if thread % 2 else iterator.poll_ids()))
        return found

    expected = [user(number)["id"] for number in range(1, 61)]
    for lists in together(8, walk):
        assert lists == [expected] * 4


def test_each_gets_its_own_error(serve, connect):
    statuses = {401: "AUTHENTICATION", 404: "NOT_FOUND", 422: "UNPROCESSABLE", 500: "SERVER"}

    def script(request):
        status = int(request.path.rsplit("/", 1)[1])
        return answer(status, {"message": f"message {status}"}, f"X-Request-ID: r{status}")

    client = connect(serve(script, records=False))

    def calls(thread):
        status = list(statuses)[thread % 4]
        for _ in range(100):
            with pytest.raises(Failure) as failure:
                client.get_user(str(status))
            assert failure.value.status == statuses[status] and failure.value.request_id == f"r{status}"
            assert f"message {status}" in failure.value.message

    together(8, calls)


def test_clients_made_and_freed_all_the_time(serve, library):
    server = serve(get_by_id, records=False)

    def cycle(thread):
        for number in range(30):
            with Client(library, server.url) as client:
                assert client.get_user(f"u{thread}-{number}")["id"] == f"u{thread}-{number}"

    together(8, cycle)


def test_copy_is_read_by_many(serve, connect, library):
    """A copy is complete: members that a record decodes on first access are already decoded."""
    attributes = {f"k{number}": ["text", number, 1.5, {"deep": [number]}][number % 4] for number in range(40)}
    groups = [{"id": f"g{number}", "name": f"Group {number}"} for number in range(20)]
    body = user(custom_attributes=attributes, groups=groups, roles=[{"slug": "a"}, {"slug": "b"}])
    client = connect(serve(lambda request: ok({"data": [body], "list_metadata": {}})))
    with client.list_users() as iterator:
        _, record = iterator.next()
        copy = library.user_copy(record)
    client.close()
    readings = together(8, lambda thread: [read_user(library, copy) for _ in range(20)])
    assert all(reading == readings[0][0] for thread in readings for reading in thread)
    assert readings[0][0]["custom_attributes"] == attributes
    library.user_free(copy)


def test_first_clients_of_a_process(serve):
    """32 threads at once, before libcurl is initialized."""
    result = run("first_clients", serve(get_by_id).url, 32)
    assert result["ids"] == [f"u{number}" for number in range(32)]


@pytest.mark.measures
def test_other_threads_are_not_held_up(serve, connect):
    """A slow call does not block other calls of the same client."""
    server = serve(
        lambda request: [lambda c: c.server.stopping.wait(0.5 if "slow" in request.path else 0), get_by_id(request)]
    )
    client = connect(server)

    def call(number):
        began = time.monotonic()
        for _ in range(1 if number == 0 else 10):
            client.get_user("slow" if number == 0 else "quick")
        return time.monotonic() - began

    slow, *quick = together(4, call)
    assert slow >= 0.5 and max(quick) < slow
