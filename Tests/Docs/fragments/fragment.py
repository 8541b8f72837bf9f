"""The frame of a block in Python, which may await."""

import ast
import asyncio
import inspect
import json
import sys
import time

import workosds

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
code = compile(text, sys.argv[1], "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
with workosds.Client() as client:
    user = client.get_user("directory_user_123")
    event = {"object": "event", "id": "event_1", "event": "dsync.user.created", "created_at": user.created_at}
    body = json.dumps({**event, "data": user.raw}).encode()
    names = {
        "__name__": "__main__", "workosds": workosds, "time": time, "client": client, "user": user,
        "request_body": body, "request_headers": {"WorkOS-Signature": workosds.sign_webhook(body, "whsec_...")},
    }  # fmt: skip
    if "workos_client" in text:
        from workos import WorkOSClient

        names["workos_client"] = WorkOSClient()
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(eval(code, names))
    else:
        exec(code, names)
