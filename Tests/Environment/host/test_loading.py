"""Loading the library next to json-c, which has some of jansson's symbol names, and loading it repeatedly."""

import ctypes.util

import pytest
from support.host import compile_library, run
from support.pages import get_by_id, listing

PAGES = listing(20, 3)


def script(request):
    return PAGES(request) if request.query else get_by_id(request)


@pytest.fixture(scope="module")
def json_c():
    name = ctypes.util.find_library("json-c")
    assert name, "libjson-c is not installed"
    return name


def check(outcomes):
    """It works, or fails with a clear message. A wrong call would end the process."""
    for outcome in outcomes:
        assert outcome == "u1" or outcome.startswith("INTERNAL: ") and "jansson" in outcome


@pytest.mark.parametrize("order", ["first", "last"])
def test_json_c(order, json_c, serve):
    check(run("loading", serve(script).url, order, json_c))


def test_json_c_preloaded(json_c, serve):
    check(run("loading", serve(script).url, "beside", LD_PRELOAD=json_c))


def test_functions_of_the_same_names(serve, tmp_path):
    """Without symbol versions they replace jansson's functions. Creating a client then fails before any of them is
    called."""
    server = serve(script)
    (outcome,) = run("loading", server.url, "beside", LD_PRELOAD=compile_library("other_json", tmp_path))
    assert outcome.startswith("INTERNAL: ") and "jansson" in outcome
    assert server.connections == 0


@pytest.mark.measures
def test_load_and_unload(serve):
    result = run("loading", serve(script).url, "reload")
    assert result["outcomes"] == [20] * 11
    assert result["descriptors"] == 0 and result["grown_kib"] < 256
