"""Paths of the project."""

import os
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1]
ROOT = BENCHMARKS.parents[1]
BUILD = ROOT / "build"
LIBRARY = Path(os.environ.get("WORKOSDS_LIBRARY", BUILD / "libworkosds.so")).resolve()
PYTHON_BINDING = ROOT / "bindings" / "python" / "src"
RUBY_BINDING = ROOT / "bindings" / "ruby" / "lib"


def has_python_binding() -> bool:
    return (PYTHON_BINDING / "workosds" / "__init__.py").exists()


def has_ruby_binding() -> bool:
    return (RUBY_BINDING / "workosds.rb").exists()
