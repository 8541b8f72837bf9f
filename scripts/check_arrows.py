"""Fails on an arrow that goes up: a folder of Sources/WorkOSDS that uses what a folder above it declares.

Found by names, not by imports, of which one module has none: types, functions of their own, and what an extension adds
to a type from another folder's file. What two folders declare under one name is not looked for.

    python3 scripts/check_arrows.py [--moves]

--moves prints the files that are not yet in the folder they belong to."""

import re
import sys
from collections import defaultdict
from pathlib import Path, PurePosixPath

SOURCES = Path(__file__).resolve().parent.parent / "Sources" / "WorkOSDS"

# From top to bottom. A folder may use those behind it.
FOLDERS = ["Exports", "Core", "Webhooks", "HTTP", "Records", "Errors", "JSON", "Support"]

# Files that are to be moved, and where they belong.
ELSEWHERE = {
    "Core/Webhook.swift": "Webhooks",
    "Core/WebhookDigest.swift": "Webhooks",
    "Core/WebhookSignature.swift": "Webhooks",
    "Core/BaseURL.swift": "HTTP",
    "Core/DirectoryType.swift": "Records",
    "JSON/CustomAttributes.swift": "Records",
    "JSON/DirectoryCounts.swift": "Records",
    "JSON/DirectoryState.swift": "Records",
    "JSON/EventContent.swift": "Records",
    "JSON/Fields.swift": "Records",
    "JSON/GroupList.swift": "Records",
    "JSON/Record.swift": "Records",
    "JSON/RecordCopy.swift": "Records",
    "JSON/RecordJSON.swift": "Records",
    "JSON/RecordParts.swift": "Records",
    "JSON/RoleList.swift": "Records",
    "Core/Failure.swift": "Errors",
    "Core/HTTPDate.swift": "Errors",
    "Core/RetryAfter.swift": "Errors",
    "Core/Status.swift": "Errors",
    "JSON/ErrorBody.swift": "Errors",
    "JSON/FieldError.swift": "Errors",
    "Core/CalendarTime.swift": "Support",
    "Core/CalendarTime+Reading.swift": "Support",
    "Core/Timestamp.swift": "Support",
    "Core/Version.swift": "Support",
}

Sources = dict[str, str]

NOT_CODE = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*', re.DOTALL)
MODIFIERS = r"(?:(?:public|internal|final|indirect|static|class|override|mutating|borrowing|private\(set\)|@\w+(?:\([^)]*\))?) )*"
TYPE = re.compile(rf"^{MODIFIERS}(?:class|struct|enum|protocol|typealias|actor) (\w+)", re.MULTILINE)
GLOBAL = re.compile(rf"^{MODIFIERS}(?:func|let|var) (\w+)", re.MULTILINE)
EXTENSION = re.compile(r"^extension (\w+)[^\n{]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
MEMBER = re.compile(rf"^    {MODIFIERS}(?:func|let|var|case) (\w+)", re.MULTILINE)
ANY_MEMBER = re.compile(r"\b(?:func|let|var|case) (\w+)")


def code(text: str) -> str:
    """Without comments and literals; what is interpolated in a literal stays."""

    def blank(match: re.Match[str]) -> str:
        if match[0].startswith("//"):
            return ""
        return '"' + " ".join(re.findall(r"\\\(([^\n]*?)\)", match[0])) + '"'

    return NOT_CODE.sub(blank, text)


def folder(path: str) -> str:
    return ELSEWHERE.get(path) or PurePosixPath(path).parts[0]


def declarations(sources: Sources) -> dict[str, str]:
    """The pattern of each use, and the file that declares what is used."""
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


def arrows(given: Sources) -> list[str]:
    """A line for each use that goes up, and for each file in a folder that is not in the table."""
    sources = {path: code(text) for path, text in given.items()}
    unknown = [f"{path}: {folder(path)} is not in the table of {Path(__file__).name}" for path in sources]
    found = [line for path, line in zip(sources, unknown, strict=True) if folder(path) not in FOLDERS]
    if found:
        return found
    level = {name: number for number, name in enumerate(FOLDERS)}
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
    """The check itself: each planted arrow is found, and nothing else."""
    top, bottom = FOLDERS[0], FOLDERS[-1]
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
    assert arrows(sound) == [], arrows(sound)
    for text in planted:
        assert len(arrows(sound | {f"{bottom}/Wrong.swift": text})) == 1, text
    subscripted = {f"{top}/Index.swift": "extension Lower {\n    subscript(_ place: Int) -> Int { place }\n}\n"}
    assert len(arrows(sound | subscripted)) == 1
    assert len(arrows(sound | {"Attic/File.swift": "struct Old {}\n"})) == 1


def main() -> int:
    prove()
    if "--moves" in sys.argv[1:]:
        for path, target in ELSEWHERE.items():
            print(f"git mv Sources/WorkOSDS/{path} Sources/WorkOSDS/{target}/")
        return 0
    sources = {path.relative_to(SOURCES).as_posix(): path.read_text() for path in sorted(SOURCES.rglob("*.swift"))}
    gone = [f"{path} of the table is not there" for path in ELSEWHERE if path not in sources]
    found = arrows(sources) + gone
    for line in found:
        print(f"an arrow that goes up: {line}" if " uses " in line else line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
