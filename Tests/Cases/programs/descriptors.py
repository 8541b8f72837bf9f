"""What descriptors a listing opens. descriptors.py URL CA_FILE exec|count"""

import json
import pathlib
import subprocess
import sys
import time

from abi import Library
from support.client import Client, Failure
from support.memory import descriptors
from support.threads import Task

url, ca_file, what = sys.argv[1:]
library = Library()
CLOSE_ON_EXEC = 0o2000000


def flags(number):
    text = pathlib.Path(f"/proc/self/fdinfo/{number}").read_text()
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("flags:")), 8)


def without_close_on_exec():
    found = []
    for number in set(descriptors()) - {0, 1, 2}:
        try:
            if not flags(number) & CLOSE_ON_EXEC:
                found.append(descriptors().get(number, "gone"))
        except FileNotFoundError:
            pass  # closed meanwhile
    return found


def watch(stop):
    """Looks again and again, from another thread, at whatever is open at the moment."""
    found = set()
    while not stop:
        found.update(without_close_on_exec())
    return sorted(found)


def inherited_by_exec():
    names = subprocess.run(["ls", "-l", "/proc/self/fd"], close_fds=False, capture_output=True, text=True).stdout
    return [line for line in names.splitlines() if "socket" in line or "anon_inode" in line]


def during_a_listing():
    stop = []
    watcher = Task(watch, stop)
    with Client(library, url, ca_file=ca_file) as client:
        for _ in range(10):
            with client.list_users() as iterator:
                for _ in range(30):
                    iterator.next()
                seen = len(descriptors())
                inherited = inherited_by_exec()
                list(iterator.ids())
    stop.append(True)
    return {"without_close_on_exec": watcher.result(), "inherited_by_exec": inherited, "seen": seen - 3}


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
