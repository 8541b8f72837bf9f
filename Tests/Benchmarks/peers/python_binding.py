"""This project's binding."""

import sys
from collections.abc import Iterator

import workosds
from measurement import report


def users(url: str) -> Iterator[tuple[str | None, ...]]:
    with workosds.Client("sk_test_benchmark", base_url=url, directory_user_requests_per_second=None) as client:
        for user in client.list_users(directory="directory_1"):
            yield user.id, user.email, user.first_name, user.last_name, user.state


workosds.load_library()  # not measured here, as in C; the row "python-start" includes it
report(users(sys.argv[1]))
