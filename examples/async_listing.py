"""Counts the users of every directory, all directories concurrently, on one event loop and without threads.

pip install ./bindings/python
WORKOS_API_KEY=sk_... python examples/async_listing.py
"""

import asyncio
import sys
from collections import Counter

import workosds


async def count_users(client: workosds.AsyncClient, directory: workosds.Directory) -> Counter[str]:
    states: Counter[str] = Counter()
    async for user in client.list_users(directory=directory.id):
        states[user.state] += 1
    print(f"{directory.name} ({directory.type}):", ", ".join(f"{number} {state}" for state, number in states.items()))
    return states


async def main() -> None:
    async with workosds.AsyncClient() as client:
        directories = [directory async for directory in client.list_directories()]
        counts = await asyncio.gather(*(count_users(client, directory) for directory in directories))
        total = sum(counts, Counter())
        print(f"{len(directories)} directories, {total.total()} users, {total['active']} of them active")


try:
    asyncio.run(main())
except workosds.Error as error:
    sys.exit(str(error))
