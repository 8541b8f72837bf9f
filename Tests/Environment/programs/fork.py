"""Forks in the middle of a listing while other threads use the client; parent and child both continue.

fork.py URL CA_FILE blocking|polling THREADS: prints the results of parent and child."""

import json
import os
import sys
import time

from abi import Library
from support.client import Client
from support.pages import USER
from support.threads import Task

url, ca_file, manner, threads = sys.argv[1], sys.argv[2] or None, sys.argv[3], int(sys.argv[4])
RECORDS = [USER(number) for number in range(1, 121)]
FORKS_AT = (1, 4, 30, 119)


def records(client):
    iterator = client.list_users()
    return iterator, (iterator.ids() if manner == "blocking" else iterator.poll_ids())


def finish(client, found, rest, role):
    """The rest of the inherited listing, then a new listing and calls."""
    found = found + list(rest)
    _, again = records(client)
    again = list(again)
    calls = [client.get_user(f"{role}{number}")["id"] == f"{role}{number}" for number in range(3)]
    return {"inherited": found == RECORDS, "own": again == RECORDS, "calls": all(calls)}


def child_process(client, iterator, found, rest, outlet):
    """Exits without Python's cleanup, because the parent's threads do not exist here."""
    try:
        result = finish(client, found, rest, "child")
        iterator.close()
        client.close()
    except BaseException as problem:
        result = {"problem": repr(problem)}
    os.write(outlet, json.dumps(result).encode())
    os._exit(0)


def keep_calling(client, number, stop):
    done = 0
    while not stop:
        assert client.get_user(f"t{number}-{done}")["id"] == f"t{number}-{done}"
        done += 1
    return done


def wait_for(process, inlet, patience=20):
    end = time.monotonic() + patience
    while os.waitpid(process, os.WNOHANG)[0] == 0:
        if time.monotonic() > end:
            os.kill(process, 9)
            os.waitpid(process, 0)
            return {"problem": "the child hangs"}
        time.sleep(0.005)
    return json.loads(os.read(inlet, 65536) or '{"problem": "the child died"}')


def fork_at(client, place):
    iterator, rest = records(client)
    found = [next(rest) for _ in range(place)]
    inlet, outlet = os.pipe()
    process = os.fork()
    if process == 0:
        child_process(client, iterator, found, rest, outlet)
    os.close(outlet)
    parent = finish(client, found, rest, "parent")
    iterator.close()
    child = wait_for(process, inlet)
    os.close(inlet)
    return {"parent": parent, "child": child}


with Client(Library(), url, ca_file=ca_file) as client:
    stop = []
    callers = [Task(keep_calling, client, number, stop) for number in range(threads)]
    time.sleep(0.05 if threads else 0)
    results = [fork_at(client, place) for place in FORKS_AT]
    stop.append(True)
    calls = [caller.result() for caller in callers]
print(json.dumps({"forks": results, "calls": calls}))
