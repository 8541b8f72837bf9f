"""urllib and json, nothing else."""

import json
import sys
import urllib.request
from collections.abc import Iterator

from measurement import report

DIRECTORY = "directory_1"


def users(url: str) -> Iterator[tuple[str | None, ...]]:
    after = ""
    while True:
        target = f"{url}/directory_users?directory={DIRECTORY}&limit=100{after}"
        request = urllib.request.Request(target, headers={"Authorization": "Bearer sk_test_benchmark"})
        with urllib.request.urlopen(request) as answer:
            page = json.load(answer)
        for user in page["data"]:
            yield user["id"], user["email"], user["first_name"], user["last_name"], user["state"]
        if not page["list_metadata"]["after"]:
            return
        after = "&after=" + page["list_metadata"]["after"]


report(users(sys.argv[1]))
