"""Random JSON over a real socket: the library's values are those of CPython's json."""

import pytest
from hypothesis import HealthCheck, given, settings
from replay import ok
from support import reference
from support.client import Failure
from support.odd_json import damaged_pages, pages
from support.pages import page

# No deadline, because the machine may be busy. The examples are the same in each run, except those of `long`.
FEW = settings(
    max_examples=250, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(FEW, max_examples=3_000, derandomize=False)


class Exchange:
    """A client and its server, which sends the current body."""

    def __init__(self, serve, connect):
        self.body = b""
        self.server = serve(lambda request: ok(self.body if "after" not in request.query else page([])), records=False)
        self.client = connect(self.server)

    def page(self, body):
        """The text of the first page, or None if it is rejected."""
        self.body = body
        try:
            with self.client.list_users() as iterator:
                return iterator.next_text("page_json") or b"[]"
        except Failure as failure:
            assert failure.status == "PROTOCOL"
            return None

    def records(self, body):
        self.body = body
        with self.client.list_users(max_items=10) as iterator:
            return list(iterator)


@pytest.fixture
def exchange(serve, connect):
    return Exchange(serve, connect)


def expected_page(body):
    """The page as CPython parses it, or None if it is not a page."""
    try:
        value = reference.read(body)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    data, metadata = value.get("data"), value.get("list_metadata")
    if not isinstance(data, list) or not isinstance(metadata, dict):
        return None
    if not all(isinstance(record, dict) for record in data):
        return None
    for name in ("before", "after"):
        cursor = metadata.get(name)
        if not isinstance(cursor, str | None) or "\0" in (cursor or ""):
            return None
    return data


def check_page(exchange, body):
    found, expected = exchange.page(body), expected_page(body)
    if expected is None:
        assert found is None, f"accepted: {body!r}"
        return
    assert found is not None, f"refused: {body!r}"
    assert reference.same(reference.read(found, mend=False), expected), body


def check_records(exchange, body):
    """The record's JSON, and each typed getter on members of any type."""
    expected = expected_page(body)
    if expected is None:
        return
    for record, raw in zip(exchange.records(body), expected, strict=True):
        for name, value in raw.items():
            assert reference.same(record["json"][name], value), (name, body)
        for name in ("id", "email"):
            value = raw.get(name)
            assert record[name] == (value.replace("\0", "\ufffd") if isinstance(value, str) else None)
        attributes = raw.get("custom_attributes")
        keys = list(attributes) if isinstance(attributes, dict) else []
        assert [key for key, _, _ in record["attributes"]] == keys


@given(body=pages())
@FEW
def test_pages(exchange, body):
    check_page(exchange, body)
    check_records(exchange, body)


@given(body=damaged_pages())
@FEW
def test_damaged_pages(exchange, body):
    check_page(exchange, body)


@pytest.mark.long
@given(body=damaged_pages() | pages())
@MANY
def test_many(exchange, body):
    check_page(exchange, body)
    check_records(exchange, body)
