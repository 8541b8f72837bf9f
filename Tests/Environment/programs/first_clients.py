"""Many threads create the first clients of the process at once. first_clients.py URL COUNT"""

import json
import sys
import threading

from abi import Library
from support.client import Client
from support.threads import together

url, count = sys.argv[1], int(sys.argv[2])
library, gate = Library(), threading.Barrier(count)


def first(number):
    gate.wait()
    with Client(library, url) as client:
        return client.get_user(f"u{number}")["id"]


print(json.dumps({"ids": together(count, first)}))
