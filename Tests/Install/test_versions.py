"""The version is the same in all files."""

import shutil

import pytest
from support import ROOT, run

PLACES = {
    "include/workosds.h": '#define WORKOSDS_VERSION "{}"',
    "Sources/WorkOSDS/Support/Version.swift": 'static var text: StaticString {{ "{}" }}',
    "Sources/Sandbox/Model/Version.swift": 'static let text = "{}"',
    "bindings/python/src/workosds/_library.py": 'VERSION = "{}"',
    "bindings/python-sandbox/src/workosds_sandbox/__init__.py": 'VERSION = "{}"',
    "bindings/ruby/lib/workosds/version.rb": 'VERSION = "{}"',
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_it(version, place):
    text = (ROOT / place).read_text(encoding="utf-8")
    assert text.count(PLACES[place].format(version)) == 1


def test_it_is_printed(version):
    assert run("scripts/version", folder=ROOT) == f"{version}\n"


def test_setting_it_sets_every_place(tmp_path):
    for place in [*PLACES, "scripts/version"]:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / place, tmp_path / place)
    run("scripts/version", "12.3.45", folder=tmp_path)
    for place, line in PLACES.items():
        assert (tmp_path / place).read_text(encoding="utf-8").count(line.format("12.3.45")) == 1, place
    header = (tmp_path / "include/workosds.h").read_text(encoding="utf-8")
    assert "#define WORKOSDS_VERSION_NUMBER 0x0c032d\n" in header
    assert run("scripts/version", folder=tmp_path) == "12.3.45\n"


@pytest.mark.parametrize("bad", ["1.2", "1.2.3.4", "1.2.100", "01.2.3", "1.2.x", "v1.2.3", ""])
def test_what_is_no_version_is_refused(bad):
    assert "is not a version" in run("scripts/version", bad, folder=ROOT, expect=2)
