"""Lists everything; prints the number of records, and the growth of memory after the first 200 pages."""

import json
import sys

from abi import Library
from support.client import Client
from support.memory import resident_kib

with Client(Library(), sys.argv[1]) as client, client.list_users() as iterator:
    start = count = 0
    for count, _ in enumerate(iterator.ids(), 1):
        if count == 200:
            start = resident_kib()
    print(json.dumps({"records": count, "grown_kib": resident_kib() - start}))
