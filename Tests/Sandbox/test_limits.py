"""Rates, delays, and a directory of any size."""

import itertools
import time

import pytest
from sandbox_server import running


def statuses(sandbox, count, **query):
    return [sandbox.get("/directory_users", limit=1, **query).status for _ in range(count)]


def let_through(sandbox, *queries):
    """How many requests, with these queries in turn, succeed before one is rejected, and how long that took."""
    started = time.monotonic()
    for passed, query in zip(range(1000), itertools.cycle(queries)):
        answer = sandbox.get("/directory_users", limit=1, **query)
        if answer.status != 200:
            return passed, time.monotonic() - started, answer
    raise AssertionError("a thousand requests passed")


def test_bucket(start):
    """Four, and one more for each quarter of a second, also during the requests."""
    sandbox = start("--rate-limit", "bucket")
    okta, workday = sandbox.directory("okta scim v2.0")["id"], sandbox.directory("workday")["id"]
    started = time.monotonic()
    passed, took, refused = let_through(sandbox, {"directory": okta})
    assert 4 <= passed <= 4 + took * 4
    assert (refused.status, refused.text, refused.headers.get("Retry-After")) == (429, '"Ratelimited"', None)
    assert statuses(sandbox, 2, directory=workday) == [200, 200]
    time.sleep(0.27)
    more, _, _ = let_through(sandbox, {"directory": okta})
    assert 1 <= more <= 4 - passed + (time.monotonic() - started) * 4
    assert sandbox.get("/directory_groups", directory=okta).status == 200


def test_window_counts_groups_for_their_directory(start):
    sandbox = start("--rate-limit", "window", "--rate", 2, "--retry-after", 1)
    okta = sandbox.directory("okta scim v2.0")["id"]
    group = sandbox.get("/directory_groups", directory=okta).json["data"][0]["id"]
    started = time.monotonic()
    passed, took, refused = let_through(sandbox, {"group": group}, {"directory": okta})
    assert 2 <= passed <= 2 * (1 + took)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
    while (status := statuses(sandbox, 1, directory=okta)) == [429]:
        time.sleep(0.1)
    assert status == [200] and time.monotonic() - started >= 1


def test_spacing(start):
    """One, and then none for a quarter of a second, or two milliseconds less."""
    sandbox = start("--rate-limit", "spacing")
    okta = sandbox.directory("okta scim v2.0")["id"]
    for _ in range(2):
        passed, took, refused = let_through(sandbox, {"directory": okta})
        assert 1 <= passed <= 1 + took / 0.248 and refused.status == 429
        time.sleep(0.252)


def test_page_delay(start):
    """Delays only listings."""
    sandbox = start("--page-delay-ms", 900)

    def took(path):
        started = time.monotonic()
        sandbox.get(path)
        return time.monotonic() - started

    assert took("/directories") >= 0.9
    assert min(took("/directories/x") for _ in range(3)) < 0.9


@pytest.fixture(scope="module")
def large(request):
    with running("--users", 1_000_000) as sandbox:
        yield sandbox


def test_a_million_users(large):
    directory = large.get("/directories", search="Large Directory").json["data"][0]
    assert directory["id"] == "directory_01KF0GENERATED000000000000"
    assert sum(directory["metadata"]["users"].values()) == 1_000_000
    query = {"directory": directory["id"], "limit": 100, "order": "asc"}
    first = large.get("/directory_users", **query).json
    second = large.get("/directory_users", after=first["list_metadata"]["after"], **query).json
    back = large.get("/directory_users", before=second["list_metadata"]["before"], **query).json
    assert back == first
    rows = first["data"] + second["data"]
    assert len({row["id"] for row in rows}) == len({row["idp_id"] for row in rows}) == 200
    assert [row["created_at"] for row in rows] == sorted({row["created_at"] for row in rows})
    newest = large.get("/directory_users", directory=directory["id"], limit=2).json
    assert newest["data"][0]["created_at"] > rows[-1]["created_at"]

    row = newest["data"][1]
    assert large.get("/directory_users/" + row["id"]).json == row
    for filter in ({"idp_id": row["idp_id"]}, {"email": row["email"]}):
        assert large.get("/directory_users", directory=directory["id"], **filter).json["data"] == [row]
    group = row["groups"][0]
    assert large.get("/directory_groups", user=row["id"]).json["data"] == [group]
    members = large.get("/directory_users", group=group["id"], limit=5).json
    assert row["id"] in [member["id"] for member in members["data"]]
    assert all(member["groups"] == [group] for member in members["data"])
    more = large.get("/directory_users", group=group["id"], limit=5, after=members["list_metadata"]["after"]).json
    assert not {m["id"] for m in members["data"]} & {m["id"] for m in more["data"]}


def test_all_of_a_generated_directory(start):
    sandbox = start("--users", 1234)
    directory = sandbox.get("/directories", search="Large Directory").json["data"][0]
    pages = sandbox.walk("/directory_users", directory=directory["id"], limit=100)
    rows = [row for page in pages for row in page["data"]]
    assert len(rows) == len({row["id"] for row in rows}) == 1234
    active = sum(row["state"] == "active" for row in rows)
    assert directory["metadata"]["users"] == {"active": active, "inactive": 1234 - active}
    emails = [row["email"] for row in rows if row["email"]]
    assert len(emails) == len(set(emails))
    groups = sandbox.get("/directory_groups", directory=directory["id"]).json["data"]
    by_group = [
        len(page["data"]) for group in groups for page in sandbox.walk("/directory_users", group=group["id"], limit=100)
    ]
    assert sum(by_group) == 1234


def test_memory_and_speed(large):
    def resident():
        with open(f"/proc/{large.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    query = {"directory": "directory_01KF0GENERATED000000000000", "limit": 100}
    for _ in range(300):
        query["after"] = large.get("/directory_users", **query).json["list_metadata"]["after"]
    assert resident() < 120
