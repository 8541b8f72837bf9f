"""Events in another order than the changes, or dated by another clock."""

import copy

import pytest
from oracle.trouble.tampering import moved
from support.amount import long


def newest_event(world, name):
    return [event for event in world.sandbox.events() if event["event"] == name][-1]


@pytest.mark.parametrize("milliseconds", [0, *long(1, 5_000)])
@pytest.mark.parametrize("name", ["dsync.user.updated", "dsync.group.user_added", *long("dsync.user.created")])
def test_a_leaver_stays_away(copied, name, milliseconds):
    """Ids are never reused: an event of a user after the deletion is late, whatever its date."""
    group, user = copied.member()
    record = copied.sandbox.get(f"/directory_users/{user}")
    record.pop("groups")
    group = copied.sandbox.get(f"/directory_groups/{group}")
    copied.sandbox.delete(f"users/{user}")
    data = {"directory_id": copied.middle, "user": record, "group": group} if "added" in name else record
    copied.emit(name, data)
    deleted_at = newest_event(copied, "dsync.user.deleted")["created_at"]

    def change(event):
        if event["event"] == name:
            event["created_at"] = moved(deleted_at, milliseconds)

    copied.edit_events(change)
    copied.update()
    assert not copied.has(user)
    copied.assert_equal()


@pytest.mark.parametrize("name", ["dsync.group.user_added", *long("dsync.group.updated", "dsync.group.created")])
@pytest.mark.parametrize("is_same_page", [True, *long(False)])
def test_a_deleted_group_stays_away(copied, name, is_same_page):
    group, user = copied.member()
    record = copied.sandbox.get(f"/directory_groups/{group}")
    person = copied.sandbox.get(f"/directory_users/{user}")
    person.pop("groups")
    copied.sandbox.delete(f"groups/{group}")
    if not is_same_page:
        copied.update()
    data = {"directory_id": copied.middle, "user": person, "group": record} if "added" in name else record
    copied.emit(name, data)
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("milliseconds", [40, *long(1, 5_000, 3_600_000)])
def test_a_deletion_dated_before_the_creation(copied, milliseconds):
    user = copied.user()
    copied.sandbox.delete(f"users/{user['id']}")

    def change(event):
        if event["event"] == "dsync.user.deleted":
            event["created_at"] = moved(user["created_at"], -milliseconds)

    copied.edit_events(change)
    copied.update()
    assert not copied.has(user["id"])
    copied.assert_equal()


@pytest.mark.parametrize("milliseconds", [5, *long(2_000, 600_000)])
def test_an_event_dated_before_the_listing(copied, milliseconds):
    """It was listed after it; its date is from another clock."""
    user = copied.user()["id"]

    def change(event):
        if event["data"].get("id") == user:
            event["created_at"] = moved(event["created_at"], -milliseconds)

    copied.edit_events(change)
    copied.update()
    assert copied.has(user)
    copied.assert_equal()


def test_dates_without_a_fraction(copied):
    group, user = copied.group()["id"], copied.users()[0]
    copied.sandbox.patch(f"users/{user}", {"first_name": "One"})
    copied.sandbox.patch(f"users/{user}", {"first_name": "Two"})
    copied.join(group, user)
    copied.leave(group, user)
    count = 0

    def change(event):
        nonlocal count
        count += 1
        if count % 2:
            event["created_at"] = event["created_at"][:-5] + "Z"

    copied.edit_events(change)
    copied.update()
    copied.assert_equal()


def test_the_newest_record_wins(copied):
    user = copied.users()[0]
    for name in ("One", "Two", "Three"):
        copied.sandbox.patch(f"users/{user}", {"first_name": name})
    copied.rewrite_events(lambda events: events[::-1])
    copied.update()
    assert copied.column(user, "first_name") == "Three"
    copied.assert_equal()


def test_deleted_before_it_was_created(copied):
    user = copied.user()["id"]
    copied.sandbox.delete(f"users/{user}")
    group = copied.group()["id"]
    copied.sandbox.delete(f"groups/{group}")
    copied.rewrite_events(lambda events: events[::-1])
    copied.update()
    copied.assert_equal()


def test_in_a_group_before_there_are_user_and_group(copied):
    user, group = copied.user()["id"], copied.group()["id"]
    copied.join(group, user)
    copied.rewrite_events(lambda events: events[::-1])
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("steps", [2, *long(3, 4)])
def test_in_and_out_of_a_group_in_reverse(copied, steps):
    join_and_leave(copied, steps)
    copied.rewrite_events(lambda events: events[::-1])
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("steps", [2, *long(3, 4)])
def test_in_and_out_of_a_group_in_reverse_over_cycles(copied, steps):
    """The last one is listed first, and each of the others a cycle later."""
    join_and_leave(copied, steps)
    last = [event["id"] for event in copied.sandbox.events()[-steps:]][::-1]
    stream = copied.stream(lambda event, stream: [(event, last.index(event["id"]) if event["id"] in last else 0)])
    copied.update()
    while stream.waiting:
        copied.update()
    copied.update()
    copied.assert_equal()


def join_and_leave(world, steps):
    group, user = world.group()["id"], world.user()["id"]
    world.update()
    for step in range(steps):
        (world.leave if step % 2 else world.join)(group, user)
    return group, user


def test_in_and_out_within_one_millisecond(copied):
    group, user = copied.group()["id"], copied.user()["id"]
    copied.update()
    copied.join(group, user)
    copied.leave(group, user)
    copied.join(group, user)
    at = newest_event(copied, "dsync.group.user_added")["created_at"]
    copied.edit_events(lambda event: event.update(created_at=at))
    copied.update()
    assert copied.has_member(group, user)
    copied.assert_equal()


@pytest.mark.parametrize("name", ["user_added", "user_removed"])
def test_an_old_event_again_under_a_new_id(copied, name):
    """A duplicate of an event that a later one has superseded."""
    group, user = copied.group()["id"], copied.user()["id"]
    copied.join(group, user)
    copied.leave(group, user)
    if name == "user_removed":
        copied.join(group, user)
    copied.update()
    again = newest_event(copied, f"dsync.group.{name}")
    copied.user()
    copied.rewrite_events(lambda events: [copy.deepcopy(again) | {"id": "event_again"}, *events] if events else events)
    copied.update()
    copied.assert_equal()


def test_an_update_again_under_a_new_id(copied):
    user = copied.users()[0]
    copied.sandbox.patch(f"users/{user}", {"first_name": "One"})
    old = copied.sandbox.events()[-1]
    copied.sandbox.patch(f"users/{user}", {"first_name": "Two"})
    copied.update()
    copied.emit("dsync.user.updated", old["data"])
    copied.update()
    copied.assert_equal()


def test_a_false_deletion_is_put_right(copied):
    """The service still has the user, which later listings show."""
    user = copied.users()[0]
    record = copied.sandbox.get(f"/directory_users/{user}")
    record.pop("groups")
    copied.emit("dsync.user.deleted", record)
    copied.update()
    copied.update("--reconcile")
    copied.update("--reconcile")
    copied.assert_equal()
