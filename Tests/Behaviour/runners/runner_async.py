"""The same as runner.py, with the client for asyncio."""

import asyncio
from typing import Any

import workosds
from runner import JSON, READERS, client, ids, main


async def call(command: JSON, result: JSON) -> None:
    name, arguments = command["call"], command["arguments"]
    async with client(workosds.AsyncClient, command, result) as connection:
        method = getattr(connection, name)
        if name.startswith("list_"):
            await read(method(**arguments), command, result)
        elif (record := await method(**arguments)) is not None:
            result["records"].append(READERS[name](record))


async def read(records: workosds.RecordList[Any], command: JSON, result: JSON) -> None:
    items, shown = (records.pages(), ids) if command["by_page"] else (records, READERS[command["call"]])
    try:
        async for item in items:
            result["records"].append(shown(item))
            if len(result["records"]) == command.get("take"):
                break
    finally:
        result["cursor"] = records.cursor


if __name__ == "__main__":
    main(lambda command, result: asyncio.run(call(command, result)))
