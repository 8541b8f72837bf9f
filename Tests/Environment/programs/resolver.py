"""Calls whose host name is never resolved; prints the result of each and its seconds.

resolver.py cancel|free|limit|fork"""

import json
import os
import select
import sys
import time

import abi
from abi import Library
from support.client import Client, Failure
from support.threads import Task

asked, note = os.pipe()
os.environ["RESOLVER_ASKED"] = str(note)
library = Library()
URL = "https://host.silent"
results = {}


def until_asked():
    os.read(asked, 1)
    time.sleep(0.02)


def ended(name, began, status):
    results[name] = (status, time.monotonic() - began)


def status_of(call):
    try:
        call()
    except Failure as failure:
        return failure.status
    return "OK"


def blocking_calls(client):
    yield "get", client.get_user, client.cancel
    yield "delete", client.delete_directory, client.cancel
    iterator = client.list_users()
    yield "list", iterator.next, iterator.cancel


def cancel():
    with Client(library, URL, max_retries=3) as client:
        for name, call, cancel in blocking_calls(client):
            task = Task(status_of, call)
            until_asked()
            began = time.monotonic()
            cancel()
            ended(name, began, task.result())


def pending(client):
    iterator = client.list_users()
    iterator.set_blocking(False)
    began = time.monotonic()
    assert iterator.next()[0] == abi.PENDING
    ended("start", began, "PENDING")
    until_asked()
    return iterator


def free():
    with Client(library, URL) as client:
        iterator = pending(client)
        began = time.monotonic()
        iterator.close()
        ended("free", began, "OK")
        pending(client).cancel()
        began = time.monotonic()
    ended("free the client", began, "OK")


def limit():
    for name, options in {"connect": {"connect_timeout_ms": 200}, "call": {"call_timeout_ms": 200}}.items():
        with Client(library, URL, **options) as client:
            began = time.monotonic()
            ended(name, began, status_of(client.get_user))
            began = time.monotonic()  # the limit starts here, not with the name resolution
            iterator = pending(client)
            while status_of(iterator.next) == "OK":
                assert select.select([iterator.descriptor()], [], [], 5)[0]
            ended(f"{name}, pending", began, status_of(iterator.next))
            iterator.close()


def fork():
    with Client(library, URL) as client:
        iterator = pending(client)
        process = os.fork()
        if process == 0:
            iterator.close()
            client.close()
            os._exit(0)
        began = time.monotonic()
        ended("child", began, os.waitpid(process, 0)[1])
        began = time.monotonic()
        iterator.cancel()
        ended("parent", began, status_of(iterator.next))
        iterator.close()


{"cancel": cancel, "free": free, "limit": limit, "fork": fork}[sys.argv[1]]()
print(json.dumps(results))
