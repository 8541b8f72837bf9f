"""Many directories concurrently: with epoll in C, with asyncio in Python."""


def count_of(sandbox, directory):
    return sum(len(page["data"]) for page in sandbox.walk("/directory_users", directory=directory, limit=100))


def test_all_directories(examples, sandbox):
    done = examples.run("list_many_directories")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    counts = {line.split()[0]: line for line in lines if line.startswith("directory_")}
    directories = sandbox.get("/directories", limit=100).json["data"]
    assert len(counts) == len(directories) == 21
    total = 0
    for directory in directories:
        count = count_of(sandbox, directory["id"])
        total += count
        assert [str(count), str(directory["metadata"]["users"]["active"])] == counts[directory["id"]].replace(
            directory["name"], ""
        ).split()[-2:]
    assert lines[-1] == f"21 directories, {total} users"


def test_a_change_is_counted(examples, sandbox):
    directory = sandbox.directory("bamboohr")["id"]
    before = examples.run("list_many_directories").stdout.splitlines()[-1]
    sandbox.post("/_sandbox/users", {"directory_id": directory, "state": "inactive"})
    after = examples.run("list_many_directories").stdout.splitlines()[-1]
    assert int(after.split()[2]) == int(before.split()[2]) + 1


def test_one_that_fails_stops_no_other(examples, sandbox):
    sandbox.fault(path="/directory_users", status=403, count=1)
    done = examples.run("list_many_directories")
    assert done.returncode == 1
    assert done.stderr.count(" is incomplete: ") == 1 and "HTTP 403" in done.stderr
    assert sum(line.startswith("directory_") for line in done.stdout.splitlines()) == 21
    failed = done.stderr.split()[0]
    total = sum(count_of(sandbox, each["id"]) for each in sandbox.get("/directories", limit=100).json["data"])
    assert done.stdout.splitlines()[-1] == f"21 directories, {total - count_of(sandbox, failed)} users"


def test_no_directories_without_a_right_key(examples):
    done = examples.run("list_many_directories", WORKOS_API_KEY="sk_wrong_secret")
    assert done.returncode == 1 and "HTTP 401" in done.stderr and "sk_wrong" not in done.stderr


def test_asyncio(examples, sandbox):
    done = examples.run("async_listing.py")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    total = sum(count_of(sandbox, each["id"]) for each in sandbox.get("/directories", limit=100).json["data"])
    assert len(lines) == 22 and lines[-1].startswith(f"21 directories, {total} users, ")
    done = examples.run("async_listing.py", WORKOS_API_KEY="sk_wrong_secret")
    assert done.returncode == 1 and "HTTP 401" in done.stderr and "sk_wrong" not in done.stderr
