"""Listings that an earlier run began: staged, complete or partly adopted, with any events in the meantime."""

import pytest
from oracle.trouble.proxy import Answer
from support.amount import long
from support.content import changes, last_change


def staged(world):
    """A first run that adopts all directories but one, for which everything is staged except the last group's users."""
    last = max(world.groups())
    world.refuse("/directory_users", 403, group=last)
    outcome = world.run("--max-retries", 0)
    assert outcome.code == 1 and world.middle in outcome.error, outcome
    assert world.value("SELECT count(*) FROM staging_users WHERE directory_id = ?", world.middle) == 30
    assert world.value("SELECT count(*) FROM staging_memberships") > 0
    group, user = world.query("SELECT group_id, user_id FROM staging_memberships")[0]
    return last, group, user


def leave(world, group, user):
    world.leave(group, user)


def leave_and_join(world, group, user):
    world.leave(group, user)
    world.join(group, user)


def delete_user(world, group, user):
    world.sandbox.delete(f"users/{user}")


def delete_group(world, group, user):
    world.sandbox.delete(f"groups/{group}")


def delete_directory(world, group, user):
    world.sandbox.delete(f"directories/{world.middle}")


def update_user(world, group, user):
    world.sandbox.patch(f"users/{user}", {"first_name": "Later"})


def update_group(world, group, user):
    world.sandbox.patch(f"groups/{group}", {"name": "Later"})


def create_and_join(world, group, user):
    new, other = world.user()["id"], world.group()["id"]
    for pair in ((group, new), (other, user), (other, new)):
        world.join(*pair)


CHANGES = [leave, delete_user, delete_group, create_and_join]
MORE = long(leave_and_join, delete_directory, update_user, update_group)


@pytest.mark.parametrize("is_told", [True, *long(False)], ids=["before", "after"])
@pytest.mark.parametrize("change", [*CHANGES, *MORE], ids=lambda change: getattr(change, "__name__", None))
def test_what_is_only_staged_changes(world, change, is_told):
    """The event arrives while the directory cannot be completed, or when it can."""
    _, group, user = staged(world)
    change(world, group, user)
    if is_told:
        world.run("--max-retries", 0)
    world.honest()
    world.update()
    world.assert_equal()


def test_the_cursor_is_refused_while_a_listing_is_to_be_continued(copied):
    """The changes of the lost events are found by a new listing, not by the one that had begun before."""
    copied.user()
    copied.update()
    cursor = copied.value("SELECT event_cursor FROM mirror_state")
    copied.execute(
        "INSERT INTO staging_generation (id, started_at, reason, directories_listed_at)"
        " SELECT 1, caught_up_at, 'scheduled', caught_up_at FROM mirror_state"
    )

    def layer(request, forward):
        is_refused = request.path == "/events" and request.query.get("after") == cursor
        return Answer.of(410, {"message": "No such event"}) if is_refused else forward(request)

    copied.layer(layer)
    copied.user()
    copied.run()
    copied.user()
    copied.update()
    copied.assert_equal()


def test_an_adoption_that_was_interrupted(copied):
    """It is completed without an event."""
    group, user = copied.member()
    copied.lose_events()
    copied.sandbox.delete(f"users/{user}")
    copied.user()
    copied.execute("UPDATE directory_states SET listing_due = 'for a test' WHERE directory_id = ?", copied.middle)
    copied.stop("DELETE", "users")
    assert copied.run().code != 0
    assert copied.has(user) and copied.has_member(group, user)
    copied.go_on("users")
    copied.update()
    copied.assert_equal()


def test_a_large_new_directory_that_was_interrupted(copied):
    """It comes in steps; the next run completes it, and each user is in `changes` once."""
    before = last_change(copied.path)
    directory = copied.sandbox.post("directories", {"name": "Large"})["id"]
    users = {copied.user(directory)["id"] for _ in range(1200)}
    copied.lose_events()
    copied.stop("INSERT", "users", f"(SELECT count(*) FROM users WHERE directory_id = '{directory}') = 1100")
    assert copied.run("--reconcile").code != 0
    assert copied.value("SELECT count(*) FROM users WHERE directory_id = ?", directory) == 1000
    assert copied.query("SELECT 1 FROM directories WHERE id = ?", directory)
    copied.go_on("users")
    copied.update()
    copied.assert_equal()
    told = [change["user_id"] for change in changes(copied.path, before) if change["kind"] == "user"]
    assert len(told) == len(users) and set(told) == users


def test_the_last_directory_of_a_first_run_fails(world):
    """The others were complete when the previous run ended, and no longer wait for it."""
    world.refuse("/directory_users", 401, directory=world.middle)
    assert world.run("--max-retries", 0).code == 77
    world.honest()
    world.refuse("/directory_users", 403, directory=world.middle)
    outcome = world.run("--max-retries", 0)
    assert outcome.code == 1 and world.middle in outcome.error, outcome
    assert world.value("SELECT count(*) FROM users") == 262
    world.honest()
    world.update()
    world.assert_equal()
