"""The examples in examples/, against the sandbox."""

import os
import subprocess
import sys

import pytest
from conftest import BINDING, ROOT


@pytest.fixture
def example(shared):
    def example(name, *arguments, **variables):
        environment = {
            "PYTHONPATH": str(BINDING / "src"),
            "WORKOS_API_KEY": shared.api_key,
            "WORKOS_BASE_URL": shared.url,
        }
        command = [sys.executable, "-W", "default", str(ROOT / "examples" / name), *arguments]
        environment = os.environ | environment | variables
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    return example


def test_list_directory(example, shared):
    done = example("list_directory.py")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "21 directories" in lines and "12 groups" in lines and lines[-1] == "250 users"
    done = example("list_directory.py", shared.directory("bamboohr"))
    assert done.returncode == 0 and "21 directories" in done.stdout


def test_errors(example):
    done = example("list_directory.py", "nowhere")
    assert done.returncode == 1 and "request id for WorkOS's support: req_" in done.stderr
    done = example("async_listing.py", WORKOS_API_KEY="sk_wrong")
    assert done.returncode == 1 and "HTTP 401" in done.stderr


def test_async_listing(example, shared):
    done = example("async_listing.py")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    total = sum(
        len(shared.get(f"/directory_users?directory={directory['id']}&limit=100")["data"])
        for directory in shared.get("/directories?limit=100")["data"]
    )
    assert len(lines) == 22 and lines[-1].startswith(f"21 directories, {total + 150} users, ")
