"""A check at the service fails: the directory is listed again later."""

import datetime

from oracle.trouble.proxy import Answer
from scenarios.test_listing_and_events import while_listing


def test_an_event_in_doubt_while_its_directory_is_listed(copied):
    """The user leaves after the group was listed, and the request that would check it fails."""
    group, user = copied.member()
    copied.leave(group, user)
    copied.update()
    copied.join(group, user)
    copied.update()

    def leave():
        copied.leave(group, user)
        copied.refuse("/directory_groups", 500, user=user)

    while_listing(copied, "/directory_users", leave, "--max-retries", "0", group=group)
    copied.honest()
    copied.update()
    assert not copied.has_member(group, user)
    copied.assert_equal()


def test_a_member_whom_the_listing_lacks(copied):
    """There is no event, and the check fails: the next run lists the directory again."""
    group, user = copied.member()
    copied.leave(group, user)
    copied.lose_events()
    copied.refuse("/directory_groups", 500, user=user)
    copied.run("--reconcile", "--max-retries", "0")
    assert copied.has_member(group, user)
    copied.honest()
    copied.lose_events()
    copied.update()
    assert not copied.has_member(group, user)


def test_a_user_whom_the_listing_lacks(copied):
    user = copied.users()[0]
    copied.sandbox.delete(f"users/{user}")
    copied.lose_events()
    copied.refuse(f"/directory_users/{user}", 500)
    copied.run("--reconcile", "--max-retries", "0")
    assert copied.has(user)
    copied.honest()
    copied.lose_events()
    copied.update()
    assert not copied.has(user)


def test_a_cursor_that_is_refused_while_everything_is_listed(copied):
    """Changes between cursor and listing are found only by another listing that begins later."""

    def refuse():
        def layer(request, forward):
            is_refused = request.path == "/events" and "after" in request.query
            return Answer.of(410, {"message": "No such event"}) if is_refused else forward(request)

        copied.layer(layer)

    while_listing(copied, "/directory_users", refuse, directory=copied.middle)
    copied.honest()
    copied.sandbox.patch(f"directories/{copied.middle}", {"name": "Renamed"})
    assert copied.run().last.get("listed")
    copied.user()
    copied.update()
    copied.assert_equal()


def dated_back(world):
    """Events older than the last listing: the mirror checks whether they still apply."""

    def change(event):
        moment = datetime.datetime.fromisoformat(event["created_at"].replace("Z", "+00:00"))
        event["created_at"] = (moment - datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    world.edit_events(change)


def unanswered(world, user):
    """The user's groups cannot be determined."""
    world.refuse("/directory_groups", 500, user=user)


def put_right(world):
    world.honest()
    world.update()
    world.assert_equal()
    world.assert_healthy()


def test_a_membership_that_event_and_listing_deny(copied):
    """Neither the event nor the resulting listing could be checked; the next run lists again."""
    group, user = copied.member()
    copied.leave(group, user)
    dated_back(copied)
    unanswered(copied, user)
    outcome = copied.run("--max-retries", 0)
    assert copied.middle in outcome.error and user in copied.status_text(), outcome
    put_right(copied)


def test_a_membership_that_event_and_listing_tell_of(copied):
    group, user = copied.group()["id"], copied.users()[0]
    copied.join(group, user)
    dated_back(copied)
    unanswered(copied, user)
    copied.run("--max-retries", 0)
    put_right(copied)


def test_a_group_that_is_missing_for_once(world):
    """404 for the list of its users, although it exists."""
    group, _ = world.member()
    world.refuse("/directory_users", 404, group=group)
    outcome = world.run("--max-retries", 0)
    assert outcome.code == 1 and world.middle in outcome.error, outcome
    put_right(world)


def test_a_user_who_is_missing_for_once(world):
    """The same, with memberships listed by user."""
    _, user = world.member()
    world.refuse("/directory_groups", 404, user=user)
    outcome = world.run("--max-retries", 0, "--memberships", "users")
    assert outcome.code == 1 and world.middle in outcome.error, outcome
    world.honest()
    world.update("--memberships", "users")
    world.assert_equal()
