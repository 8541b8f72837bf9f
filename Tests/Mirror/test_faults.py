"""Permanent and temporary failures of every kind of request."""

import pytest
from support.content import assert_equal, check, held
from support.mirror import paused

FIRST_PAGE = "?limit=100&order=asc"
LISTING = {
    "events": "/events*",
    "directories": f"/directories{FIRST_PAGE}*",
    "groups": f"/directory_groups{FIRST_PAGE}&directory=*",
    "users": f"/directory_users{FIRST_PAGE}&directory=*",
    "members": f"/directory_users{FIRST_PAGE}&directory=ID&group=*",
    "user_groups": f"/directory_groups{FIRST_PAGE}&user=*",
}
FAULTS = {
    "429": {"status": 429, "body": '"Ratelimited"'},
    "500": {"status": 500},
    "truncation": {"close": "mid_body"},
    "no json": {"status": 200, "body": "<html>"},
}


def fail(sandbox, kind, **fault):
    """A pattern can only have a wildcard at its end, so paths with a directory's id need one for each directory."""
    if "ID" not in LISTING[kind]:
        sandbox.fault(LISTING[kind], **fault)
        return
    for directory in sandbox.list("/directories"):
        sandbox.fault(LISTING[kind].replace("ID", directory["id"]), **fault)


def strategy(kind):
    return ("--memberships", "users" if kind == "user_groups" else "groups")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", LISTING)
def test_for_good(reader, kind, fault):
    """The run fails, the file has nothing that was not listed, and the next run completes it."""
    fail(reader.sandbox, kind, count=0, **FAULTS[fault])
    failed = reader.run("--max-retries", 0, *strategy(kind))
    assert failed.code not in (0, 3) and failed.code > 0, failed
    assert failed.last["result"] == "failed" and failed.error
    check(reader.path)
    if kind == "events":
        # Listed data is as new as the listing.
        assert_equal(reader.path, reader.sandbox)
    elif kind == "directories":
        assert not any(held(reader.path).values())
    assert reader.status()[0] == (1 if any(held(reader.path).values()) else 2)
    reader.sandbox.clear_faults()
    reader.update(*strategy(kind))
    assert_equal(reader.path, reader.sandbox)


@pytest.mark.parametrize("fault", ["429", "500", "truncation"])
def test_for_a_moment(reader, fault):
    """One failure for every kind of request: retried, without an effect."""
    for kind in ("members", "events", "directories", "groups", "users"):
        fail(reader.sandbox, kind, count=1, **FAULTS[fault])
    reader.update("--memberships", "groups")
    assert_equal(reader.path, reader.sandbox)


def test_an_incomplete_listing_deletes_nothing(reader):
    reader.update()
    before = held(reader.path)
    reader.sandbox.fault("/directory_users*", count=0, skip=2, status=500)
    assert reader.run("--reconcile", "--max-removal", 100, "--max-retries", 0).code == 1
    assert held(reader.path) == before
    reader.sandbox.clear_faults()
    reader.update()
    assert held(reader.path) == before


def test_one_failing_directory_does_not_keep_the_others_from_being_listed(reader):
    directory = reader.sandbox.list("/directories", search="Okta")[0]["id"]
    reader.sandbox.fault(f"/directory_groups{FIRST_PAGE}&directory={directory}*", count=0, status=500)
    failed = reader.run("--max-retries", 0)
    assert failed.code == 1 and "1 of 2" in failed.error and directory in failed.error
    reader.sandbox.clear_faults()
    reader.sandbox.requests()
    reader.update()
    again = [path for path in reader.sandbox.requests() if "directory_groups" in path]
    assert len(again) == 1
    assert_equal(reader.path, reader.sandbox)


@pytest.mark.parametrize("status", [400, 422])
def test_a_page_cursor_that_is_refused_begins_that_listing_again(reader, status):
    directory = reader.sandbox.list("/directories", search="Okta")[0]["id"]
    reader.sandbox.fault("/directory_users?limit=100&order=asc&after=*", count=0, skip=1, status=500)
    assert reader.run("--max-retries", 0).code == 1
    reader.sandbox.clear_faults()
    reader.sandbox.requests()
    reader.sandbox.fault("/directory_users?limit=100&order=asc&after=*", count=1, status=status)
    reader.update()
    paths = [path for path in reader.sandbox.requests() if directory in path and "/directory_users" in path]
    assert "after=" in paths[0] and "after=" not in paths[1]
    assert_equal(reader.path, reader.sandbox)


def test_a_directory_that_goes_while_it_is_listed(mirror):
    sandbox = mirror.sandbox
    directory = sandbox.list("/directories", search="Okta")[0]["id"]
    sandbox.fault(f"/directory_groups{FIRST_PAGE}&directory={directory}*", delay_ms=500)
    process = mirror.start()
    sandbox.wait_for(directory, process)
    with paused(process):
        sandbox.delete(f"directories/{directory}")
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert_equal(mirror.path, sandbox)


def test_a_server_that_will_not_have_group_and_directory(reader):
    fail(reader.sandbox, "members", count=0, status=422)
    reader.update("--memberships", "groups")
    assert any(f"{FIRST_PAGE}&group=" in path for path in reader.sandbox.requests())
    assert_equal(reader.path, reader.sandbox)


def test_a_wrong_key(reader):
    reader.sandbox.fault("/*", count=0, status=401)
    failed = reader.run()
    assert failed.code == 77 and "401" in failed.error
