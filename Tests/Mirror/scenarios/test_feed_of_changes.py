"""`changes` for its readers: increasing numbers, and every change exactly once."""

import json
import subprocess

import pytest
from support.amount import long
from support.content import held, identifiers, replayed
from support.mirror import BINARY

LONG_AGO = "2026-01-01T00:00:00.000Z"


def told(world, *options, **settings):
    command = [BINARY, "mirror", "changes", "--database", world.path, *options]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=30, **settings)
    assert done.returncode == 0, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_numbers_only_grow(copied):
    """A reader that has read up to one of them sees the next change, whatever was pruned in between."""
    copied.user()
    copied.update()
    newest = copied.mark()
    copied.execute("UPDATE changes SET changed_at = ?", LONG_AGO)
    copied.update("--reconcile", "--keep-changes", 1)
    assert copied.changes() == []
    user = copied.user()["id"]
    copied.update()
    assert [change["user_id"] for change in copied.changes(after=newest)] == [user]


def test_they_are_pruned_by_every_cycle(copied):
    copied.execute("UPDATE changes SET changed_at = ?", LONG_AGO)
    cycle = copied.update("--keep-changes", 1)
    assert copied.changes() == []
    assert cycle["changes"] == 0 and "listed" not in cycle
    assert copied.value("SELECT count(*) FROM users") == 292


def test_applied_events_do_not_grow_for_ever(copied):
    for _ in range(20):
        copied.user()
    copied.update()
    copied.execute("UPDATE applied_events SET created_at = ?", LONG_AGO)
    copied.execute("UPDATE applied_events SET applied_at = ?", LONG_AGO)
    copied.user()
    copied.update()
    assert copied.value("SELECT count(*) FROM applied_events") <= 2
    copied.assert_equal()


@pytest.mark.parametrize("days", ["inf", "1e300", "0.5", *long("1e15", "1e9")])
def test_how_long_they_are_kept(world, days):
    world.update("--keep-changes", days)
    world.execute("UPDATE changes SET changed_at = ?", LONG_AGO)
    world.update("--keep-changes", days)
    assert bool(world.changes()) == (days != "0.5")


@pytest.mark.parametrize("days", ["-1", "nan", *long("0", "-inf", "many", "")])
def test_how_long_makes_no_sense(world, days):
    refused = world.run("--keep-changes", days)
    assert refused.code == 64 and "keep-changes" in refused.error


def test_after_everything_was_gone_once(copied):
    """A listing that finds users again is not a first run."""
    for directory in (copied.large, copied.middle, copied.small):
        copied.sandbox.delete(f"directories/{directory}")
    copied.update()
    mark = copied.mark()
    directory = copied.sandbox.post("directories", {"name": "Again"})["id"]
    user, group = copied.user(directory)["id"], copied.group(directory)["id"]
    copied.join(group, user)
    copied.lose_events()
    copied.update("--reconcile")
    kinds = {(change["kind"], change["action"]) for change in copied.changes(after=mark)}
    assert {("directory", "created"), ("group", "created"), ("user", "created"), ("membership", "added")} <= kinds


@pytest.mark.parametrize("way", ["events", "listing"])
def test_every_change_is_told_once_with_its_record(copied, way):
    before, mark = identifiers(held(copied.path)), copied.mark()
    new = copied.user(first_name="New")["id"]
    changed, gone = copied.users()[:2]
    copied.sandbox.patch(f"users/{changed}", {"first_name": "Changed"})
    copied.sandbox.delete(f"users/{gone}")
    group = copied.group(name="Staff")["id"]
    copied.join(group, new)
    if way == "listing":
        copied.lose_events()
    copied.update("--reconcile") if way == "listing" else copied.update()
    copied.assert_equal()
    changes = copied.changes(after=mark)
    assert replayed(before, changes) == identifiers(held(copied.path))
    assert [change["id"] for change in changes] == sorted({change["id"] for change in changes})
    about = {change["user_id"]: change for change in changes if change["kind"] == "user"}
    assert (about[new]["action"], about[changed]["action"], about[gone]["action"]) == ("created", "updated", "deleted")
    assert json.loads(about[new]["record"])["first_name"] == "New"
    assert json.loads(about[changed]["record"])["first_name"] == "Changed"
    lines = told(copied, "--after", mark)
    assert [line["id"] for line in lines] == [change["id"] for change in changes]


def test_the_first_listing_is_marked(world):
    """Its users are not listed individually: a reader must read the tables once when it sees the mark."""
    world.update()
    assert {change["source"] for change in world.changes()} == {"first run"}
    lines = told(world)
    assert lines and any("snapshot" in json.dumps(line) for line in lines)


def test_a_change_and_back_is_no_change_of_a_listing(copied):
    user = copied.users()[0]
    name = copied.column(user, "first_name")
    copied.lose_events()
    copied.sandbox.patch(f"users/{user}", {"custom_attributes": {"a": 1, "b": [1, 2]}, "first_name": name})
    copied.update("--reconcile")
    mark = copied.mark()

    def layer(request, forward):
        """The same values in another notation."""
        answer = forward(request)
        if request.path == "/directory_users" and answer.status == 200:
            records = [r | {"custom_attributes": dict(sorted(r["custom_attributes"].items()))} for r in
                       answer.value["data"]]  # fmt: skip
            answer = answer.with_records(records)
        return answer

    copied.layer(layer)
    copied.update("--reconcile")
    assert copied.changes(after=mark) == []


def test_somebody_follows_them(copied):
    mark = copied.mark()
    command = [BINARY, "mirror", "changes", "--database", str(copied.path), "--after", str(mark), "--follow"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        user = copied.user()["id"]
        copied.update()
        line = json.loads(process.stdout.readline())
        assert line["user_id"] == user and line["id"] > mark
        other = copied.user()["id"]
        copied.update()
        again = json.loads(process.stdout.readline())
        assert again["user_id"] == other and again["id"] > line["id"]
        process.terminate()
        assert process.wait(timeout=20) in (0, 143)
    finally:
        process.kill()
        process.communicate()
