"""AsyncClient: the same methods, concurrent calls on one loop, cancelling, closing."""

import asyncio
import gc
import threading
import warnings
from typing import TypedDict

import pytest
from conftest import descriptors
from raw_server import http, pages

import workosds


def make(url, **options):
    options = {"base_url": url, "directory_user_requests_per_second": None} | options
    return workosds.AsyncClient("sk_test", **options)


def test_methods(sandbox):
    class Attributes(TypedDict):
        department: str

    async def main():
        async with sandbox.client(workosds.AsyncClient) as client:
            directories = [directory async for directory in client.list_directories(limit=10)]
            assert len(directories) == 21
            id = sandbox.directory()
            assert await client.get_directory(id) in directories
            users = client.list_users(directory=id, custom_attributes=Attributes)
            listed = [user async for user in users]
            assert [len(page) async for page in users.pages()] == [100, 100, 50]
            assert await client.get_user(listed[7].id, custom_attributes=Attributes) == listed[7]
            groups = [group async for group in client.list_groups(directory=id)]
            assert await client.get_group(groups[0].id) == groups[0]
            await client.request_directory_sync(sandbox.directory("gsuite directory"))
            assert await client.delete_directory(id) is None
            with pytest.raises(workosds.NotFoundError):
                await client.get_user("nobody")

    asyncio.run(main())


def test_cursor(shared):
    async def main():
        async with shared.client(workosds.AsyncClient) as client:
            users = client.list_users(directory=shared.directory())
            cursors = [users.cursor async for _ in users]
            assert cursors[98] is None and cursors[99] == cursors[198] != cursors[199] == cursors[249]
            rest = [user async for user in client.list_users(directory=shared.directory(), after=cursors[199])]
            assert len(rest) == 50 and users.cursor is None

    asyncio.run(main())


def test_many_listings_at_once(serve):
    """The server responds only when all requests have arrived."""
    answer, everybody = pages(5), threading.Barrier(40, timeout=30)

    def together(request):
        everybody.wait()
        return answer(request)

    async def count(client):
        return len([user async for user in client.list_users(directory="d")])

    async def main():
        async with make(serve(together).url, look_ahead=False) as client:
            assert await asyncio.gather(*(count(client) for _ in range(40))) == [10] * 40

    asyncio.run(main())


def test_no_threads(serve):
    """Without those of the server."""

    async def main():
        async with make(serve(pages(10)).url) as client:
            async for _ in client.list_users(directory="d"):
                others = {thread for thread in threading.enumerate() if thread.name != "raw server"}
                assert others == {threading.main_thread()}

    asyncio.run(main())


def test_the_heartbeat_is_not_starved(serve):
    """A server so fast that the library rarely returns PENDING."""
    count, beats = 200, 0

    async def beat():
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0)

    async def main():
        heart = asyncio.create_task(beat())
        async with make(serve(pages(count)).url) as client:
            async for _ in client.list_users(directory="d"):
                pass
        heart.cancel()

    asyncio.run(main())
    assert beats >= count


@pytest.fixture
def gate(serve):
    asked, opened = threading.Semaphore(0), threading.Event()

    def answer(request):
        if "slow" in request:
            asked.release()
            opened.wait(60)
        return pages(3)(request) if "?" in request else http({"id": "x"})

    server = serve(answer)
    server.asked, server.opened = asked, opened
    yield server
    opened.set()


async def asked(gate):
    while not gate.asked.acquire(blocking=False):
        await asyncio.sleep(0.005)


async def read(client, directory="slow"):
    return [user async for user in client.list_users(directory=directory)]


@pytest.mark.parametrize("call", [lambda client: client.get_user("slow"), read])
def test_a_cancelled_task(gate, call):
    async def main():
        async with make(gate.url) as client:
            await client.get_user("x")
            before = descriptors()
            task = asyncio.create_task(call(client))
            await asked(gate)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert descriptors() == before
            gate.opened.set()
            assert gate.closed_by_client.acquire(timeout=30)
            assert (await client.get_user("x")).id == "x"

    asyncio.run(main())


def test_wait_for(gate):
    async def main():
        async with make(gate.url) as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.get_user("slow"), 0.05)

    asyncio.run(main())


def test_cancel_of_the_client(gate):
    async def main():
        async with make(gate.url) as client:
            tasks = [asyncio.create_task(client.get_user("slow")) for _ in range(3)]
            for _ in tasks:
                await asked(gate)
            client.cancel()
            for task in tasks:
                with pytest.raises(workosds.CancelledError):
                    await task

    asyncio.run(main())


def test_close_waits_for_a_running_call(gate):
    async def main():
        client = make(gate.url)
        task = asyncio.create_task(client.get_user("slow"))
        await asked(gate)
        closing = [asyncio.create_task(client.close()) for _ in range(2)]
        await asyncio.sleep(0.02)
        assert not closing[0].done()
        with pytest.raises(workosds.ClosedError):
            await client.get_user("x")
        gate.opened.set()
        assert (await task).id == "x"
        await asyncio.gather(*closing)
        await client.close()
        assert repr(client) == "<workosds.AsyncClient closed>"

    asyncio.run(main())


def test_use_after_close(gate):
    async def main():
        client = make(gate.url)
        users = client.list_users(directory="d")
        begun = aiter(users)
        await anext(begun)
        await client.close()
        with pytest.raises(workosds.ClosedError):
            await client.get_user("x")
        with pytest.raises(workosds.ClosedError):
            client.list_users(directory="d")
        with pytest.raises(workosds.ClosedError):
            [user async for user in users]
        await anext(begun)
        with pytest.raises(workosds.ClosedError):
            await anext(begun)

    asyncio.run(main())


def test_left_early(gate):
    async def main():
        async with make(gate.url) as client:
            await client.get_user("x")
            before = descriptors()
            async for _ in client.list_users(directory="d"):
                break
            gc.collect()
            for _ in range(5):
                await asyncio.sleep(0)
            assert descriptors() == before

    asyncio.run(main())


def test_one_client_in_one_loop_after_another(gate):
    client = make(gate.url)
    assert len(asyncio.run(read(client, "d"))) == len(asyncio.run(read(client, "d"))) == 6
    asyncio.run(client.close())


def test_a_leaked_client_warns(gate):
    client = make(gate.url)
    asyncio.run(read(client, "d"))
    with pytest.warns(ResourceWarning, match="<workosds.AsyncClient> was not closed"):
        del client
        gc.collect()


def test_a_loop_that_ended_during_a_call(gate):
    client = make(gate.url)
    loop = asyncio.new_event_loop()
    task = loop.create_task(client.get_user("slow"))
    loop.run_until_complete(asked(gate))
    loop.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        task._log_destroy_pending = False
        del task
        gc.collect()
        del client
        gc.collect()


@pytest.mark.parametrize("kind", [ZeroDivisionError, KeyboardInterrupt])
def test_what_the_hook_raises(gate, kind):
    def hook(attempt):
        raise kind

    async def main():
        client = make(gate.url, on_attempt=hook)
        for call in (client.get_user("x"), read(client, "d")):
            with pytest.raises(kind):
                await call
        await client.close()

    asyncio.run(main())


def test_the_other_kind_of_for(gate, shared):
    async def main():
        async with make(gate.url) as client:
            with pytest.raises(TypeError, match="async for"):
                list(client.list_users(directory="d"))
        with shared.client() as client, pytest.raises(TypeError, match="are for `for`"):
            [user async for user in client.list_users(directory="d")]

    asyncio.run(main())


def test_descriptors_beyond_1024(gate):
    """select.select cannot wait for them."""
    import os
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(1100)]
    try:

        async def main():
            async with make(gate.url) as client:
                assert len(await read(client, "d")) == 6

        asyncio.run(main())
        with workosds.Client("sk_test", base_url=gate.url) as client:
            assert client.get_user("x").id == "x"
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
