"""/_sandbox/behavior: the service's behavior, and misbehavior on request."""

import subprocess
import time

import pytest
from sandbox_server import BINARY, ROOT
from test_events import ALL, followed, listed, newest

LONG = 600_000


def behave(sandbox, **members):
    answer = sandbox.post("/_sandbox/behavior", members)
    assert answer.status == 200, answer.text
    return answer.json


def user(sandbox, **members):
    given = {"directory_id": sandbox.directory("workday")["id"]} | members
    return sandbox.post("/_sandbox/users", given).json["id"]


class Feed:
    """The events listed after a cursor."""

    def __init__(self, sandbox):
        self.sandbox, self.cursor = sandbox, newest(sandbox)

    @property
    def events(self):
        return [event for page in followed(self.sandbox, after=self.cursor) for event in page["data"]]

    @property
    def names(self):
        return [event["event"].removeprefix("dsync.") for event in self.events]

    def released(self):
        assert self.sandbox.post("/_sandbox/events/release").status == 204
        return self.names


def test_defaults(shared):
    behavior = shared.get("/_sandbox/behavior").json
    assert behavior.pop("hold_back_ms") == 0
    assert behavior == {
        "delete_delay_ms": 200, "page_delay_ms": 0, "sync_cooldown_ms": 300_000, "sync_duration_ms": 0,
        "sync_disabled": False, "rate_limit": None, "rate": 4, "retry_after": None, "seed": 1,
        "duplicate_events": 0, "shuffled_events": 0, "late_events": 0, "missing_events": 0, "skewed_events": 1,
        "partial_updates": 0, "memberships_first": 0, "events_after_deletion": 0, "stale_reads": 1,
        "cloudflare_errors": 0, "shuffle_window": 10, "late_by_ms": 5000, "clock_skew_ms": 0, "replica_lag_ms": 0,
        "cloudflare_status": None, "old_cursors": False, "forbidden_directories": [],
    }  # fmt: skip


def test_every_behavior_is_an_option_and_in_the_documentation(shared):
    usage = subprocess.run([BINARY, "--help"], capture_output=True, text=True).stdout
    document = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    for name in shared.get("/_sandbox/behavior").json:
        option = "--" + name.replace("_", "-").replace("directories", "directory")
        assert option + " " in usage, option
        assert f"| `{name}` |" in document, name


def test_changed_and_reset(start):
    sandbox = start("--hold-back-ms", 7, "--late-events", "count:2", "--seed", 3)
    assert behave(sandbox, hold_back_ms=LONG, old_cursors=True)["hold_back_ms"] == LONG
    behavior = sandbox.get("/_sandbox/behavior").json
    assert (behavior["old_cursors"], behavior["late_events"], behavior["seed"]) == (True, {"count": 2}, 3)
    assert sandbox.delete("/_sandbox/behavior").json["hold_back_ms"] == 7


def test_a_refused_change_changes_nothing(shared):
    before = shared.get("/_sandbox/behavior").json
    for wrong in ({"rate": 5, "late_events": 2}, {"rate": 5, "nonsense": 1}, {"rate": 5, "hold_back_ms": -1}):
        assert shared.post("/_sandbox/behavior", wrong).status == 422
    assert shared.get("/_sandbox/behavior").json == before


class TestHoldBack:
    def test_two_seconds(self, start):
        sandbox = start("--hold-back-ms", 2000)
        assert sandbox.get("/_sandbox/behavior").json["hold_back_ms"] == 2000
        feed, began = Feed(sandbox), time.monotonic()
        user(sandbox)
        while not feed.events:
            assert time.monotonic() - began < 30
            time.sleep(0.02)
        assert time.monotonic() - began > 1.9

    def test_by_default(self):
        usage = subprocess.run([BINARY, "--help"], capture_output=True, text=True).stdout
        assert "(default: 2000)" in usage[usage.index("--hold-back-ms") :][:300]

    def test_a_cursor_from_a_webhook_loses_what_is_held_back(self, start):
        sandbox = start("--hold-back-ms", LONG)
        user(sandbox), user(sandbox)
        held = sandbox.get("/_sandbox/events").json["held_back"]
        assert len(held) == 2
        assert listed(sandbox, after=held[1]) == {"object": "list", "data": [], "list_metadata": {"after": None}}
        user(sandbox)
        sandbox.post("/_sandbox/events/release")
        assert len(listed(sandbox, after=held[1])["data"]) == 1
        assert sandbox.get("/_sandbox/events").json["held_back"] == []

    def test_a_shorter_one_counts_at_once(self, start):
        sandbox = start("--hold-back-ms", LONG)
        feed = Feed(sandbox)
        user(sandbox)
        assert feed.names == []
        behave(sandbox, hold_back_ms=0)
        assert feed.names == ["user.created"]


class TestEvents:
    @pytest.fixture
    def sandbox(self, start):
        return start("--hold-back-ms", LONG)

    def test_duplicates_have_ids_of_their_own(self, sandbox):
        feed = Feed(sandbox)
        behave(sandbox, duplicate_events={"count": 1})
        user(sandbox), user(sandbox)
        assert feed.released() == ["user.created"] * 3
        first, second, third = feed.events
        assert first["id"] != second["id"] and first | {"id": second["id"]} == second
        assert third["data"]["id"] != first["data"]["id"]
        assert listed(sandbox, after=second["id"])["data"] == [third]

    def test_memberships_before_users(self, sandbox):
        directory = sandbox.directory("workday")["id"]
        group = sandbox.get("/directory_groups", directory=directory).json["data"][0]["id"]
        behave(sandbox, memberships_first=1)
        feed = Feed(sandbox)
        one, two = user(sandbox), user(sandbox)
        for id in (two, one):
            sandbox.post("/_sandbox/memberships", {"group_id": group, "user_id": id})
        assert feed.released() == ["group.user_added", "user.created"] * 2
        assert [event["data"].get("user", event["data"])["id"] for event in feed.events] == [one, one, two, two]

    def test_shuffled_by_the_seed(self, sandbox):
        def order(seed):
            behave(sandbox, seed=seed, shuffled_events=0.5, shuffle_window=3)
            feed = Feed(sandbox)
            names = [str(number) for number in range(20)]
            for name in names:
                user(sandbox, name=name)
            feed.released()
            found = [event["data"]["name"] for event in feed.events]
            assert sorted(found, key=int) == names != found
            return found

        assert order(1) == order(1) != order(2)

    def test_late_ones_come_behind_later_ones(self, sandbox):
        behave(sandbox, hold_back_ms=0, late_events={"count": 1}, late_by_ms=LONG)
        feed = Feed(sandbox)
        user(sandbox, name="late"), user(sandbox, name="in time")
        assert [event["data"]["name"] for event in feed.events] == ["in time"]
        feed.released()
        assert [event["data"]["name"] for event in feed.events] == ["in time", "late"]

    def test_late_by_so_long(self, sandbox):
        behave(sandbox, hold_back_ms=0, late_events=1, late_by_ms=300)
        feed, began = Feed(sandbox), time.monotonic()
        user(sandbox)
        while not feed.names:
            assert time.monotonic() - began < 30
            time.sleep(0.02)
        assert time.monotonic() - began > 0.29

    def test_missing(self, sandbox):
        behave(sandbox, missing_events={"count": 1})
        feed = Feed(sandbox)
        user(sandbox, name="missing"), user(sandbox, name="there")
        feed.released()
        assert [event["data"]["name"] for event in feed.events] == ["there"]
        history = sandbox.get("/_sandbox/events").json["data"]
        assert [event["data"]["name"] for event in history[-2:]] == ["missing", "there"]
        # A client may have this cursor from a webhook.
        assert listed(sandbox, after=history[-2]["id"])["data"] == history[-1:]

    @pytest.mark.parametrize("skew", [-3_600_000, 60_000])
    def test_a_clock_that_is_off(self, sandbox, skew):
        behave(sandbox, clock_skew_ms=skew, skewed_events={"count": 1})
        feed = Feed(sandbox)
        at = "2026-06-01T12:00:00.000Z"
        given = {"directory_id": sandbox.directory("workday")["id"]}
        for _ in range(2):
            assert sandbox.post(f"/_sandbox/users?at={at}", given).json["created_at"] == at
        feed.released()
        off = {-3_600_000: "2026-06-01T11:00:00.000Z", 60_000: "2026-06-01T12:01:00.000Z"}[skew]
        assert [event["created_at"] for event in feed.events] == [off, at]
        assert {event["data"]["created_at"] for event in feed.events} == {at}
        found = listed(sandbox, events="dsync.user.created", range_start=off)["data"]
        assert len(found) == (2 if off < at else 1)

    def test_partial_updates(self, sandbox):
        behave(sandbox, partial_updates=1)
        feed = Feed(sandbox)
        id = user(sandbox, first_name="A", last_name="B")
        sandbox.patch("/_sandbox/users/" + id, {"first_name": "C"})
        feed.released()
        data = feed.events[-1]["data"]
        assert data.pop("updated_at") and data.pop("directory_id")
        assert data == {
            "object": "directory_user",
            "id": id,
            "first_name": "C",
            "previous_attributes": {"first_name": "A"},
        }

    def test_events_of_the_deleted(self, sandbox):
        behave(sandbox, events_after_deletion=1)
        directory = sandbox.directory("workday")["id"]
        group = sandbox.get("/directory_groups", directory=directory).json["data"][0]["id"]
        feed, id = Feed(sandbox), user(sandbox)
        sandbox.post("/_sandbox/memberships", {"group_id": group, "user_id": id})
        sandbox.delete("/_sandbox/users/" + id)
        names = ["user.created", "group.user_added", "user.deleted", "user.updated", "group.user_added"]
        assert feed.released() == names
        assert feed.events[-1]["data"]["user"]["id"] == id
        assert sandbox.get("/directory_users/" + id).status == 404


def test_old_cursors(start):
    sandbox = start("--old-cursors")
    okta = sandbox.directory("okta scim v2.0")["id"]
    everyone = [
        row["id"]
        for page in sandbox.walk("/directory_users", directory=okta, order="asc", limit=100)
        for row in page["data"]
    ][::-1]
    first = sandbox.get("/directory_users", directory=okta, order="desc", limit=100).json
    assert [row["id"] for row in first["data"]] == everyone[:100]
    assert first["list_metadata"] == {"before": everyone[99], "after": None}
    pages = sandbox.walk("/directory_users", "before", directory=okta, limit=100)
    assert [row["id"] for page in pages for row in page["data"]] == everyone


def test_forbidden_directories(start):
    sandbox = start()
    okta, workday = sandbox.directory("okta scim v2.0")["id"], sandbox.directory("workday")["id"]
    group = sandbox.get("/directory_groups", directory=okta).json["data"][0]["id"]
    one = sandbox.get("/directory_users", directory=okta).json["data"][0]["id"]
    behave(sandbox, forbidden_directories=[okta])
    for path in (
        f"/directories/{okta}",
        f"/directory_users?directory={okta}",
        f"/directory_users?group={group}",
        f"/directory_groups?directory={okta}",
        f"/directory_groups?user={one}",
        f"/directory_users/{one}",
        f"/directory_groups/{group}",
    ):
        answer = sandbox.get(path)
        assert (answer.status, answer.json) == (403, {"message": "Forbidden"}), path
    assert sandbox.get(f"/directory_users?directory={workday}").status == 200
    assert len(sandbox.get("/directories", limit=100).json["data"]) == 21
    assert sandbox.request("GET", f"/directories/{okta}", key="sk_test_wrong").status == 401


def test_cloudflare_errors(start):
    sandbox = start("--cloudflare-errors", "count:1", "--cloudflare-status", 522)
    answer = sandbox.get("/directories")
    assert (answer.status, answer.headers["Content-Type"]) == (522, "text/html; charset=UTF-8")
    assert answer.headers["Server"] == "cloudflare" and "Error code 522" in answer.text
    assert sandbox.get("/directories").status == 200
    behave(sandbox, cloudflare_errors=0.5, cloudflare_status=None)
    statuses = [sandbox.get("/directories/x").status for _ in range(60)]
    assert set(statuses) <= {404, *range(520, 528), 530} and len(set(statuses)) > 4
    assert 10 < statuses.count(404) < 50


class TestReplica:
    def test_reads_are_stale_until_the_lag_is_over(self, start):
        sandbox = start("--replica-lag-ms", LONG)
        directory = sandbox.directory("workday")
        group = sandbox.get("/directory_groups", directory=directory["id"]).json["data"][0]
        members = sandbox.get("/directory_users", group=group["id"], limit=100).json
        gone = members["data"][0]
        path = "/directory_users/" + gone["id"]
        new = user(sandbox)
        sandbox.post("/_sandbox/memberships", {"group_id": group["id"], "user_id": new})
        sandbox.delete("/_sandbox/users/" + gone["id"])
        sandbox.patch("/_sandbox/groups/" + group["id"], {"name": "New"})

        assert sandbox.get(path).json == gone
        assert sandbox.get("/directory_users/" + new).status == 404
        assert sandbox.get("/directory_users", group=group["id"], limit=100).json == members
        assert sandbox.get("/directory_groups/" + group["id"]).json == group
        assert sandbox.get("/directories/" + directory["id"]).json == directory

        behave(sandbox, replica_lag_ms=1)
        time.sleep(0.01)
        found = sandbox.get("/directory_users", group=group["id"], limit=100).json["data"]
        assert {row["id"] for row in found} == {row["id"] for row in members["data"]} - {gone["id"]} | {new}
        assert all(group["id"] in [own["id"] for own in row["groups"]] for row in found)
        assert sandbox.get(path).status == 404
        behave(sandbox, replica_lag_ms=0)
        assert sandbox.get("/directory_users", group=group["id"], limit=100).json["data"] == found

    def test_the_copy_is_the_same(self, start):
        sandbox = start("--users", 1000)
        paths = ["/directories?limit=100"]
        for directory in sandbox.get("/directories", limit=100).json["data"]:
            paths += [f"/directory_users?limit=100&directory={directory['id']}", "/directories/" + directory["id"]]
            paths += [f"/directory_groups?limit=100&directory={directory['id']}"]
        before = [sandbox.get(path).text for path in paths]
        behave(sandbox, replica_lag_ms=LONG)
        assert [sandbox.get(path).text for path in paths] == before

    def test_now_and_then(self, start):
        sandbox = start("--replica-lag-ms", LONG)
        id = user(sandbox)
        behave(sandbox, stale_reads={"count": 1})
        assert [sandbox.get("/directory_users/" + id).status for _ in range(3)] == [404, 200, 200]

    def test_a_directory_that_is_gone(self, start):
        sandbox = start("--replica-lag-ms", LONG)
        directory = sandbox.directory("workday")["id"]
        users = sandbox.get("/directory_users", directory=directory).json
        sandbox.delete("/_sandbox/directories/" + directory)
        assert sandbox.get("/directory_users", directory=directory).json == users
        behave(sandbox, replica_lag_ms=1)
        time.sleep(0.01)
        assert sandbox.get("/directory_users", directory=directory).status == 404
        assert sandbox.get("/directory_users/" + users["data"][0]["id"]).status == 404


def test_the_state(sandbox):
    state = sandbox.get("/_sandbox/state").json
    assert list(state) == ["directories", "groups", "users", "memberships"]
    assert len(state["directories"]) == 21
    okta = sandbox.directory("okta scim v2.0")["id"]
    rows = [row for page in sandbox.walk("/directory_users", directory=okta, limit=100) for row in page["data"]]
    sandbox.delete("/_sandbox/requests")
    state = sandbox.get("/_sandbox/state", directory=okta).json
    assert [directory["id"] for directory in state["directories"]] == [okta]
    assert sorted(user["id"] for user in state["users"]) == sorted(row["id"] for row in rows)
    pairs = {(membership["group_id"], membership["user_id"]) for membership in state["memberships"]}
    assert pairs == {(group["id"], row["id"]) for row in rows for group in row["groups"]}
    assert sandbox.get("/_sandbox/requests").json["data"] == []
    assert sandbox.get("/_sandbox/state", directory="x").status == 404


def test_changes_at_a_given_time(sandbox):
    feed, at = Feed(sandbox), "2026-03-01T00:00:00.000Z"
    directory = sandbox.directory("workday")["id"]
    group = sandbox.post(f"/_sandbox/groups?at={at}", {"directory_id": directory}).json
    id = user(sandbox)
    changed = sandbox.patch(f"/_sandbox/users/{id}?at={at}", {"first_name": "A"}).json
    assert group["created_at"] == changed["updated_at"] == at < changed["created_at"]
    assert sandbox.post(f"/_sandbox/memberships?at={at}", {"group_id": group["id"], "user_id": id}).status == 201
    assert sandbox.post(f"/_sandbox/events?at={at}", {"event": "dsync.token.created"}).json["created_at"] == at
    assert sandbox.delete(f"/_sandbox/users/{id}?at={at}").status == 204
    assert [event["created_at"] == at for event in feed.events] == [True, False, True, True, True]
    assert sandbox.delete(f"/_sandbox/groups/{group['id']}?at=now").status == 422
    assert sandbox.get("/events", events=ALL, after=feed.cursor).status == 200


def test_version():
    version = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True).stdout
    expected = subprocess.run([ROOT / "scripts" / "version"], capture_output=True, text=True, check=True).stdout
    assert version == "workosds-sandbox " + expected
