"""Custom attributes as each kind of type, and mismatches."""

import datetime
from dataclasses import dataclass, field
from typing import Any, Literal, Optional

import pydantic
import pytest
from raw_server import http, page, user
from typing_extensions import NotRequired, TypedDict

import workosds

SENT = {
    "department": "Sales",
    "employeeId": "E-1",
    "seat": 7,
    "fte": 0.8,
    "isContractor": False,
    "nickname": None,
    "languages": ["en", "fr"],
    "manager": {"id": "E-2", "levels": [1, 2]},
    "limits": {"a": 1},
}


@dataclass
class Manager:
    id: str | None
    levels: list[int]


@dataclass
class Attributes:
    department: str
    employeeId: str
    seat: int
    fte: float
    isContractor: bool
    nickname: str | None
    languages: list[str]
    manager: Manager
    limits: dict[str, int]
    missing: str = "default"
    made: list[Any] = field(default_factory=list)


class Dictionary(TypedDict):
    department: str
    manager: dict[str, Any]
    more: NotRequired[int]


class Model(pydantic.BaseModel):
    department: str
    seat: int


@pytest.fixture
def fit(serve):
    def fit(kind, attributes):
        server = serve(lambda request: http(user(1, custom_attributes=attributes)))
        with workosds.Client("sk_test", base_url=server.url) as client:
            return client.get_user("x", custom_attributes=kind).custom_attributes

    return fit


def test_dataclass(fit):
    attributes = fit(Attributes, SENT)
    assert attributes == Attributes(
        *("Sales", "E-1", 7, 0.8, False, None, ["en", "fr"], Manager("E-2", [1, 2]), {"a": 1}), "default", []
    )


def test_typed_dict_keeps_everything(fit):
    assert fit(Dictionary, SENT) == SENT
    assert fit(Dictionary, SENT | {"more": 1}) == SENT | {"more": 1}


def test_pydantic(fit):
    assert fit(Model, SENT) == Model(department="Sales", seat=7)


def test_only_pydantic_converts(fit):
    class Dates(pydantic.BaseModel):
        start: datetime.date

    @dataclass
    class Strict:
        start: datetime.date

    assert fit(Dates, {"start": "2011-05-12"}).start == datetime.date(2011, 5, 12)
    with pytest.raises(workosds.CustomAttributeError, match="expected date, got str"):
        fit(Strict, {"start": "2011-05-12"})


@pytest.mark.parametrize("kind", [None, dict, dict[str, Any], dict[str, object]])
def test_dictionary(fit, kind):
    assert fit(kind, SENT) == SENT


@pytest.mark.parametrize("attributes", [None, [], "text", 7])
def test_attributes_that_are_none(fit, attributes):
    assert fit(None, attributes) == {}
    with pytest.raises(workosds.CustomAttributeError):
        fit(Attributes, attributes)


WRONG = {
    "department": [7, None, ["Sales"]],
    "seat": ["7", True, 7.0],
    "fte": ["0.8", True],
    "isContractor": [0, "no"],
    "nickname": [7],
    "languages": ["en", {}],
    "manager": [None, []],
    "limits": [[], 7],
}


@pytest.mark.parametrize("key, wrong", [(key, wrong) for key in WRONG for wrong in WRONG[key]])
def test_what_does_not_fit(fit, key, wrong):
    with pytest.raises(workosds.CustomAttributeError) as caught:
        fit(Attributes, SENT | {key: wrong})
    assert (caught.value.key, caught.value.user_id) == (key, "directory_user_1")
    assert repr(key) in str(caught.value) and "directory_user_1" in str(caught.value)
    assert isinstance(caught.value, ValueError)


NESTED = {
    "manager.levels[1]": {"manager": {"id": None, "levels": [1, "2"]}},
    "manager.id": {"manager": {"levels": []}},
    "languages[0]": {"languages": [None]},
    "limits.b": {"limits": {"a": 1, "b": "1"}},
}


@pytest.mark.parametrize("key, change", NESTED.items())
def test_where_it_does_not_fit(fit, key, change):
    with pytest.raises(workosds.CustomAttributeError) as caught:
        fit(Attributes, SENT | change)
    assert caught.value.key == key


@pytest.mark.parametrize("kind", [Attributes, Dictionary, Model])
def test_missing(fit, kind):
    with pytest.raises(workosds.CustomAttributeError, match="'department'"):
        fit(kind, {name: value for name, value in SENT.items() if name != "department"})


def test_a_whole_number_is_a_float(fit):
    """The API is written in JavaScript and sends 1.0 as 1."""

    @dataclass
    class Numbers:
        fte: float
        shares: list[float]
        rates: dict[str, float | None]
        maybe: float | None = None
        either: float | int = 0

    class Dictionary(TypedDict):
        fte: float

    sent = {"fte": 1, "shares": [0.5, 1, -0.0], "rates": {"a": 2, "b": None}, "maybe": 3, "either": 4}
    made = fit(Numbers, sent)
    assert made == Numbers(1.0, [0.5, 1.0, 0.0], {"a": 2.0, "b": None}, 3.0, 4)
    kinds = [type(made.fte), type(made.shares[1]), type(made.rates["a"]), type(made.maybe), type(made.either)]
    assert kinds == [float, float, float, float, int]
    assert type(fit(Dictionary, sent)["fte"]) is float
    for wrong in (True, "1", None, 10**400):
        with pytest.raises(workosds.CustomAttributeError, match="'fte'"):
            fit(Dictionary, {"fte": wrong})


def test_values_of_any_kind(fit):
    @dataclass
    class Open:
        manager: object
        limits: dict[str, object]
        languages: list[object]

    assert fit(Open, SENT) == Open(SENT["manager"], SENT["limits"], SENT["languages"])


def test_pydantic_error(fit):
    with pytest.raises(workosds.CustomAttributeError, match="'seat' of user directory_user_1") as caught:
        fit(Model, SENT | {"seat": "many"})
    assert caught.value.key == "seat"
    assert isinstance(caught.value.__cause__, pydantic.ValidationError)
    assert "many" not in str(caught.value)


def test_literals_and_unions(fit):
    @dataclass
    class Choice:
        one: Literal["a", 1]
        two: int | list[str]
        three: Optional[Manager] = None  # noqa: UP045

    assert fit(Choice, {"one": 1, "two": ["x"]}) == Choice(1, ["x"])
    assert fit(Choice, {"one": "a", "two": 2, "three": {"id": None, "levels": []}}).three == Manager(None, [])
    for wrong in ({"one": True, "two": 2}, {"one": "b", "two": 2}, {"one": 1, "two": [2]}, {"one": 1, "two": None}):
        with pytest.raises(workosds.CustomAttributeError):
            fit(Choice, wrong)


@pytest.mark.parametrize("kind", [int, str, list[str], "Attributes", object(), Attributes | None, lambda value: value])
def test_types_that_are_none(client, kind):
    with pytest.raises(TypeError, match="dataclass"):
        client.list_users(directory="d", custom_attributes=kind)
    with pytest.raises(TypeError, match="dataclass"):
        client.get_user("d", custom_attributes=kind)


def test_in_a_list_the_users_before_come_first(serve):
    users = [user(number, custom_attributes={"department": "Sales", "manager": {}}) for number in range(3)]
    users[2]["custom_attributes"]["department"] = 7
    server = serve(lambda request: page(users))
    with workosds.Client("sk_test", base_url=server.url) as client:
        listed = iter(client.list_users(directory="d", custom_attributes=Dictionary))
        assert [next(listed).custom_attributes["department"] for _ in range(2)] == ["Sales", "Sales"]
        with pytest.raises(workosds.CustomAttributeError) as caught:
            next(listed)
        assert caught.value.user_id == "directory_user_2"
        assert list(listed) == []


def test_of_the_sandbox(client, shared):
    @dataclass
    class Okta:
        department: str
        employeeId: str
        seat: int
        fte: float

    users = list(client.list_users(directory=shared.directory(), custom_attributes=Okta, max_items=120))
    assert len(users) == 120
    for one in users:
        assert one.custom_attributes.employeeId == one.raw["custom_attributes"]["employeeId"]
