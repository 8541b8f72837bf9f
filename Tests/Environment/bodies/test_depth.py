"""Nesting: 512 levels work, more is a protocol error, and neither needs a deep stack. All tests use one of 512 KiB."""

import json

import pytest
from replay import answer, ok
from support.client import Failure
from support.reference import same
from support.threads import Task

LIMIT = 512
STACK = 512 << 10
SHAPES = {"arrays": ("[", "]", "1"), "objects": ('{"k":', "}", "1"), "mixed": ('[{"k":', "}]", "null")}


def nested(shape, levels):
    opening, closing, inside = SHAPES[shape]
    step = 2 if shape == "mixed" else 1
    return opening * (levels // step) + inside + closing * (levels // step)


def on_small_stack(function):
    return Task(function, stack_size=STACK).result()


def read_all(client):
    """Every function that traverses a record: accessors, copy and JSON of each member and of the whole."""
    with client.list_users() as iterator:
        return list(iterator)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("member", ["raw_attributes", "custom_attributes", "groups", "extra"])
def test_deepest_record(shape, member, connect, serve):
    """Page, data and record are three levels, {"x": ...} or [...] around it a fourth."""
    around = '[{"raw_attributes":%s}]' if member == "groups" else '{"x":%s}'
    levels = LIMIT - 3 - (2 if member == "groups" else 1)
    value = around % nested(shape, levels - levels % 2)
    body = f'{{"data":[{{"id":"u1","{member}":{value}}}],"list_metadata":{{}}}}'
    client = connect(serve(lambda request: ok(body.encode())))
    (record,) = on_small_stack(lambda: read_all(client))
    assert same(record["json"][member], json.loads(value))


@pytest.mark.parametrize("excess", [0, 1, 2, 100, 1_000_000])
def test_limit(excess, connect, serve):
    body = b'{"data":[],"list_metadata":{},"x":' + b"[" * (LIMIT - 1 + excess) + b"]" * (LIMIT - 1 + excess) + b"}"
    client = connect(serve(lambda request: ok(body)))
    if excess == 0:
        assert on_small_stack(lambda: read_all(client)) == []
        return
    with pytest.raises(Failure) as failure:
        on_small_stack(lambda: read_all(client))
    assert failure.value.status == "PROTOCOL"
    assert "deep" in failure.value.message or "512" in failure.value.message


@pytest.mark.parametrize("opening", [b"[", b'{"k":', b'[{"":', b'{"data":[{"groups":[', b"[\n"])
def test_endless_opening(opening, connect, serve):
    """Nothing but brackets."""
    for body in (opening * 300_000, b'{"data":[' + opening * 300_000):
        client = connect(serve(lambda request, body=body: ok(body)))
        with pytest.raises(Failure) as failure:
            on_small_stack(lambda client=client: read_all(client))
        assert failure.value.status == "PROTOCOL"


@pytest.mark.parametrize("status", [400, 422, 500])
def test_deep_error_bodies(status, connect, serve):
    """An error's body is parsed too."""
    for text in ('{"message":"m","errors":%s}', '{"errors":[{"field":%s}]}', "%s"):
        for levels in (LIMIT - 2, 100_000):
            client = connect(
                serve(lambda request, body=(text % nested("arrays", levels)).encode(): answer(status, body))
            )
            with pytest.raises(Failure) as failure:
                on_small_stack(client.get_user)
            assert failure.value.http_status == status
