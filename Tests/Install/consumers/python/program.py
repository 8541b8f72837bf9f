"""Counts the server's records with the installed package."""

import workosds

with workosds.Client() as client:
    directories = list(client.list_directories())
    users = [
        user
        for directory in directories
        if directory.type == "okta scim v2.0"
        for user in client.list_users(directory=directory.id)
    ]
print(f"{workosds.__version__}: {len(directories)} directories, {len(users)} users")
