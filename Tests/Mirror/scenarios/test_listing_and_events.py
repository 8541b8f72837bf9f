"""Changes just before, during and just after a listing."""

import datetime
import time

import pytest
from oracle.trouble.proxy import Answer
from support.amount import long

STEP = 0.02


def while_listing(world, path, do, *options, **query):
    """A reconciliation whose first request for this is delayed while `do` runs."""
    held = []

    def layer(request, forward):
        if request.path == path and query.items() <= request.query.items() and not held:
            held.append(True)
            answer = forward(request)
            do()
            return answer
        return forward(request)

    world.layer(layer)
    outcome = world.run("--reconcile", *options, timeout=120)
    assert held, "it was not requested"
    world.proxy.layers.remove(layer)
    return outcome


def test_the_newest_event_is_never_asked_for(world):
    """The service ignores `order`, so the response would be the oldest event."""
    before = datetime.datetime.now(datetime.timezone.utc)
    world.update()
    world.user()
    world.update()
    world.update("--reconcile")
    asked = [request.query for request in world.proxy.requests if request.path == "/events"]
    assert asked
    assert not any(query.get("order") == "desc" or "before" in query or query.get("limit") == "1" for query in asked)
    # Without a cursor, from the start of the listing minus a margin, not from the oldest event.
    first = next(query for query in asked if "after" not in query)
    start = datetime.datetime.fromisoformat(first["range_start"].replace("Z", "+00:00"))
    assert first["range_start"].endswith("Z")
    assert datetime.timedelta(0) <= before - start <= datetime.timedelta(days=1)


def test_old_events_do_not_undo_what_was_listed(world):
    """A user who was deactivated before the first run stays inactive, whatever event is listed."""
    user = world.users()[0]
    world.sandbox.patch(f"users/{user}", {"state": "active", "first_name": "Former"})
    world.sandbox.patch(f"users/{user}", {"state": "inactive", "first_name": "Present"})
    gone = world.user()["id"]
    world.sandbox.delete(f"users/{gone}")
    world.update()
    world.assert_equal()
    world.update()
    assert world.column(user, "state") == "inactive" and not world.has(gone)
    assert not [change for change in world.changes() if change["kind"] == "user"]


def test_a_directory_that_goes_just_before(copied):
    copied.sandbox.delete(f"directories/{copied.middle}")
    copied.update("--reconcile")
    copied.assert_equal()


@pytest.mark.parametrize("path", ["/directory_groups", *long("/directory_users")])
def test_a_directory_that_goes_meanwhile(copied, path):
    def delete():
        copied.sandbox.delete(f"directories/{copied.middle}")

    outcome = while_listing(copied, path, delete, directory=copied.middle)
    assert outcome.code == 0, outcome
    copied.assert_equal()


def test_a_directory_that_goes_as_all_are_listed(copied):
    outcome = while_listing(copied, "/directories", lambda: copied.sandbox.delete(f"directories/{copied.middle}"))
    assert outcome.code == 0, outcome
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("count", [30, *long(1, 10)])
def test_users_who_leave_just_before(copied, count):
    for user in copied.users()[:count]:
        copied.sandbox.delete(f"users/{user}")
    copied.update("--reconcile")
    copied.assert_equal()


def test_one_of_four_users(copied):
    directory = copied.sandbox.post("directories", {"name": "Tiny"})["id"]
    users = [copied.user(directory)["id"] for _ in range(4)]
    copied.update()
    copied.sandbox.delete(f"users/{users[0]}")
    copied.update("--reconcile")
    other = copied.users()[0]
    copied.sandbox.patch(f"users/{other}", {"first_name": "Later"})
    copied.update()
    copied.assert_equal()


def test_users_who_come_and_go_meanwhile(copied):
    group = copied.groups()[0]

    def change():
        users = copied.users()
        for user in users[:3] + users[-3:]:
            copied.sandbox.delete(f"users/{user}")
        new = copied.user()["id"]
        copied.join(group, new)
        copied.sandbox.patch(f"users/{users[5]}", {"first_name": "Meanwhile"})

    for path in ("/directory_groups", "/directory_users"):
        outcome = while_listing(copied, path, change, directory=copied.middle)
        assert outcome.code == 0, outcome
        copied.assert_equal()


def test_a_group_that_goes_meanwhile(copied):
    group = copied.groups()[0]

    def delete():
        copied.sandbox.delete(f"groups/{group}")

    outcome = while_listing(copied, "/directory_users", delete, directory=copied.middle)
    assert outcome.code == 0, outcome
    copied.assert_equal()


def test_a_directory_that_comes_meanwhile(copied):
    def create():
        directory = copied.sandbox.post("directories", {"name": "Meanwhile"})["id"]
        copied.user(directory)

    outcome = while_listing(copied, "/directory_users", create, directory=copied.middle)
    assert outcome.code == 0, outcome
    copied.update()
    copied.assert_equal()


def test_events_are_followed_while_a_listing_runs(copied):
    """Another directory's change is in the file before the listing is complete."""
    arrived = []

    def wait():
        user = copied.user(copied.small)["id"]
        for _ in range(1500):
            if copied.has(user):
                arrived.append(True)
                return
            time.sleep(STEP)

    outcome = while_listing(copied, "/directory_users", wait, "--poll", 1, directory=copied.large)
    assert outcome.code == 0 and arrived, outcome
    copied.assert_equal()


@pytest.mark.parametrize("how", ["users and groups", *long("users")])
def test_a_listing_that_lags(copied, how):
    """A user mentioned in an event is requested before being removed."""
    user, group = copied.user()["id"], copied.group()["id"]
    copied.join(group, user)
    copied.update()
    if how == "users and groups":
        copied.hide("/directory_users", user)
        copied.hide("/directory_groups", group)
    else:
        copied.hide("/directory_users", user, directory=copied.middle)
    copied.run("--reconcile", "--memberships", "groups")
    assert copied.has(user) and copied.has(group)
    copied.honest()
    copied.update("--reconcile")
    copied.assert_equal()


def test_a_list_of_directories_that_lags(copied):
    new = copied.sandbox.post("directories", {"name": "New"})["id"]
    user = copied.user(new)["id"]
    copied.update()
    copied.hide("/directories", new)
    copied.run("--reconcile")
    assert copied.has(user)
    copied.honest()
    copied.update("--reconcile")
    copied.assert_equal()


def test_a_listing_that_still_has_a_leaver(copied):
    """The deletion was reported by an event; the listing is older."""
    user = copied.users()[0]
    record = copied.sandbox.get(f"/directory_users/{user}")
    copied.sandbox.delete(f"users/{user}")
    copied.update()

    def layer(request, forward):
        answer = forward(request)
        if request.path == "/directory_users" and request.query.get("directory") == copied.middle:
            if "group" not in request.query and "after" not in request.query:
                return answer.with_records([record, *answer.value["data"]])
        return answer

    copied.layer(layer)
    copied.run("--reconcile")
    assert not copied.has(user)
    copied.honest()
    copied.update("--reconcile")
    copied.assert_equal()


def test_a_record_in_a_listing_that_lags(copied):
    """Of two records the one with the older `updated_at` is older."""
    user = copied.users()[0]
    old = copied.sandbox.get(f"/directory_users/{user}")
    copied.sandbox.patch(f"users/{user}", {"first_name": "Newer"})
    copied.update()

    def layer(request, forward):
        answer = forward(request)
        if request.path == "/directory_users" and "group" not in request.query:
            return answer.with_records([old if r["id"] == user else r for r in answer.value["data"]])
        return answer

    copied.layer(layer)
    copied.run("--reconcile")
    assert copied.column(user, "first_name") == "Newer"
    copied.assert_equal()


def test_a_membership_that_a_listing_lacks(copied):
    group, user = copied.group()["id"], copied.user()["id"]
    copied.join(group, user)
    copied.update()
    copied.hide("/directory_users", user, group=group)
    copied.run("--reconcile", "--memberships", "groups")
    assert copied.has_member(group, user)
    copied.honest()
    copied.update("--reconcile")
    copied.assert_equal()


def test_a_single_run_lists_again_when_it_is_time(copied):
    """Runs without --watch also correct changes without events."""
    copied.sandbox.patch(f"directories/{copied.middle}", {"name": "Renamed"})
    copied.update()
    time.sleep(1.1)
    assert copied.update("--reconcile-every", 1)["listed"]
    copied.assert_equal()


def test_a_list_of_directories_that_still_has_a_deleted_one(copied):
    """With its content: a request by id shows that it was deleted."""
    directory = copied.sandbox.get(f"/directories/{copied.small}")
    users = copied.sandbox.list("/directory_users", directory=copied.small)
    copied.sandbox.delete(f"directories/{copied.small}")
    copied.update()

    def layer(request, forward):
        if request.path == "/directories":
            answer = forward(request)
            return answer.with_records([directory, *answer.value["data"]])
        if request.query.get("directory") == copied.small:
            return Answer.page(users if request.path == "/directory_users" and "group" not in request.query else [])
        return forward(request)

    copied.layer(layer)
    copied.run("--reconcile")
    assert not copied.has(users[0]["id"])
    copied.assert_equal()
