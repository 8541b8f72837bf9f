"""The shorthand of rows: long values, definitions shared by the rows of a file, and one row for each of many values."""

import json


def rows(path):
    """The rows of a file with their names, expanded.

    The first entry may `define` texts for the rest of the file, and what is `usual`: the call and the arguments of rows
    without a `call`. A row with `each` expands to one row for each member; in it "$1" is the member's value, or "$1",
    "$2", ... are the elements if the value is a list.
    """
    entries = json.loads(path.read_text())
    shared = entries.pop(0) if "name" not in entries[0] else {}
    defined = {f"${name}": text for name, text in shared.get("define", {}).items()}
    defined = {name: _substituted(text, defined) for name, text in defined.items()}
    for entry in entries:
        if "call" not in entry:
            usual = shared["usual"]
            entry = usual | entry | {"arguments": usual["arguments"] | entry.get("arguments", {})}
        each = entry.pop("each", {"": []})
        for name, values in each.items():
            values = values if isinstance(values, list) else [values]
            numbered = {f"${number}": value for number, value in enumerate(values, 1)}
            row = _substituted(_substituted(entry, numbered), defined)
            yield _spelled_out(row) | {"name": f"{entry['name']}: {name}" if name else entry["name"]}


def _substituted(value, texts):
    """A text that is only a name is replaced by the name's value, of any type; so is the name of a member."""
    if isinstance(value, list):
        return [_substituted(element, texts) for element in value]
    if isinstance(value, dict):
        return {texts.get(name, name): _substituted(member, texts) for name, member in value.items()}
    if not isinstance(value, str) or "$" not in value:
        return value
    if value in texts:
        return texts[value]
    for name, text in texts.items():
        value = value.replace(name, str(text))
    return value


def _spelled_out(value):
    """{"$repeat": ["z", 3]} is "zzz", {"$join": ["a", "b"]} is "ab", {"$nested": 3} is [[[]]]."""
    if isinstance(value, list):
        return [_spelled_out(element) for element in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        text, count = value["$repeat"]
        return text * count
    if "$join" in value:
        return "".join(_spelled_out(value["$join"]))
    if "$nested" in value:
        nested = []
        for _ in range(value["$nested"] - 1):
            nested = [nested]
        return nested
    return {name: _spelled_out(member) for name, member in value.items()}
