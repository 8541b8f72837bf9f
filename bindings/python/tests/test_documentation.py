"""Every option of a client is documented in its docstring and README."""

import inspect
import re
from pathlib import Path

import pytest

import workosds

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
OPTIONS = [name for name in inspect.signature(workosds.Client).parameters if name != "self"]


@pytest.mark.parametrize("option", OPTIONS)
def test_client_options(option):
    described = re.search(rf"^ +{option}: (.*)", inspect.getdoc(workosds.Client.__init__), re.MULTILINE)
    row = re.search(rf"^\| `{option}` \| (.*?) \|", README, re.MULTILINE)
    assert described and row
    if option.endswith(("timeout", "wait")):
        assert "econds" in described[1] and "seconds" in row[1]


@pytest.mark.parametrize("option", set(inspect.signature(workosds.Client.with_options).parameters) - {"self"})
def test_options_of_with_options(option):
    described = re.search(rf"^ +{option}: (.*)", inspect.getdoc(workosds.Client.with_options), re.MULTILINE)
    assert described
    if option.endswith(("timeout", "wait")):
        assert "econds" in described[1]


@pytest.mark.parametrize("name", [name for name in dir(workosds.Client) if name.startswith(("list_", "get_"))])
def test_methods_have_docstrings(name):
    assert inspect.getdoc(getattr(workosds.Client, name)) and inspect.getdoc(getattr(workosds.AsyncClient, name))
