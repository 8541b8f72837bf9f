"""Unexplained removals are held, in their directory only."""

import signal

import pytest
from oracle.trouble.proxy import Answer
from support.amount import long
from support.content import held


def lose_users(world, count, directory=None):
    """Deletes users without events."""
    world.lose_events()
    for user in world.users(directory)[:count]:
        world.sandbox.delete(f"users/{user}")


def test_held_until_it_is_confirmed(copied):
    lose_users(copied, 75, copied.large)
    before = held(copied.path)
    outcome = copied.run("--reconcile")
    assert outcome.code == 3, outcome
    assert copied.large in outcome.error and "75" in outcome.error and "--confirm-removal" in outcome.error
    assert outcome.error.count("\n") == 1
    assert held(copied.path) == before
    code, status = copied.status()
    assert code == 1 and copied.large in copied.status_text()
    copied.update("--confirm-removal")
    copied.assert_equal()
    copied.assert_healthy()


def test_the_other_directories_go_on(copied):
    lose_users(copied, 75, copied.large)
    copied.sandbox.patch(f"directories/{copied.small}", {"name": "Renamed"})
    assert copied.run("--reconcile").code == 3
    assert copied.query("SELECT name FROM directories WHERE id = ?", copied.small) == [("Renamed",)]
    copied.honest()
    user, other = copied.user(copied.small)["id"], copied.user(copied.large)["id"]
    copied.run()
    assert copied.has(user) and copied.has(other)
    assert copied.value("SELECT count(*) FROM users WHERE directory_id = ?", copied.large) == 176


def test_events_that_the_api_holds_back(copied):
    """They explain the missing users a little later, and nothing is held."""
    lost = copied.lose_events()
    for user in copied.users(copied.large)[:75]:
        copied.sandbox.delete(f"users/{user}")
    listed = []

    def layer(request, forward):
        # Not the poll during the listing, but the one after it.
        if request.path == "/events" and len(listed) == 2:
            copied.proxy.layers.remove(lost)
        if request.path == "/events":
            listed.append(request)
        return forward(request)

    copied.proxy.layers.insert(0, layer)
    outcome = copied.run("--reconcile", "--hold-back", 0.2)
    assert outcome.code == 0, outcome
    copied.assert_equal()


@pytest.mark.long
def test_events_explain_after_all(copied):
    """The events for the deletions come later; then nothing is held any more."""
    lose_users(copied, 75, copied.large)
    assert copied.run("--reconcile").code == 3
    copied.honest()
    copied.run()
    copied.update()
    copied.assert_equal()
    copied.assert_healthy()


@pytest.mark.parametrize(
    ("directory", "count", "options", "code"),
    [
        ("large", 50, [], 0),
        ("middle", 11, [], 3),
        ("small", 10, [], 0),
        *long(
            ("large", 51, [], 3),
            ("middle", 10, [], 0),
            ("small", 12, [], 3),
            ("large", 75, ["--max-removal", 31], 0),
            ("large", 75, ["--max-removal-count", 75], 0),
            ("large", 75, ["--max-removal-count", 74], 3),
            ("large", 12, ["--max-removal-count", 0], 0),
            ("large", 12, ["--max-removal-count", 0, "--max-removal", 4], 3),
            ("large", 12, ["--max-removal-count", 0, "--max-removal", 5], 0),
            ("large", 12, ["--max-removal", 0], 3),
            ("small", 1, ["--max-removal", 0], 0),
            ("large", 250, ["--max-removal", 100, "--max-removal-count", 0], 0),
        ),
    ],
)
def test_percent_and_number(copied, directory, count, options, code):
    lose_users(copied, count, getattr(copied, directory))
    outcome = copied.run("--reconcile", *options)
    assert outcome.code == code, outcome
    if code == 0:
        copied.assert_equal()


@pytest.mark.parametrize("kind", ["groups", *long("members")])
def test_groups_and_memberships_are_guarded_too(copied, kind):
    """One empty list must not remove everyone's permissions."""
    before = held(copied.path)
    assert len(before["memberships"]) > 50
    if kind == "groups":
        copied.hide("/directory_groups")
    else:
        for group in copied.groups(copied.large):
            copied.hide("/directory_users", group=group)
    outcome = copied.run("--reconcile", "--memberships", "groups")
    assert outcome.code == 3, outcome
    large = {u for u, row in before["users"].items() if row["directory_id"] == copied.large}
    kept = held(copied.path)["memberships"]
    assert {pair for pair in before["memberships"] if pair[1] in large} <= kept
    copied.honest()
    copied.update("--reconcile")
    copied.assert_equal()


@pytest.mark.long
def test_memberships_by_groups_of_a_user(copied):
    before = held(copied.path)["memberships"]

    def layer(request, forward):
        answer = forward(request)
        return answer.with_records([]) if "user" in request.query else answer

    copied.layer(layer)
    assert copied.run("--reconcile", "--memberships", "users").code == 3
    assert len(held(copied.path)["memberships"]) > len(before) * 0.8


@pytest.mark.long
def test_records_that_name_no_groups(copied):
    """As for teams created after May 2026."""
    before = held(copied.path)["memberships"]

    def layer(request, forward):
        answer = forward(request)
        if request.path != "/directory_users" or answer.status != 200:
            return answer
        return answer.with_records([user | {"groups": []} for user in answer.value["data"]])

    copied.layer(layer)
    assert copied.run("--reconcile", "--memberships", "records").code == 3
    assert len(held(copied.path)["memberships"]) > len(before) * 0.8


def test_an_empty_list_of_directories(copied):
    """The directories still exist by id, so nothing is removed."""
    before = held(copied.path)
    copied.hide("/directories")
    copied.run("--reconcile")
    assert held(copied.path) == before
    copied.honest()
    copied.update("--reconcile")
    copied.assert_equal()


@pytest.mark.long
def test_other_errors_are_not_hidden(copied):
    lose_users(copied, 75, copied.large)
    assert copied.run("--reconcile").code == 3
    copied.honest()
    copied.sandbox.fault("/*", count=0, status=401)
    refused = copied.run()
    assert refused.code == 77 and "401" in refused.error
    copied.sandbox.clear_faults()
    copied.layer(lambda request, forward: Answer(200, b"", cut=-1))
    assert copied.run("--max-retries", 0).code == 69


def test_watch_goes_on(copied):
    lose_users(copied, 75, copied.large)
    process = copied.mirror.start("--watch", "--poll", 0.2, "--reconcile-every", 1)
    try:
        for line in process.stdout:
            if "--confirm-removal" in line or '"held"' in line or copied.large in line:
                break
        copied.honest()
        user = copied.user(copied.small)["id"]
        for _ in process.stdout:
            if copied.has(user):
                break
        assert process.poll() is None
        copied.sandbox.wait_for("/events", process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in (0, 3)
    finally:
        process.kill()
        process.communicate()
    copied.update()
    copied.assert_equal()


def test_a_removal_cannot_be_confirmed_for_ever(copied):
    refused = copied.run("--watch", "--confirm-removal", timeout=20)
    assert refused.code == 64 and "--confirm-removal" in refused.error


@pytest.mark.long
def test_only_what_was_held_is_confirmed(copied):
    """Users that disappear in the meantime are not confirmed."""
    lose_users(copied, 75, copied.large)
    assert copied.run("--reconcile").code == 3
    for user in copied.users(copied.middle)[:20]:
        copied.sandbox.delete(f"users/{user}")
    copied.run("--confirm-removal", "--reconcile")
    assert copied.value("SELECT count(*) FROM users WHERE directory_id = ?", copied.middle) == 30


def delete_users(world, count=30, directory=None):
    for user in world.users(directory)[:count]:
        world.sandbox.delete(f"users/{user}")


def left(world, directory=None):
    return world.value("SELECT count(*) FROM users WHERE directory_id = ?", directory or world.middle)


def test_a_flood_of_deletions_by_events(copied):
    """It is held until it is confirmed, in its directory only, whatever else happens there."""
    delete_users(copied)
    kept, other = copied.user(copied.small)["id"], copied.user()["id"]
    outcome = copied.run("--max-event-removal", 50)
    assert outcome.code == 3 and outcome.error.count("\n") == 1, outcome
    for text in (outcome.error, copied.status_text()):
        assert copied.middle in text and "30 of 30" in text and "--confirm-removal" in text
    assert copied.status()[0] == 1 and copied.status()[1]["health"] == "held"
    assert left(copied) == 31 and copied.has(kept) and copied.has(other)
    # A few more belong to the same flood.
    copied.sandbox.delete(f"users/{other}")
    assert copied.run("--max-event-removal", 50).code == 3
    assert left(copied) == 31
    copied.update("--max-event-removal", 50, "--confirm-removal")
    copied.assert_equal()
    copied.assert_healthy()


@pytest.mark.parametrize("options", [["--max-event-removal", 40], *long([], ["--max-removal-count", 15])])
def test_a_flood_that_is_allowed_later(copied, options):
    delete_users(copied, 12)
    assert copied.run("--max-event-removal", 39).code == 3
    assert left(copied) == 30
    if "--max-removal-count" in options:
        options = [*options, "--max-event-removal", 39]
    copied.update(*options)
    copied.assert_equal()
    copied.assert_healthy()


@pytest.mark.parametrize(
    ("count", "options", "code"),
    [
        (10, ["--max-event-removal", 0], 0),
        (11, ["--max-event-removal", 0], 3),
        (15, ["--max-event-removal", 50], 0),
        *long((11, ["--max-event-removal", 0, "--max-removal-count", 11], 0), (16, ["--max-event-removal", 50], 3)),
    ],
)
def test_percent_and_number_of_deletions_by_events(copied, count, options, code):
    delete_users(copied, count)
    outcome = copied.run(*options)
    assert outcome.code == code, outcome
    assert left(copied) == (30 if code else 30 - count)


def test_a_listing_does_not_take_what_is_held_by_events(copied):
    """It lacks the same users, fewer than --max-removal would allow."""
    delete_users(copied, 12)
    options = ["--max-event-removal", 20, "--max-removal", 50]
    assert copied.run(*options).code == 3
    copied.sandbox.patch(f"directories/{copied.small}", {"name": "Renamed"})
    assert copied.run("--reconcile", *options).code == 3
    assert left(copied) == 30
    assert copied.query("SELECT name FROM directories WHERE id = ?", copied.small) == [("Renamed",)]
    assert copied.run(*options).code == 3
    copied.update("--confirm-removal", *options)
    copied.assert_equal()


def test_the_end_of_a_directory_is_a_flood(copied):
    copied.sandbox.delete(f"directories/{copied.middle}")
    options = ["--max-event-removal", 50]
    for more in ([], ["--reconcile"], []):
        assert copied.run(*options, *more).code == 3
        assert left(copied) == 30
    copied.update(*options, "--confirm-removal")
    copied.assert_equal()


def test_watch_goes_on_after_a_flood(copied):
    delete_users(copied)
    process = copied.mirror.start("--watch", "--poll", 0.2, "--max-event-removal", 50)
    try:
        for line in process.stdout:
            if copied.middle in line:
                break
        user = copied.user(copied.small)["id"]
        for _ in process.stdout:
            if copied.has(user):
                break
        assert left(copied) == 30
    finally:
        process.kill()
        process.communicate()
    copied.update()
    copied.assert_equal()


def test_a_flood_of_deletions_is_let_through_by_default(copied):
    for user in copied.users():
        copied.sandbox.delete(f"users/{user}")
    copied.update()
    copied.assert_equal()
