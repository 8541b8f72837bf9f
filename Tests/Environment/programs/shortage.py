"""Requests while only a few descriptors can be opened. shortage.py URL CA_FILE; prints the results by that number."""

import json
import os
import resource
import sys

from abi import Library
from support.client import Client, Failure

url, ca_file = sys.argv[1:]
library = Library()
LIMIT = 64
MOST = 16


def attempt(client):
    try:
        client.get_user()
    except Failure as failure:
        return str(failure)
    return "OK"


def with_few(client, free):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (LIMIT, hard))
    opened = []
    try:
        while True:
            opened.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        for _ in range(free):
            os.close(opened.pop())
        return attempt(client)
    finally:
        for number in opened:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


results = []
for free in range(MOST):
    with Client(library, url, ca_file=ca_file or None) as client:
        results.append([with_few(client, free), attempt(client)])
print(json.dumps(results))
