"""Lists the directories that an API key can see, then the groups and users of one of them.

    pip install ./bindings/python
    WORKOS_API_KEY=sk_... python examples/list_directory.py [directory_id]

Without an id it shows the directory with the most users.
"""

import sys
from dataclasses import dataclass

import workosds


@dataclass
class Attributes:
    """The custom attributes depend on the environment and its providers."""

    department: str | None = None
    department_name: str | None = None


def show(client: workosds.Client, directory: str) -> None:
    groups = 0
    for group in client.list_groups(directory=directory):
        print(group.id, group.name, sep="  ")
        groups += 1
    print(f"{groups} groups\n")

    users = 0
    for user in client.list_users(directory=directory, custom_attributes=Attributes):
        department = user.custom_attributes.department_name or user.custom_attributes.department
        print(user.id, user.state, user.email or "-", user.name or "-", department or "-", sep="  ")
        users += 1
    print(f"{users} users")


def main() -> None:
    with workosds.Client() as client:
        directories = list(client.list_directories())
        for directory in directories:
            print(directory.id, directory.type, directory.state, directory.name, sep="  ")
        print(f"{len(directories)} directories\n")
        if len(sys.argv) > 1:
            show(client, sys.argv[1])
        elif directories:
            show(client, max(directories, key=lambda directory: directory.active_user_count or 0).id)


try:
    main()
except workosds.Error as error:
    print(error, file=sys.stderr)
    if error.request_id:
        print(f"request id for WorkOS's support: {error.request_id}", file=sys.stderr)
    sys.exit(1)
