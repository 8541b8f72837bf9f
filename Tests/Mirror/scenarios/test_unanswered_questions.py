"""The service does not answer while a listing runs: what that leaves open is listed again, not forgotten."""

from oracle.trouble.proxy import Answer
from scenarios.test_listing_and_events import while_listing


def test_an_event_in_doubt_while_its_directory_is_listed(copied):
    """He leaves behind the listing of his group, and the question whether he did is not answered."""
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
    """No event reports it, and the question is not answered: the next run lists the directory again."""
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
    """What happened between cursor and listing is known by another listing only, which began later."""

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
