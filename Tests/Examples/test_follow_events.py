"""follow_events prints every event once, from a cursor, whatever happens in between."""

import signal

import pytest
from conftest import until


def all_events(sandbox, **query):
    names = "dsync.activated,dsync.deleted,dsync.group.created,dsync.group.deleted,dsync.group.updated,"
    names += "dsync.group.user_added,dsync.group.user_removed,dsync.user.created,dsync.user.deleted,dsync.user.updated"
    pages = sandbox.walk("/events", events=names, order="asc", limit=100, **query)
    return [event for page in pages for event in page["data"]]


@pytest.fixture
def cursor(tmp_path, sandbox):
    """A cursor file with the newest event."""
    path = tmp_path / "cursor"
    path.write_text(all_events(sandbox)[-1]["id"] + "\n")
    return path


def test_first_run_prints_all_that_are_kept(examples, sandbox, tmp_path):
    cursor = tmp_path / "cursor"
    done = examples.run("follow_events", "--once", cursor)
    assert (done.returncode, done.stderr) == (0, "")
    events = all_events(sandbox)
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [[e["created_at"], e["event"]] for e in events]
    assert cursor.read_text() == events[-1]["id"] + "\n"
    again = examples.run("follow_events", "--once", cursor)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_says_what_happened_to_whom(examples, sandbox, cursor):
    directory = sandbox.directory("okta scim v2.0")["id"]
    given = {"directory_id": directory, "email": "a@example.test"}
    user = sandbox.post("/_sandbox/users", given).json["id"]
    group = sandbox.post("/_sandbox/groups", {"directory_id": directory, "name": "Crew"}).json["id"]
    sandbox.patch(f"/_sandbox/users/{user}", {"email": "b@example.test"})
    sandbox.post("/_sandbox/memberships", {"group_id": group, "user_id": user})
    sandbox.delete(f"/_sandbox/users/{user}")
    lines = examples.run("follow_events", "--once", cursor).stdout.splitlines()
    ends = [line.split(" ", 1)[1] for line in lines]
    assert ends[0] == f"dsync.user.created {directory} user {user} active a@example.test"
    assert ends[1] == f"dsync.group.created {directory} group {group} Crew"
    assert ends[2].startswith(f"dsync.user.updated {directory} user {user} active b@example.test before: ")
    assert '"email":"a@example.test"' in ends[2]
    both = f"user {user} active b@example.test group {group} Crew"
    assert ends[3] == f"dsync.group.user_added {directory} {both}"
    assert ends[4].startswith(f"dsync.user.deleted {directory} user {user}")
    assert len(ends) == 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_follows_until_a_signal(examples, sandbox, cursor, number):
    directory = sandbox.directory("bamboohr")["id"]
    with examples.start("follow_events", cursor, "0.02") as process:
        for _ in range(3):
            user = sandbox.post("/_sandbox/users", {"directory_id": directory}).json["id"]
            assert f" user {user} " in process.stdout.readline()
        process.send_signal(number)
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (0, "", "")
    assert cursor.read_text() == all_events(sandbox)[-1]["id"] + "\n"
    assert examples.run("follow_events", "--once", cursor).stdout == ""


def test_a_signal_ends_a_request_that_hangs(examples, sandbox, cursor):
    sandbox.fault(path="/events", delay_ms=30000, count=0)
    with examples.start("follow_events", cursor, "60") as process:
        until(lambda: sandbox.get("/_sandbox/faults").json["data"][0]["hits"])
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (0, "", "")


def test_goes_on_after_errors_of_the_way(examples, sandbox, cursor):
    sandbox.fault(path="/events", status=503, headers={"Retry-After": "0"}, count=4)
    directory = sandbox.directory("bamboohr")["id"]
    user = sandbox.post("/_sandbox/users", {"directory_id": directory}).json["id"]
    with examples.start("follow_events", cursor, "0.02") as process:
        assert "HTTP 503" in process.stderr.readline()
        assert f" user {user} " in process.stdout.readline()
        process.terminate()
        assert process.wait(30) == 0


def test_ends_at_errors_that_stay(examples, sandbox, cursor):
    before = cursor.read_text()
    sandbox.fault(path="/events", status=422)
    done = examples.run("follow_events", cursor, "0.02")
    assert done.returncode == 1 and "HTTP 422" in done.stderr
    assert cursor.read_text() == before


def test_a_list_that_fails_midway_goes_on_where_it_was(examples, sandbox, tmp_path):
    cursor = tmp_path / "cursor"
    sandbox.fault(path="/events", status=403, skip=2)
    first = examples.run("follow_events", "--once", cursor)
    assert first.returncode == 1 and len(first.stdout.splitlines()) == 200
    second = examples.run("follow_events", "--once", cursor)
    assert second.returncode == 0
    lines = (first.stdout + second.stdout).splitlines()
    assert [line.split()[0] for line in lines] == [event["created_at"] for event in all_events(sandbox)]


def test_an_event_that_comes_twice_is_applied_once(examples, sandbox, cursor):
    event = '{"object":"event","id":"event_1","event":"dsync.x","data":{}}'
    body = f'{{"object":"list","data":[{event},{event}],"list_metadata":{{"after":null}}}}'
    sandbox.fault(path="/events", status=200, body=body)
    done = examples.run("follow_events", "--once", cursor)
    assert (done.returncode, done.stdout) == (0, "- dsync.x -\n")
    assert cursor.read_text() == "event_1\n"


def test_a_cursor_that_cannot_be_written_ends_it(examples, sandbox, tmp_path):
    done = examples.run("follow_events", "--once", tmp_path / "missing" / "cursor")
    assert done.returncode == 1 and "cursor: No such file or directory" in done.stderr
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["--once"], ["c", "0"], ["c", "-1"], ["c", "1", "2"]])
def test_usage(examples, arguments):
    done = examples.run("follow_events", *arguments)
    assert done.returncode == 2 and done.stderr.startswith("usage: ")
