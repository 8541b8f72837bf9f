"""Events whose records lack members never delete values."""

import pytest
from support.amount import long


def kept_only(*names):
    def change(event):
        if event["event"].endswith((".created", ".updated")):
            event["data"] = {name: member for name, member in event["data"].items() if name in names}

    return change


@pytest.mark.parametrize(
    "names", [(), ("updated_at",), *long((("previous_attributes",),), (("object", "updated_at", "state"),))]
)
def test_an_update_of_a_user(copied, names):
    user = copied.users()[0]
    copied.sandbox.patch(f"users/{user}", {"first_name": "Partial"})
    copied.edit_events(kept_only("id", "directory_id", "first_name", *names))
    copied.update()
    copied.assert_equal()


@pytest.mark.parametrize("names", [(), *long((("updated_at",),))])
def test_an_update_of_a_group(copied, names):
    group = copied.groups()[0]
    copied.sandbox.patch(f"groups/{group}", {"name": "Partial"})
    copied.edit_events(kept_only("id", "directory_id", "name", *names))
    copied.update()
    copied.assert_equal()


def test_a_new_user(copied):
    copied.user(email="new@example.com", first_name="New")
    copied.edit_events(kept_only("id", "directory_id"))
    copied.update()
    copied.assert_equal()


def without_directory(event):
    for record in (event["data"], event["data"].get("user", {}), event["data"].get("group", {})):
        record.pop("directory_id", None)


def test_without_its_directory(copied):
    """The object's directory here is used."""
    (user, other, gone, *_), (group, *_) = copied.users(), copied.groups()
    member = copied.member()
    copied.sandbox.patch(f"users/{user}", {"first_name": "Partial"})
    copied.sandbox.patch(f"groups/{group}", {"name": "Partial"})
    copied.leave(*member)
    copied.join(copied.groups()[-1], other)
    copied.sandbox.delete(f"users/{gone}")
    copied.edit_events(without_directory)
    copied.update()
    assert not copied.has(gone)
    copied.assert_equal()


def test_without_its_directory_about_a_new_user(copied):
    """The object's creation is in the same page."""
    user = copied.user(email="new@example.com")["id"]
    copied.sandbox.patch(f"users/{user}", {"first_name": "Later"})
    copied.edit_events(lambda event: event["event"].endswith(".created") or without_directory(event))
    copied.update()
    assert copied.column(user, "first_name") == "Later"
    copied.assert_equal()


def test_a_membership_of_ids_alone(copied):
    group, user = copied.group()["id"], copied.user()["id"]
    copied.join(group, user)

    def change(event):
        if event["event"] == "dsync.group.user_added":
            for name in ("user", "group"):
                event["data"][name] = {"id": event["data"][name]["id"]}

    copied.edit_events(change)
    copied.update()
    copied.assert_equal()


def test_when_it_cannot_be_asked_for(copied):
    """Known values are kept; once the record can be read it is correct."""
    user = copied.users()[0]
    email = copied.column(user, "email")
    copied.sandbox.patch(f"users/{user}", {"first_name": "Partial"})
    copied.edit_events(kept_only("id", "directory_id", "first_name"))
    copied.refuse(f"/directory_users/{user}", 500)
    after = copied.user(copied.large)["id"]
    copied.run("--max-retries", 0)
    assert copied.has(after) and copied.column(user, "email") == email
    copied.honest()
    copied.run()
    copied.update()
    copied.assert_equal()


def test_answers_that_raise_questions(world):
    """The directory is asked for, then the user, then his groups: nothing of the page is given up."""
    options = ("--state", "active")
    world.update(*options)
    directory = world.sandbox.post("directories", {"name": "Announced by nothing"})["id"]
    group, user = world.group(directory)["id"], world.user(directory, email="asked@example.com")["id"]
    world.join(group, user)
    world.edit_events(kept_only("id", "directory_id"))
    world.rewrite_events(lambda events: [event for event in events if event["event"] != "dsync.activated"])
    world.hide("/directory_users", directory=directory)
    world.hide("/directory_users", group=group)
    world.update(*options)
    assert world.has_member(group, user) and world.column(user, "email") == "asked@example.com"
    assert world.query("SELECT listing_due FROM directory_states WHERE listing_due IS NOT NULL") == []
