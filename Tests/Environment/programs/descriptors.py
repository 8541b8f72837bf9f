"""The descriptors that a listing opens. descriptors.py URL CA_FILE exec|count"""

import json
import subprocess
import sys
import time

from abi import Library
from support.client import Client, Failure
from support.memory import descriptors
from support.threads import Task

url, ca_file, what = sys.argv[1:]
library = Library()


LOOK = """
import os
for number in range(3, 256):
    path = f"/proc/self/fd/{number}"
    if os.path.lexists(path):
        print(os.readlink(path))
"""


def inherited_by_exec():
    """The descriptors that another program inherits, besides its standard streams."""
    done = subprocess.run([sys.executable, "-S", "-c", LOOK], close_fds=False, capture_output=True, text=True)
    return done.stdout.split()


def during_a_listing():
    with Client(library, url, ca_file=ca_file) as client:
        for _ in range(10):
            with client.list_users() as iterator:
                for _ in range(30):
                    iterator.next()
                seen = len(descriptors())
                inherited = inherited_by_exec()
                list(iterator.ids())
    return {"inherited_by_exec": inherited, "seen": seen - 3}


def use_everything():
    with Client(library, url, ca_file=ca_file) as client:
        with client.list_users() as iterator:
            iterator.next()
        with client.list_users() as iterator:
            iterator.set_blocking(False)
            iterator.next()
        with client.list_users() as iterator:
            iterator.cancel()
            refused(iterator.next)
        tasks = [Task(client.get_user) for _ in range(10)]
        for task in tasks:
            task.result()
        client.cancel()
    with Client(library, url) as client:  # its certificate is not trusted
        refused(client.get_user)
    with Client(library, "http://127.0.0.1:1") as client:
        refused(client.get_user)


def refused(call):
    try:
        call()
    except Failure:
        return
    raise AssertionError("no failure")


def count():
    use_everything()
    at_start = len(descriptors())
    with Client(library, url):
        client_alone = len(descriptors())
    for _ in range(10):
        use_everything()
    end = time.monotonic() + 5
    while len(descriptors()) != at_start and time.monotonic() < end:
        time.sleep(0.01)
    return {"at_start": at_start, "client_alone": client_alone, "at_end": len(descriptors())}


print(json.dumps(during_a_listing() if what == "exec" else count()))
