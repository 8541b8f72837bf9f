import json

import pytest
from support.content import assert_equal, changes, held, identifiers, last_change, opened, replayed


def page(events):
    return json.dumps({"object": "list", "data": events, "list_metadata": {"after": None}})


def execute(path, sql, *arguments):
    with opened(path) as db, db:
        db.execute(sql, arguments)


def test_random_changes_are_followed(mirror, mutator):
    mirror.update()
    for _ in range(4):
        before, mark = identifiers(held(mirror.path)), last_change(mirror.path)
        mutator.change(60)
        cycle = mirror.update()
        assert "listed" not in cycle
        assert_equal(mirror.path, mirror.sandbox)
        told = changes(mirror.path, after=mark)
        assert len(told) == cycle["changes"] and all(change["source"] == "event" for change in told)
        assert replayed(before, told) == identifiers(held(mirror.path))


def test_a_deleted_directory_takes_everything_with_it(mirror):
    mirror.update()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    counts = held(mirror.path)
    users = {u for u, row in counts["users"].items() if row["directory_id"] == directory}
    mirror.sandbox.delete(f"directories/{directory}")
    mirror.update()
    assert_equal(mirror.path, mirror.sandbox)
    told = changes(mirror.path, after=21)
    assert {c["user_id"] for c in told if c["kind"] == "user"} == users
    assert told[-1]["kind"] == "directory" and told[-1]["event_id"]


def test_an_update_tells_what_was_there_before(mirror):
    mirror.update()
    user = next(iter(held(mirror.path)["users"]))
    old = mirror.sandbox.get(f"/directory_users/{user}")["first_name"]
    mirror.sandbox.patch(f"users/{user}", {"first_name": "Änne"})
    mirror.update()
    change = changes(mirror.path)[-1]
    assert (change["kind"], change["action"], change["user_id"]) == ("user", "updated", user)
    assert json.loads(change["previous"])["first_name"] == old


def test_events_that_come_again_change_nothing(mirror, mutator):
    mirror.update()
    start = mirror.sandbox.events()[-1]["id"]
    mutator.change(120)
    mirror.update()
    mark = last_change(mirror.path)
    now = mirror.sandbox.events()[-1]["created_at"]
    execute(mirror.path, "UPDATE mirror_state SET event_cursor = ?, event_cursor_at = ?", start, now)
    cycle = mirror.update()
    assert (cycle["events"], cycle["changes"]) == (0, 0)
    assert last_change(mirror.path) == mark
    assert_equal(mirror.path, mirror.sandbox)


def test_twice_in_a_page_and_in_the_wrong_order(mirror):
    """Events older than the applied ones are ignored; repeated events are applied once."""
    mirror.update()
    sandbox = mirror.sandbox
    start = sandbox.events()[-1]["id"]
    directory = sandbox.list("/directories", search="Okta")[0]["id"]
    user = sandbox.post("users", {"directory_id": directory, "first_name": "One"})["id"]
    group = sandbox.list("/directory_groups", directory=directory)[0]["id"]
    sandbox.patch(f"users/{user}", {"first_name": "Two"})
    sandbox.post("memberships", {"group_id": group, "user_id": user})
    sandbox.delete("memberships", {"group_id": group, "user_id": user})
    gone = sandbox.post("users", {"directory_id": directory})["id"]
    sandbox.delete(f"users/{gone}")
    created, updated, added, removed, created_gone, deleted = sandbox.events(after=start)
    wrong = [updated, updated, created, removed, deleted, added, created_gone, removed, created]
    sandbox.fault("/events*", status=200, body=page(wrong))
    sandbox.fault("/events*", status=200, body=page([added]))
    mirror.update()
    mirror.update()
    assert not any(change["user_id"] == gone for change in changes(mirror.path))
    assert held(mirror.path)["users"][user]["first_name"] == "Two"
    mirror.update()
    assert_equal(mirror.path, sandbox)


def test_unknown_events_are_passed_over(mirror):
    mirror.update()
    sandbox = mirror.sandbox
    mark = last_change(mirror.path)
    odd = [
        {"object": "event", "id": f"event_odd_{number}", "created_at": "2099-01-01T00:00:00.000Z"} | event
        for number, event in enumerate(
            [
                {"event": "dsync.user.promoted", "data": {"id": "directory_user_1"}},
                {"event": "dsync.user.created", "data": {}},
                {"event": "dsync.user.deleted", "data": {"id": "directory_user_2", "directory_id": "directory_2"}},
                {"event": "dsync.group.user_added", "data": {"directory_id": "directory_2"}},
                {"event": "dsync.user.created", "data": {"id": "u", "directory_id": "directory_that_is_gone"}},
            ]
        )
    ]
    sandbox.fault("/events*", status=200, body=page(odd))
    mirror.update()
    assert last_change(mirror.path) == mark
    assert_equal(mirror.path, sandbox)


def test_a_directory_that_no_event_announced_is_asked_for(mirror):
    """A directory that is not linked has no dsync.activated."""
    mirror.update()
    sandbox = mirror.sandbox
    directory = sandbox.post("directories", {"state": "validating", "name": "Quiet"})["id"]
    sandbox.post("users", {"directory_id": directory, "first_name": "First"})
    mirror.update()
    assert_equal(mirror.path, sandbox)


def test_more_events_than_a_page(mirror):
    mirror.update()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    for number in range(250):
        mirror.sandbox.post("users", {"directory_id": directory, "email": f"{number}@example.com"})
    mirror.sandbox.requests()
    assert mirror.update()["events"] == 250
    assert len(mirror.sandbox.requests()) == 3
    assert_equal(mirror.path, mirror.sandbox)


@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_refused_cursor_means_a_full_listing(mirror, status):
    mirror.update()
    sandbox = mirror.sandbox
    sandbox.post("users", {"directory_id": sandbox.list("/directories", search="Okta")[0]["id"]})
    mirror.update()
    cursor = sandbox.events()[-1]["id"]
    sandbox.fault("/events?*", status=status, body='{"message":"No such cursor"}')
    cycle = mirror.update()
    assert "refused" in cycle["listed"] and cursor
    assert_equal(mirror.path, sandbox)


def test_after_a_long_pause_everything_is_listed(mirror):
    mirror.update()
    execute(mirror.path, "UPDATE mirror_state SET caught_up_at = '2026-01-01T00:00:00.000Z'")
    assert "does not keep" in mirror.update()["listed"]
    assert "listed" not in mirror.update()
