"""Memory and descriptors do not grow."""

import asyncio
from dataclasses import dataclass

import pytest
from conftest import flat
from raw_server import http, pages, user

import workosds


@dataclass
class Attributes:
    department: str


def test_100_000_records(serve):
    answer = pages(250, size=100)
    server = serve(answer)
    with workosds.Client("sk_test", base_url=server.url, directory_user_requests_per_second=None) as client:

        def work():
            server.requests.clear()
            assert sum(1 for user in client.list_users(directory="d") if user.groups == []) == 25_000

        flat(work)


CALLS = {
    "get": lambda client: client.get_user("x", custom_attributes=Attributes),
    "list left": lambda client: next(iter(client.list_users(directory="d"))),
    "events": lambda client: list(client.list_events(events=["dsync.user.created"])),
    "error": lambda client: pytest.raises(workosds.NotFoundError, client.get_group, "missing"),
    "refused": lambda client: pytest.raises(ValueError, client.list_users, directory="\0"),
}


def repeat(serve, call, count, **options):
    record = user(1, custom_attributes={"department": "Sales"})

    def answer(request):
        server.requests.clear()
        return pages(2)(request) if "?" in request else http(record, 404 if "missing" in request else 200)

    server = serve(answer)
    options = {"base_url": server.url, "directory_user_requests_per_second": None} | options
    with workosds.Client("sk_test", **options) as client:

        def work():
            for _ in range(count // 4):
                call(client)

        flat(work)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("hook", [None, lambda attempt: None])
def test_2_000_calls(serve, call, hook):
    repeat(serve, CALLS[call], 2_000, on_attempt=hook)


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
def test_100_000_calls(serve, call):
    repeat(serve, CALLS[call], 100_000)


def test_2_000_clients(serve):
    def work():
        for _ in range(500):
            with workosds.Client("sk_test", on_attempt=lambda attempt: None):
                pass

    flat(work)


def test_2_000_calls_of_asyncio(serve):
    def answer(request):
        server.requests.clear()
        return http({"id": "x"})

    server = serve(answer)

    async def main():
        async with workosds.AsyncClient("sk_test", base_url=server.url) as client:
            for _ in range(25):
                await asyncio.gather(*(client.get_user("x") for _ in range(20)))

    flat(lambda: asyncio.run(main()))
