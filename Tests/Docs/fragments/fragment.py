"""The frame of a block in Python, which may await."""

import ast
import asyncio
import inspect
import sys
import time

import workosds

with open(sys.argv[1], encoding="utf-8") as file:
    code = compile(file.read(), sys.argv[1], "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
body = b'{"id":"event_1","event":"dsync.user.created","data":{"id":"directory_user_1","directory_id":"directory_123"}}'
with workosds.Client() as client:
    names = {
        "__name__": "__main__", "workosds": workosds, "time": time, "client": client,
        "user": client.get_user("directory_user_123"),
        "request_body": body, "request_headers": {"WorkOS-Signature": workosds.sign_webhook(body, "whsec_...")},
    }  # fmt: skip
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(eval(code, names))
    else:
        exec(code, names)
