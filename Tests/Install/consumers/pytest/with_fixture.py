"""Tests as a user of the sandbox's wheel writes them."""

import workosds


def test_lists_all_directories(workosds_sandbox):
    with workosds.Client() as client:
        assert len(list(client.list_directories())) == 21


def test_changes_are_its_own(workosds_sandbox):
    with workosds.Client() as client:
        directory = next(iter(client.list_directories()))
        client.delete_directory(directory.id)


def test_the_next_has_a_fresh_server(workosds_sandbox):
    with workosds.Client(workosds_sandbox.api_key, base_url=workosds_sandbox.url) as client:
        assert len(list(client.list_directories())) == 21
