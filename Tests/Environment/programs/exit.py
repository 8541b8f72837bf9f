"""Ends with handles still open. exit.py URL client|iterator|pending|everything"""

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
    tasks = [Task(client.get_user) for _ in range(4)]  # under way while the process ends
# Nothing is freed: not even by Python, which frees module variables at its end.
client.pointer = iterator.pointer = None
