"""Type checkers accept valid code and find errors. Skipped if they are not installed."""

import importlib.util
import subprocess
import sys

import pytest
from conftest import BINDING

GOOD = """
import asyncio
import logging
from dataclasses import dataclass
from typing import Any, TypedDict

import workosds
from typing_extensions import assert_type


@dataclass
class Attributes:
    department: str


class Dictionary(TypedDict):
    department: str


def name(user: workosds.User) -> str:
    return str(user.custom_attributes["department"])


def observe(attempt: workosds.Attempt) -> None:
    assert_type(attempt.paced_ms, int)
    print(attempt.path, attempt.headers.get("traceparent"))


with workosds.Client("sk_example", on_attempt=workosds.log_attempts(logging.getLogger())) as client:
    assert_type(client.with_options(timeout=None, headers={"traceparent": "00-..."}, api_key="sk"), workosds.Client)
    for directory in client.list_directories(organization_id="org_123", limit=10, order="asc"):
        assert_type(directory, workosds.Directory)
        for group in client.list_groups(directory=directory.id):
            assert_type(group.name, str)
    for user in client.list_users(directory="directory_123"):
        assert_type(user, workosds.User[dict[str, Any]])
        name(user)
    for typed in client.list_users(directory="directory_123", custom_attributes=Attributes):
        assert_type(typed.custom_attributes.department, str)
        assert_type(typed.groups, list[workosds.Group])
    for page in client.list_users(group="g", custom_attributes=Dictionary).pages():
        assert_type(page, list[workosds.User[Dictionary]])
    assert_type(client.get_user("u", custom_attributes=Attributes), workosds.User[Attributes])
    assert_type(client.list_users(directory="d").cursor, str | None)
    for event in client.list_events(events=["dsync.user.created"], after=None):
        assert_type(event, workosds.Event)
        assert_type(event.user, workosds.User[dict[str, Any]] | None)
        assert_type(event.data, dict[str, Any])
    event = workosds.verify_webhook(b"{}", workosds.sign_webhook(b"{}", "secret"), "secret", tolerance=60, now=1.5)
    assert_type(event.directory, workosds.Directory | None)
    try:
        client.delete_directory("directory_123")
    except workosds.RateLimitedError as error:
        assert_type(error.retry_after, float | None)
    except workosds.CustomAttributeError as error:
        assert_type(error.key, str)


async def main() -> None:
    async with workosds.AsyncClient(on_attempt=observe, directory_user_requests_per_second=None) as client:
        async for user in client.list_users(directory="d", custom_attributes=Attributes):
            assert_type(user, workosds.User[Attributes])
        assert_type(await client.with_options(max_retries=0).get_group("g"), workosds.Group)
        assert_type([event async for event in client.list_events()], list[workosds.Event])


asyncio.run(main())
"""
BAD = [
    "workosds.Client(timeout='5')",
    "workosds.Client(headers=['X: y'])",
    "workosds.Client().with_options(timeout='5')",
    "workosds.Client().with_options(base_url='https://example.com')",
    "workosds.Client().with_options(max_retries=...)",
    "workosds.Client().list_users('directory')",
    "workosds.Client().list_users(directory='d', order='up')",
    "workosds.Client().get_user('u').emial",
    "workosds.Client().get_user('u', custom_attributes=dict[str, int]).custom_attributes['a'].upper()",
    "workosds.Client().list_events(before='event_1')",
    "workosds.verify_webhook('{}', 't=1', 'secret')",
    "workosds.Nonsense",
]
CHECKERS = {"mypy": ["--strict", "--cache-dir", "{}/cache"], "pyright": [], "basedpyright": []}


@pytest.fixture(params=CHECKERS)
def check(request, tmp_path):
    if not importlib.util.find_spec(request.param):
        pytest.skip(f"{request.param} is not installed")

    def check(text):
        (tmp_path / "program.py").write_text(text)
        options = [option.format(tmp_path) for option in CHECKERS[request.param]]
        (tmp_path / "pyrightconfig.json").write_text(
            f'{{"extraPaths": ["{BINDING}/src"], "typeCheckingMode": "strict"}}'
        )
        (tmp_path / "mypy.ini").write_text(f"[mypy]\nmypy_path = {BINDING}/src\n")
        command = [sys.executable, "-m", request.param, *options, "program.py"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)

    return check


def test_a_program(check):
    done = check(GOOD)
    assert done.returncode == 0, done.stdout


def test_mistakes(check):
    done = check("import workosds\n" + "\n".join(BAD))
    for number in range(len(BAD)):
        assert f":{number + 2}:" in done.stdout, (BAD[number], done.stdout)
