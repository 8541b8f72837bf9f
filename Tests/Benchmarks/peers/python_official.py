"""The official SDK."""

import sys
from collections.abc import Iterator

from measurement import report
from workos import WorkOSClient


def users(url: str) -> Iterator[tuple[str | None, ...]]:
    client = WorkOSClient(api_key="sk_test_benchmark", client_id="client_benchmark", base_url=url)
    for user in client.directory_sync.list_users(directory="directory_1", limit=100).auto_paging_iter():
        yield user.id, user.email, user.first_name, user.last_name, user.state


report(users(sys.argv[1]))
