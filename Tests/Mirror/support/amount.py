"""Selects the cases that are run each time."""

import pytest


def long(*cases):
    """Cases for `make test-long` only; a tuple is several arguments."""
    return [pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.long) for case in cases]
