"""The scenario files that are lists of arguments: ids, base URLs, keys, names. What is refused is refused before
anything is sent."""

import pytest
from support.client import Client, Failure
from support.inputs import scenario
from support.pages import get_by_id


def test_ids_are_one_encoded_segment(connect, serve):
    """B104."""
    case = scenario("B104-ids-percent-encoded.json")
    for id, expected in zip(case["call"]["each"], case["expect"]["raw_paths"], strict=True):
        server = serve(get_by_id)
        client = connect(server)
        calls = [lambda noun=noun: client.get(noun, id) for noun in ("user", "group", "directory")]
        calls += [lambda: client.delete_directory(id), lambda: client.request_directory_sync(id)]
        if expected.startswith("ERROR"):
            for call in calls:
                with pytest.raises(Failure) as failure:
                    call()
                assert failure.value.status == "INVALID_ARGUMENT"
            assert server.connections == 0
            continue
        for call in calls:
            call()
        segment = expected.rsplit("/", 1)[1]
        paths = [f"/{folder}/{segment}" for folder in ("directory_users", "directory_groups", "directories")]
        assert [request.target for request in server.requests[:4]] == [*paths, paths[2]]
        assert server.requests[4].target.startswith(paths[2])


@pytest.mark.parametrize("id", ["", None])
def test_empty_id(id, connect, serve):
    """B105."""
    server = serve(get_by_id)
    client = connect(server)
    calls = scenario("B105-empty-id.json")["call"]["fn"].split("|")
    for name in calls:
        with pytest.raises(Failure) as failure:
            client.delete_directory(id or "") if name == "delete_directory" else client.get(name[4:], id)
        assert failure.value.status == "INVALID_ARGUMENT"
    assert server.connections == 0


def _base_urls():
    case = scenario("B106-base-url.json")
    return list(zip(case["call"]["each_base_url"], case["expect"]["raw_paths"], strict=True))


@pytest.mark.parametrize(("template", "expected"), _base_urls())
def test_base_url(template, expected, connect, serve, monkeypatch):
    """B106; an empty one means not given, which here must not lead to the public API."""
    server = serve(get_by_id)
    monkeypatch.setenv("WORKOS_BASE_URL", "ftp://from-the-environment.test")
    url = template.replace("H", server.url.removeprefix("http://"))
    if expected.startswith("ERROR"):
        with pytest.raises(Failure) as failure:
            connect(url)
        assert failure.value.status == "INVALID_ARGUMENT"
        assert "pw@" not in failure.value.message
        assert server.connections == 0
    else:
        connect(url).get_user()
        assert [request.target for request in server.requests] == [expected.split(" ")[0]]


def _keys():
    case = scenario("B107-api-key-bytes.json")
    return list(zip(case["call"]["each_api_key"], case["expect"]["results"], strict=True))


@pytest.mark.parametrize(("key", "expected"), _keys())
def test_api_key(key, expected, library, serve, monkeypatch):
    """B107. C ends the key that holds a NUL before it: "sk_" is one to send."""
    monkeypatch.delenv("WORKOS_API_KEY", raising=False)
    if expected == "ok" or "\0" in key:
        server = serve(get_by_id)
        with Client(library, server.url, key=key) as client:
            client.get_user()
        assert server.requests[0].headers["authorization"] == f"Bearer {key.split(chr(0))[0]}"
        return
    with pytest.raises(Failure) as failure:
        Client(library, "http://127.0.0.1:1", key=key)
    assert failure.value.status == "INVALID_ARGUMENT"
    if key.strip():
        assert key.strip() not in str(failure.value.json) and "sk_x" not in failure.value.message


def _app_names():
    case = scenario("B108-header-injection-options.json")
    return list(zip(case["call"]["each_user_agent_suffix"], case["expect"]["results"], strict=True))


@pytest.mark.parametrize(("name", "expected"), _app_names())
def test_app_name(name, expected, connect, serve):
    """B108; C ends the name at its NUL."""
    server = serve(get_by_id)
    if expected == "ok" or "\0" in name:
        connect(server, app_name=name).get_user()
        assert name.split("\0")[0] in server.requests[0].headers["user-agent"]
    else:
        with pytest.raises(Failure) as failure:
            connect(server, app_name=name)
        assert failure.value.status == "INVALID_ARGUMENT"
