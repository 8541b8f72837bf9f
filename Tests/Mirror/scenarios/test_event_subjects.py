"""Events about objects that are deleted, unknown or unreadable never block the others."""

import pytest
from support.amount import long

STRAGGLERS = [
    "dsync.user.created",
    "dsync.user.updated",
    "dsync.group.created",
    "dsync.group.updated",
    "dsync.group.user_added",
    "dsync.group.user_removed",
    "dsync.activated",
]
ODD_IDS = ["", ".", "..", "a/b", "a\0b", "\0", "x" * 5000, "\u202e", "%2e%2e", 7, None, [], {}]


def data_of(world, name, directory):
    """The data of an event of this name about a user in the directory."""
    group, user = world.member(directory)
    if name == "dsync.activated":
        return world.sandbox.get(f"/directories/{directory}") | {"state": "active"}
    user = world.sandbox.get(f"/directory_users/{user}")
    user.pop("groups")
    group = world.sandbox.get(f"/directory_groups/{group}")
    if ".group.user_" in name:
        return {"directory_id": directory, "user": user, "group": group}
    return user if ".user." in name else group


@pytest.mark.parametrize("name", ["dsync.user.updated", "dsync.group.user_added", *long(*STRAGGLERS)])
@pytest.mark.parametrize("is_same_page", [True, *long(False)])
def test_stragglers_of_a_deleted_directory(copied, name, is_same_page):
    data = data_of(copied, name, copied.middle)
    copied.sandbox.delete(f"directories/{copied.middle}")
    if not is_same_page:
        copied.update()
    copied.emit(name, data)
    user = copied.user(copied.large)["id"]
    copied.update()
    assert copied.has(user)
    copied.assert_equal()
    copied.update("--reconcile")
    copied.assert_equal()


def test_a_straggler_alone_in_its_page(copied):
    """Objects deleted by the previous page are also deleted for this one."""
    data = data_of(copied, "dsync.user.updated", copied.middle)
    copied.sandbox.delete(f"directories/{copied.middle}")
    for _ in range(101):
        copied.emit("dsync.user.updated", data)
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("where", ["id", "directory_id", "user", "group"])
def test_ids_that_no_path_can_have(copied, where):
    for odd in ODD_IDS:
        if where in ("user", "group"):
            data = data_of(copied, "dsync.group.user_added", copied.small)
            data[where]["id"] = odd
            copied.emit("dsync.group.user_added", data)
        else:
            for name in ("dsync.user.created", "dsync.group.updated"):
                copied.emit(name, data_of(copied, name, copied.small) | {where: odd})
            copied.emit("dsync.user.deleted", {"directory_id": copied.small} | {where: odd})
            copied.emit("dsync.activated", {where: odd})
            copied.emit("dsync.deleted", {where: odd})
    user = copied.user()["id"]
    copied.update("--max-retries", 0)
    assert copied.has(user)
    copied.assert_equal()


@pytest.mark.parametrize("data", [{}, *long({"user": None, "group": None}, {"user": [], "group": 3}, {"id": {}})])
def test_data_of_another_form(copied, data):
    for name in [*STRAGGLERS, "dsync.user.deleted", "dsync.group.deleted", "dsync.deleted"]:
        copied.emit(name, data)
        copied.emit(name, {"directory_id": copied.small} | data)
    user = copied.user()["id"]
    copied.update()
    assert copied.has(user)
    copied.assert_equal()


@pytest.mark.parametrize("status", [403, *long(400, 404, 422, 500)])
def test_a_new_directory_that_cannot_be_read(copied, status):
    """Events of the others are applied, `status` shows the directory, and it is added once it can be read."""
    new = copied.sandbox.post("directories", {"name": "New"})["id"]
    copied.user(new)
    user = copied.user()["id"]
    copied.refuse(f"/directories/{new}", status)
    copied.refuse("/directory_users", status, directory=new)
    copied.refuse("/directory_groups", status, directory=new)
    copied.run("--max-retries", 0)
    assert copied.has(user)
    if status != 404:
        assert new in copied.status_text()
    copied.honest()
    copied.update() if status != 404 else copied.update("--reconcile")
    copied.assert_equal()


def test_a_new_directory_whose_user_comes_first(copied):
    """A directory that is not linked has no event."""
    new = copied.sandbox.post("directories", {"state": "validating", "name": "Quiet"})["id"]
    user = copied.user(new)["id"]
    group = copied.group(new)["id"]
    copied.join(group, user)
    copied.update()
    copied.assert_equal()


def test_a_user_whom_only_an_update_tells_of(copied):
    """The creation was lost; the update has the whole record."""
    user = copied.user()["id"]
    copied.sandbox.patch(f"users/{user}", {"first_name": "Known"})
    copied.rewrite_events(lambda events: [e for e in events if e["event"] != "dsync.user.created"])
    copied.update()
    copied.assert_equal()


def test_a_membership_of_those_whom_no_event_told_of(copied):
    user, group = copied.user()["id"], copied.group()["id"]
    copied.join(group, user)
    copied.rewrite_events(lambda events: [e for e in events if ".created" not in e["event"]])
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("name", ["dsync.group.user_added", *long("dsync.user.created", "dsync.user.updated")])
def test_a_user_whom_the_service_does_not_have(copied, name):
    data = data_of(copied, name, copied.middle)
    (data["user"] if "user" in data else data)["id"] = "directory_user_01NOBODY"
    (data["user"] if "user" in data else data)["created_at"] = "2026-01-01T00:00:00.000Z"
    copied.emit(name, {"id": "directory_user_01NOBODY", "directory_id": copied.middle} | data)
    user = copied.user()["id"]
    copied.update()
    assert copied.has(user)
    copied.update("--reconcile")
    copied.assert_equal()
