"""A directory that cannot be listed does not affect the others."""

import pytest
from oracle.trouble.proxy import Answer
from support.amount import long


def broken(world, kind, directory):
    if isinstance(kind, int):
        world.refuse("/directory_users", kind, directory=directory)
        world.refuse("/directory_groups", kind, directory=directory)
        return

    def layer(request, forward):
        if request.path != "/directory_users" or request.query.get("directory") != directory:
            return forward(request)
        if kind == "no json":
            return Answer(200, b"<html>")
        records = forward(request).value["data"]
        records[-1].pop("id") if kind == "no id" else records[-1].update(id=kind)
        return Answer.page(records)

    world.layer(layer)


KINDS = [403, "no id", *long(400, 404, 422, 500, "no json")]


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_first_run(world, kind):
    broken(world, kind, world.middle)
    outcome = world.run("--max-retries", 0)
    assert world.value("SELECT count(*) FROM users WHERE directory_id = ?", world.large) == 250
    assert world.value("SELECT count(*) FROM users WHERE directory_id = ?", world.small) == 12
    assert outcome.code == 1 and world.middle in outcome.error, outcome
    assert world.middle in world.status_text()
    user = world.user(world.small)["id"]
    world.run("--max-retries", 0)
    assert world.has(user)
    world.honest()
    world.update()
    world.assert_equal()


@pytest.mark.parametrize("kind", KINDS)
def test_later(copied, kind):
    broken(copied, kind, copied.middle)
    copied.sandbox.patch(f"directories/{copied.large}", {"name": "Renamed"})
    before = copied.query("SELECT id, record FROM users WHERE directory_id = ? ORDER BY id", copied.middle)
    outcome = copied.run("--reconcile", "--max-retries", 0)
    assert outcome.code == 1 and copied.middle in outcome.error, outcome
    assert copied.query("SELECT name FROM directories WHERE id = ?", copied.large) == [("Renamed",)]
    assert copied.query("SELECT id, record FROM users WHERE directory_id = ? ORDER BY id", copied.middle) == before
    assert copied.middle in copied.status_text() and copied.status()[0] == 1
    user, other = copied.user(copied.small)["id"], copied.user()["id"]
    copied.run("--max-retries", 0)
    assert copied.has(user) and copied.has(other)
    copied.honest()
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("identifier", ["", "a\0b", *long(".", "..", "a/b")])
def test_a_user_with_an_id_that_no_path_can_have(world, identifier):
    """It is never stored under another id, and does not block the mirror."""
    broken(world, identifier, world.middle)
    world.run("--max-retries", 0, timeout=60)
    assert world.value("SELECT count(*) FROM users WHERE directory_id = ?", world.large) == 250
    ids = [row[0] for row in world.query("SELECT id FROM users")]
    assert all(i.startswith("directory_user_") for i in ids if i != identifier)


@pytest.mark.parametrize("identifier", ["", *long(".", "..", "a\0b", None, 7)])
@pytest.mark.parametrize("is_first", [True, *long(False)])
def test_a_directory_with_an_id_that_no_path_can_have(world, identifier, is_first):
    if not is_first:
        world.update()

    def layer(request, forward):
        answer = forward(request)
        if request.path != "/directories":
            return answer
        return answer.with_records([answer.value["data"][0] | {"id": identifier}, *answer.value["data"]])

    world.layer(layer)
    user = world.user()["id"]
    outcome = world.run("--reconcile", "--max-retries", 0, timeout=60)
    assert outcome.code in (0, 1), outcome
    assert world.has(user)
    assert world.value("SELECT count(*) FROM directories WHERE id LIKE 'directory_%'") == 3
    world.honest()
    world.update("--reconcile")
    world.assert_equal()


def test_only_groups_cannot_be_listed(copied):
    copied.refuse("/directory_groups", 500, directory=copied.middle)
    outcome = copied.run("--reconcile", "--max-retries", 0)
    assert outcome.code == 1 and copied.middle in outcome.error
    copied.assert_equal()


@pytest.mark.parametrize("path", ["/directory_users", "/directories"])
def test_none_can_be_listed(copied, path):
    """Events are followed nevertheless."""
    copied.refuse(path, 500)
    user = copied.user()["id"]
    assert copied.run("--reconcile", "--max-retries", 0).code != 0
    assert copied.has(user)
    copied.honest()
    copied.update()
    copied.assert_equal()
