"""Listed events meet what listed users meet: envelopes, odd values, bodies that are no list."""

import json

import pytest
from expectations.lists import ENVELOPES, NO_LISTS
from expectations.values import MALFORMED, VALUES
from replay import always, ok
from support import reference
from support.client import Failure
from support.pages import USER, page, user


def event(number, **members):
    """A user's event."""
    return {"object": "event", "id": f"event_{number}", "event": "dsync.user.updated", "data": user(number)} | members


def events_around(value):
    """A page of three events as bytes; the user inside the middle one has `value` as custom attribute "x"."""
    marker = "0123456789VALUE"
    odd = event(2, data=user(2, custom_attributes={"x": marker}))
    return json.dumps(page([event(1), odd, event(3)])).encode().replace(f'"{marker}"'.encode(), value)


@pytest.mark.parametrize("name", ENVELOPES)
def test_envelope(name, connect, serve):
    data, metadata, error = ENVELOPES[name]
    body = b"{%s,%s}" % (data, metadata)
    with connect(serve(always(ok(body)))).list("event") as iterator:
        if not error:
            assert list(iterator) == []
            return
        with pytest.raises(Failure) as failure:
            list(iterator)
    assert (failure.value.status, failure.value.body) == (error, body)


@pytest.mark.parametrize("name", NO_LISTS)
def test_no_list(name, connect, serve):
    with connect(serve(always(ok(NO_LISTS[name])))).list("event") as iterator, pytest.raises(Failure) as failure:
        list(iterator)
    assert (failure.value.status, failure.value.body) == ("PROTOCOL", NO_LISTS[name])


VALUE_OF = {f"org_{number}": value for number, value in enumerate(VALUES)}


def test_values(connect, serve):
    """One odd value costs neither its event nor the others, and the user inside reads it like any user."""
    client = connect(serve(lambda request: ok(events_around(VALUE_OF[request.query["organization_id"]]))))
    for organization, value in VALUE_OF.items():
        with client.list("event", organization_id=organization) as iterator:
            one, two, three = iterator
            assert [one["id"], two["id"], three["id"]] == ["event_1", "event_2", "event_3"], value
            assert iterator.cursor() == "event_3"
        assert two["user"]["id"] == USER(2)
        for found in (two["data"], two["user"]["json"], two["user"]):
            assert reference.same(found["custom_attributes"]["x"], VALUES[value]), value


def test_malformed_values(connect, serve):
    client = connect(serve(lambda request: ok(events_around(MALFORMED[int(request.query["organization_id"])]))))
    for number, value in enumerate(MALFORMED):
        with client.list("event", organization_id=str(number)) as iterator, pytest.raises(Failure) as failure:
            list(iterator)
        assert failure.value.status == "PROTOCOL", value
