import json

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
        # They appear again.
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


def test_a_directory_that_was_listed_is_not_requested_again(mirror):
    mirror.update()
    mirror.sandbox.requests()
    mirror.update("--reconcile")
    paths = mirror.sandbox.requests()
    assert [path for path in paths if path.startswith("/directories")] == ["/directories?limit=100&order=asc"], paths


def test_it_is_due_after_a_while(mirror):
    mirror.update()
    assert "listed" not in mirror.update("--reconcile-every", 3600)
    with opened(mirror.path) as db, db:
        db.execute("UPDATE mirror_state SET listed_at = '2026-01-01T00:00:00.000Z'")
    assert "listed" not in mirror.update("--reconcile-every", 0)
    assert mirror.update()["listed"] == "scheduled"
    assert "listed" not in mirror.update()
