import json

import pytest
from support.content import assert_equal, changes, held, identifiers, last_change, opened, replayed

EVERYTHING = ("--reconcile", "--max-removal", "100")


def test_random_changes_without_their_events(mirror, mutator):
    mirror.update()
    for _ in range(2):
        before, mark = identifiers(held(mirror.path)), last_change(mirror.path)
        mirror.sandbox.lose_events()
        mutator.change(80)
        cycle = mirror.update(*EVERYTHING)
        assert cycle["listed"] == "asked for"
        assert_equal(mirror.path, mirror.sandbox)
        told = changes(mirror.path, after=mark)
        assert len(told) == cycle["changes"] and all(change["source"] == "reconciliation" for change in told)
        assert replayed(before, told) == identifiers(held(mirror.path))
        # They turn up after all.
        mirror.sandbox.clear_faults()
        mirror.update()
        assert_equal(mirror.path, mirror.sandbox)


def test_what_no_event_tells(mirror):
    mirror.update()
    directory = mirror.sandbox.list("/directories", search="Okta")[0]["id"]
    mirror.sandbox.patch(f"directories/{directory}", {"state": "invalid_credentials", "name": "Renamed"})
    mirror.update("--reconcile")
    assert_equal(mirror.path, mirror.sandbox)
    change = changes(mirror.path)[-1]
    assert (change["kind"], change["action"], change["directory_id"]) == ("directory", "updated", directory)
    assert json.loads(change["previous"])["state"] == "active"


def test_nothing_changed_is_nothing_told(mirror, mutator):
    mutator.change(60)
    mirror.update()
    mutator.change(60)
    mirror.update()
    mark = last_change(mirror.path)
    cycle = mirror.update("--reconcile")
    assert cycle["changes"] == 0 and last_change(mirror.path) == mark


def test_it_is_due_after_a_while(mirror):
    mirror.update()
    assert "listed" not in mirror.update("--reconcile-every", 3600)
    with opened(mirror.path) as db, db:
        db.execute("UPDATE mirror_state SET listed_at = '2026-01-01T00:00:00.000Z'")
    assert "listed" not in mirror.update("--reconcile-every", 0)
    assert mirror.update()["listed"] == "scheduled"
    assert "listed" not in mirror.update()


class TestRemovalGuard:
    @pytest.fixture
    def shrunk(self, mirror):
        """A directory that lost 30 of its 250 users in the listing, of which no event tells."""
        mirror.update()
        sandbox = mirror.sandbox
        sandbox.lose_events()
        directory = sandbox.list("/directories", search="Okta")[0]["id"]
        users = sandbox.list("/directory_users", directory=directory)
        for user in users[: len(users) * 3 // 10]:
            sandbox.delete(f"users/{user['id']}")
        return mirror

    def test_nothing_is_changed_until_it_is_confirmed(self, shrunk):
        before = held(shrunk.path)
        held_back = shrunk.run("--reconcile")
        assert held_back.code == 3
        assert "lacks 75 of 250 users" in held_back.error and "--confirm-removal" in held_back.error
        assert held_back.error.count("\n") == 1
        assert held(shrunk.path) == before
        assert shrunk.status()[0] == 1
        shrunk.sandbox.requests()
        assert shrunk.run().code == 3
        assert shrunk.sandbox.requests() == []
        assert held(shrunk.path) == before
        shrunk.update("--confirm-removal")
        assert_equal(shrunk.path, shrunk.sandbox)
        assert shrunk.status()[0] == 0

    def test_a_listing_asked_for_anew_is_made_anew(self, shrunk):
        assert shrunk.run("--reconcile").code == 3
        shrunk.sandbox.requests()
        assert shrunk.run("--reconcile").code == 3
        assert any("/directory_users" in path for path in shrunk.sandbox.requests())

    def test_a_higher_limit_lets_it_pass(self, shrunk):
        shrunk.update("--reconcile", "--max-removal", 31)
        assert_equal(shrunk.path, shrunk.sandbox)

    def test_events_need_no_confirmation(self, shrunk):
        shrunk.sandbox.clear_faults()
        shrunk.update()
        assert_equal(shrunk.path, shrunk.sandbox)

    def test_a_missing_directory_is_a_removal(self, mirror):
        mirror.update()
        mirror.sandbox.lose_events()
        mirror.sandbox.delete(f"directories/{mirror.sandbox.list('/directories', search='Okta')[0]['id']}")
        held_back = mirror.run("--reconcile")
        assert held_back.code == 3 and "lacks 250 of 250" in held_back.error
        mirror.update("--confirm-removal")
        assert_equal(mirror.path, mirror.sandbox)
