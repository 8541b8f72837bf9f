"""The API key is in no message, whatever a server or a proxy does with it."""

import itertools

import pytest
from replay import answer, close, in_turn
from support.client import KEY, Client, Failure

# Where a server may repeat the key it got. Failure itself checks message, code, request id and JSON of each error.
ECHOES = {
    "message": answer(400, {"message": f"Bad key {KEY}."}),
    "message, twice": answer(401, {"message": f"{KEY}{KEY} and {KEY}"}),
    "code": answer(400, {"code": KEY, "message": "m"}),
    "OAuth": answer(400, {"error": KEY, "error_description": f"x{KEY}"}),
    "field errors": answer(422, {"errors": [{"field": KEY, "code": KEY, "message": KEY}, KEY]}),
    "text": answer(401, f"Authorization: Bearer {KEY}".encode()),
    "HTML": answer(502, f"<html>{KEY}</html>".encode()),
    "request id": answer(500, {}, f"X-Request-ID: {KEY}"),
    "Location": answer(302, {}, f"Location: https://elsewhere.test/?key={KEY}"),
    "status line": [f"HTTP/1.1 400 {KEY}\r\nContent-Length: 0\r\n\r\n".encode()],
    "no HTTP": [f"Bearer {KEY}\r\n\r\n".encode(), close],
    "bad header": [f"HTTP/1.1 200 OK\r\n{KEY}\r\n\r\n".encode(), close],
    "bad coding": [f"HTTP/1.1 200 OK\r\nContent-Encoding: {KEY}\r\nContent-Length: 2\r\n\r\n{{}}".encode(), close],
    "other keys": answer(403, {"hint": KEY, "detail": [KEY]}),
    "2xx that is no record": answer(200, f'"{KEY}"'.encode()),
    "2xx that is no JSON": answer(200, f"{KEY}".encode()),
    "long text": answer(400, {"message": "x" * 140 + KEY + "y" * 500}),
}


@pytest.mark.parametrize("name", ECHOES)
def test_echo(name, serve, connect):
    with pytest.raises(Failure) as failure:
        connect(serve(in_turn(ECHOES[name]))).get_user()
    assert failure.value.message


@pytest.mark.parametrize("cut", range(1, 12))
def test_cut_across_the_key(cut, serve, connect):
    """Where a long text is shortened in the middle of the key, no half of it is left either."""
    for length in itertools.chain(range(60, 300, 7)):
        with pytest.raises(Failure) as failure:
            connect(serve(in_turn(answer(400, {"message": "m" * (length + cut) + KEY})))).get_user()
        assert KEY[:14] not in failure.value.message


@pytest.mark.parametrize("id", [KEY, f"../{KEY}", f"x{KEY}x"])
def test_key_as_an_id(id, serve, connect):
    """A caller mixes up the arguments."""
    with pytest.raises(Failure):
        connect(serve(in_turn(answer(404, {})))).get_user(id)


def test_key_in_odd_places(library):
    for options in ({"base_url": f"https://{KEY}@host"}, {"base_url": f"ftp://{KEY}"}, {"app_name": f"{KEY}\n"}):
        with pytest.raises(Failure):
            Client(library, **({"base_url": "http://127.0.0.1:1"} | options))


@pytest.mark.parametrize("key", ["key]", "[key", "a", "....", "HTTP", "GET"])
def test_short_and_odd_keys(key, library, serve):
    """Leaving the key out of a text must come to an end, and must not damage every text."""
    server = serve(in_turn(answer(400, {"message": f"about {key} and {key}{key}", "code": key})))
    with pytest.raises(Failure) as failure, Client(library, server.url, key=key) as client:
        client.get_user()
    assert failure.value.status == "BAD_REQUEST"
