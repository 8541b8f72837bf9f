"""CA certificates if the system has none."""

import re
import sys
from types import SimpleNamespace

import pytest
from conftest import BINDING

from workosds import _certificates


@pytest.fixture
def empty_system(monkeypatch, tmp_path):
    """No variable, no file, no folder; certifi is installed."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(_certificates, "_USUAL_PLACES", (str(tmp_path / "none.pem"),))
    monkeypatch.setattr(_certificates, "_USUAL_FOLDER", str(tmp_path / "certs"))
    monkeypatch.setitem(sys.modules, "certifi", SimpleNamespace(where=lambda: "/of/certifi.pem"))
    return tmp_path


def test_certifi_if_there_is_nothing_else(empty_system):
    assert _certificates.fallback() == "/of/certifi.pem"


def test_without_certifi_the_library_says_so(empty_system, monkeypatch):
    monkeypatch.setitem(sys.modules, "certifi", None)
    assert _certificates.fallback() is None


def test_the_variable_comes_first(empty_system, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/mine.pem")
    assert _certificates.fallback() is None


@pytest.mark.parametrize("name", ["none.pem", "certs/one.pem"])
def test_the_system_comes_first(empty_system, name):
    (empty_system / name).parent.mkdir(exist_ok=True)
    (empty_system / name).touch()
    assert _certificates.fallback() is None


def test_the_places_are_those_of_the_library():
    source = BINDING.parents[1] / "Sources" / "WorkOSDS" / "Connections" / "CertificateSearch.swift"
    places = re.findall(r'^ +"(/etc/[^"]+)"', source.read_text(encoding="utf-8"), re.MULTILINE)
    assert places == list(_certificates._USUAL_PLACES)
