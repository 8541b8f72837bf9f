"""The list_directory examples in every language."""

import pytest

LISTINGS = ["list_directory", "list_directory_cpp", "list_directory_swift", "list_directory.py", "list_directory.rb"]


@pytest.mark.parametrize("name", LISTINGS)
def test_lists_the_directory_with_the_most_users(examples, name):
    done = examples.run(name)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "21 directories" in lines and "12 groups" in lines and lines[-1] == "250 users"
    assert sum("ana.abara@foo-corp.com" in line for line in lines) == 1
    assert sum(line.startswith("directory_user_") for line in lines) == 250


@pytest.mark.parametrize("name", LISTINGS)
def test_shows_what_has_changed(examples, sandbox, name):
    directory = sandbox.directory("bamboohr")["id"]
    user = {"directory_id": directory, "email": "new@example.test", "first_name": "Zoë"}
    created = sandbox.post("/_sandbox/users", user | {"custom_attributes": {"department_name": "Crew"}}).json["id"]
    done = examples.run(name, directory)
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == "12 users"
    line = next(line for line in done.stdout.splitlines() if created in line)
    assert "new@example.test" in line and "Crew" in line and "active" in line


@pytest.mark.parametrize("name", LISTINGS)
def test_says_what_goes_wrong(examples, sandbox, name):
    done = examples.run(name, "nowhere")
    assert done.returncode == 1 and "HTTP 404" in done.stderr
    assert "request id for WorkOS's support: req_" in done.stderr
    done = examples.run(name, WORKOS_API_KEY="sk_wrong_secret")
    assert done.returncode == 1 and "HTTP 401" in done.stderr
    assert "sk_wrong_secret" not in done.stdout + done.stderr
    sandbox.fault(path="/directory_users", status=403, skip=1)
    done = examples.run(name)
    assert done.returncode == 1 and "HTTP 403" in done.stderr
