"""Exits with open handles. exit.py URL client|iterator|pending|everything"""

import sys

from abi import Library
from support.client import Client
from support.threads import Task

url, what = sys.argv[1:]
client = Client(Library(), url)
iterator = client.list_users()
if what != "client":
    for _ in range(4):
        iterator.next()
if what in ("pending", "everything"):
    pending = client.list_users()
    pending.set_blocking(False)
    pending.next()
if what == "everything":
    kept = [client.list_users() for _ in range(5)]
    tasks = [Task(client.get_user) for _ in range(4)]  # in progress while the process exits
# Nothing is freed, not even by Python, which would free module variables at exit.
client.pointer = iterator.pointer = None
