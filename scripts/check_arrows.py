"""Fails if a folder uses a declaration of a folder above it.

Uses are found by name, since there are no imports inside one module: types, free functions, and members that extensions
add to a type from another folder. A name that two folders declare is not checked."""

import re
import sys
from collections import defaultdict
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent

# From top to bottom. A folder may use the ones after it.
TREES = {
    "Sources/WorkOSDS": [
        "Exports", "Listing", "Requests", "Webhooks", "Connections", "HTTP", "Records", "Errors", "JSON", "Support",
    ],
    "Sources/Sandbox": [
        "Sandbox.swift", "Server", "Control", "Routes", "Seed", "Store", "Webhooks", "HTTP", "Behavior", "Model", "JSON",
    ],
    "Command/Sources": ["Command", "Mirror", "CommandSupport"],
    "Command/Sources/Command": ["Workosds.swift", "Commands", "Options", "Running", "Output", "Fields"],
    "Command/Sources/Mirror": [
        "Command", "Running", "Status", "Repair", "Listing", "Events", "API", "Feed", "Loop", "PostgreSQL", "SQLite", "Store", "Settings",
        "Support",
    ],
    "bindings/swift/Sources/WorkOSDirectorySync": [
        "Client", "Listing", "Records", "Options", "Errors", "Support",
    ],
}  # fmt: skip

Sources = dict[str, str]

NOT_CODE = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*', re.DOTALL)
MODIFIERS = r"(?:(?:public|internal|final|indirect|static|class|override|mutating|borrowing|private\(set\)|@\w+(?:\([^)]*\))?) )*"
TYPE = re.compile(rf"^{MODIFIERS}(?:class|struct|enum|protocol|typealias|actor) (\w+)", re.MULTILINE)
GLOBAL = re.compile(rf"^{MODIFIERS}(?:func|let|var) (\w+)", re.MULTILINE)
EXTENSION = re.compile(r"^extension (\w+)[^\n{]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
MEMBER = re.compile(rf"^    {MODIFIERS}(?:func|let|var|case) (\w+)", re.MULTILINE)
ANY_MEMBER = re.compile(r"\b(?:func|let|var|case) (\w+)")


def code(text: str) -> str:
    """The code without comments and literals, but with their interpolations."""

    def blank(match: re.Match[str]) -> str:
        if match[0].startswith("//"):
            return ""
        return '"' + " ".join(re.findall(r"\\\(([^\n]*?)\)", match[0])) + '"'

    return NOT_CODE.sub(blank, text)


def folder(path: str) -> str:
    return PurePosixPath(path).parts[0]


def declarations(sources: Sources) -> dict[str, str]:
    """The pattern of each use, and the file with the declaration."""
    declared: dict[str, set[str]] = defaultdict(set)
    for path, text in sources.items():
        for name in TYPE.findall(text) + ANY_MEMBER.findall(text):
            declared[name].add(folder(path))
    owners: dict[str, str] = {}
    for path, text in sources.items():
        for name in TYPE.findall(text) + GLOBAL.findall(text):
            if len(declared[name]) == 1:
                owners[rf"(?<![\w.]){name}\b"] = path
    for path, text in sources.items():
        for extended, body in EXTENSION.findall(text):
            if folder(owners.get(rf"(?<![\w.]){extended}\b", path)) == folder(path):
                continue
            for name in MEMBER.findall(body):
                if len(declared[name]) == 1:
                    owners[rf"\.{name}\b"] = path
    return owners


def arrows(given: Sources, folders: list[str]) -> list[str]:
    """A line for each upward use, and for each file in a folder that is not in the table."""
    sources = {path: code(text) for path, text in given.items()}
    unknown = [f"{path}: {folder(path)} is not in the table of {Path(__file__).name}" for path in sources]
    found = [line for path, line in zip(sources, unknown, strict=True) if folder(path) not in folders]
    if found:
        return found
    level = {name: number for number, name in enumerate(folders)}
    for pattern, owner in declarations(sources).items():
        use = re.compile(pattern)
        for path, text in sources.items():
            if level[folder(path)] > level[folder(owner)] and (match := use.search(text)):
                name = match[0].lstrip(".")
                found.append(f"{path} ({folder(path)}) uses {name} of {owner} ({folder(owner)})")
    for path, text in sources.items():
        for extended, body in EXTENSION.findall(text):
            owner = next((o for o, t in sources.items() if extended in TYPE.findall(t)), path)
            if folder(owner) != folder(path) and re.search(r"^    (?:\w+ )*subscript\b", body, re.MULTILINE):
                found.append(f"{path}: a subscript of {extended} has no name to look for: to {owner}")
    return sorted(found)


def prove() -> None:
    """Tests the check itself: it finds each planted upward use, and nothing else."""
    folders = ["Top", "Bottom"]
    top, bottom = folders
    sound = {
        f"{top}/Upper.swift": "struct Upper {\n    let lower: Lower\n}\nextension Lower {\n    var shown: Int { 1 }\n}\n",
        f"{bottom}/Lower.swift": '/// Not Upper.\nstruct Lower {\n    let text = "Upper"\n}\n',
    }
    planted = [
        "struct Wrong {\n    let upper: Upper\n}\n",
        "func wrong(_ lower: Lower) -> Int { lower.shown }\n",
        'func wrong() -> String { "\\(Upper.self)" }\n',
        "func wrong() -> [Upper] { [] }\n",
    ]
    assert arrows(sound, folders) == [], arrows(sound, folders)
    for text in planted:
        assert len(arrows(sound | {f"{bottom}/Wrong.swift": text}, folders)) == 1, text
    subscripted = {f"{top}/Index.swift": "extension Lower {\n    subscript(_ place: Int) -> Int { place }\n}\n"}
    assert len(arrows(sound | subscripted, folders)) == 1
    assert len(arrows(sound | {"Attic/File.swift": "struct Old {}\n"}, folders)) == 1


def main() -> int:
    prove()
    found = []
    for tree, folders in TREES.items():
        root = ROOT / tree
        sources = {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*.swift"))}
        found += [f"{tree}: {line}" for line in arrows(sources, folders)]
    for line in found:
        print(f"upward use: {line}" if " uses " in line else line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
