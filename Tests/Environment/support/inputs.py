"""The files in inputs/: what kind each is, and what is in it."""

import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "inputs"


def files(suffix):
    return sorted(path.name for path in FOLDER.glob(f"*{suffix}"))


def read(name):
    return (FOLDER / name).read_bytes()


def scenario(name):
    """The file's script, or None where it is a body."""
    try:
        found = json.loads(read(name))
    except ValueError:
        return None
    return found if isinstance(found, dict) and "scenario" in found else None


SCENARIOS = [name for name in files(".json") if scenario(name)]
BODIES = [name for name in files(".json") if not scenario(name)]
WEBHOOKS = [name for name in files(".http") if read(name).startswith(b"POST ")]
ANSWERS = [name for name in files(".http") if name not in WEBHOOKS]
