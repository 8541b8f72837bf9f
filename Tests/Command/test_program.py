"""The programs' size, and the systems they run on."""

import os
import re
import subprocess

import pytest
from command import BINARY
from sandbox_server import BINARY as SANDBOX

FLOOR = (2, 34)  # Swift's runtime needs this version; Debian 12 has a newer one
LARGEST = {"workosds": 16_000_000, "workosds-sandbox": 20_500_000}


@pytest.fixture(params=[BINARY, SANDBOX], ids=LARGEST)
def program(request):
    return request.param


def test_any_glibc_since_the_floor_has_what_it_needs(program):
    needs = subprocess.run(["readelf", "-VW", program], capture_output=True, text=True, check=True).stdout
    versions = {(int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", needs)}
    assert versions and max(versions) <= FLOOR


def test_size(program, request):
    size = os.path.getsize(program)
    assert size <= LARGEST[request.node.callspec.id], f"{size} bytes: has something brought all of Foundation in?"
