"""The API key in texts that are shortened, and keys that look like other text. Where a server may repeat the key:
Tests/Behaviour, rows/secrets.json."""

import itertools

import pytest
from replay import answer, in_turn
from support.client import KEY, Client, Failure


@pytest.mark.parametrize("cut", range(1, 12))
def test_cut_across_the_key(cut, serve, connect):
    """Where a long text is shortened in the middle of the key, no half of it is left either."""
    for length in itertools.chain(range(60, 300, 7)):
        with pytest.raises(Failure) as failure:
            connect(serve(in_turn(answer(400, {"message": "m" * (length + cut) + KEY})))).get_user()
        assert KEY[:14] not in failure.value.message


@pytest.mark.parametrize("key", ["key]", "[key", "a", "....", "HTTP", "GET"])
def test_short_and_odd_keys(key, library, serve):
    """Leaving the key out of a text must come to an end, and must not damage every text."""
    server = serve(in_turn(answer(400, {"message": f"about {key} and {key}{key}", "code": key})))
    with pytest.raises(Failure) as failure, Client(library, server.url, key=key) as client:
        client.get_user()
    assert failure.value.status == "BAD_REQUEST"
