"""The API key in texts that are truncated, and keys that look like other text. For the places where a server may repeat
the key see Tests/Behaviour/rows/secrets.json."""

import itertools

import pytest
from replay import answer, in_turn
from support.client import KEY, Client, Failure


@pytest.mark.parametrize("cut", range(1, 12))
def test_cut_across_the_key(cut, serve, connect):
    """If a long text is truncated in the middle of the key, no part of the key is left."""
    for length in itertools.chain(range(60, 300, 7)):
        with pytest.raises(Failure) as failure:
            connect(serve(in_turn(answer(400, {"message": "m" * (length + cut) + KEY})))).get_user()
        assert KEY[:14] not in failure.value.message


@pytest.mark.parametrize("key", ["key]", "[key", "a", "....", "HTTP", "GET"])
def test_short_and_odd_keys(key, library, serve):
    """Redaction must terminate, and must not damage every text."""
    server = serve(in_turn(answer(400, {"message": f"about {key} and {key}{key}", "code": key})))
    with pytest.raises(Failure) as failure, Client(library, server.url, key=key) as client:
        client.get_user()
    assert failure.value.status == "BAD_REQUEST"
