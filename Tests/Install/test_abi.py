"""scripts/check-abi: accepted and rejected changes, in copies of the header, symbols and library."""

import re
import shutil

import pytest
from support import ROOT, run

RECORD = "Tests/ABI/baseline/libworkosds-0.txt"
VERSIONS = "{ global: workosds_*; local: *; };\n"


class Project:
    """A copy of the files that the check reads, with a library that has the same symbols but no code."""

    def __init__(self, folder):
        self.folder = folder
        listing = (ROOT / "Tests/ABI/symbols.txt").read_text(encoding="utf-8")
        self.symbols = re.findall(r"^(workosds_\w+) ", listing, re.MULTILINE)

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        return Project(folder)

    def fill(self):
        for path in ("include", "Tests/ABI/baseline"):
            shutil.copytree(ROOT / path, self.folder / path)
        (self.folder / "scripts").mkdir()
        for path in ("scripts/check-abi", "Tests/ABI/symbols.txt"):
            shutil.copy(ROOT / path, self.folder / path)
        self.build("WORKOSDS_0", "libworkosds.so.0")

    def build(self, node, soname, *more):
        labels = "".join(f".globl {name}\n{name}: .byte 0\n" for name in [*self.symbols, *more])
        (self.folder / "symbols.s").write_text(f"{labels}.section .note.GNU-stack\n", encoding="utf-8")
        (self.folder / "symbols.map").write_text(node + VERSIONS, encoding="utf-8")
        options = ["-shared", "-nostdlib", f"-Wl,-soname,{soname}", "-Wl,--version-script=symbols.map"]
        run("gcc", *options, "symbols.s", "-o", "library.so", folder=self.folder)

    def edit(self, file, old, new):
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def header(self, old, new):
        self.edit("include/workosds.h", old, new)

    def call(self, *arguments, expect=0):
        return run("python3", "scripts/check-abi", *arguments, "library.so", folder=self.folder, expect=expect)

    def git(self, *arguments):
        run("git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments, folder=self.folder)

    def release(self, version):
        self.git("init", "--quiet")
        self.git("add", ".")
        self.git("commit", "--quiet", "-m", version)
        self.git("tag", f"v{version}")


@pytest.fixture(scope="module")
def recorded_project(tmp_path_factory):
    """Records the present state, so that additions since the last release do not matter here."""
    project = Project(tmp_path_factory.mktemp("project"))
    project.fill()
    project.call("record")
    return project


@pytest.fixture
def project(recorded_project, tmp_path):
    """A copy that the test can change."""
    return recorded_project.copy(tmp_path / "project")


def test_the_built_library_is_as_recorded(built):
    said = run("scripts/check-abi", "check", built.library, folder=ROOT)
    assert "compatible with the record" in said


def test_what_is_recorded_is_what_is_shown(project):
    recorded = (project.folder / RECORD).read_text(encoding="utf-8")
    assert recorded == project.call("show")
    for line in (
        "soname = libworkosds.so.0",
        "symbol workosds_version = WORKOSDS_0 since 0.1.0",
        "constant WORKOSDS_OK = 0",
    ):
        assert f"\n{line}\n" in recorded
    assert "additions: 0" in project.call("check")


VERSION_FUNCTION = "const char *workosds_version(void);"
NEW_FUNCTION = "int32_t workosds_novelty(int32_t age);"
LAST_USER_MEMBER = "    const char *email;"
CHANGES = {
    "a function removed": (VERSION_FUNCTION, "", "function workosds_version was removed"),
    "a result changed": (
        VERSION_FUNCTION,
        "char *workosds_version(void);",
        "function workosds_version was const char *",
    ),
    "a parameter added": (VERSION_FUNCTION, "const char *workosds_version(int);", "is now const char * (int)"),
    "a status given another value": ("WORKOSDS_ERROR_API = -10,", "WORKOSDS_ERROR_API = -20,", "was -10, is now -20"),
    "a status removed": ("    WORKOSDS_ERROR_CANCELLED = -14,", "", "constant WORKOSDS_ERROR_CANCELLED was removed"),
    "a name of the API changed": ('"hibob"', '"hibobs"', 'was "hibob", is now "hibobs"'),
    "a typedef made wider": (
        "typedef int32_t workosds_status;",
        "typedef int64_t workosds_status;",
        "workosds_status was int, 4",
    ),
    "a handle no longer opaque": (
        "typedef struct workosds_error workosds_error;",
        "typedef struct workosds_error { int status; } workosds_error;",
        "handle workosds_error was removed",
    ),
    "a member's type changed": ("    int32_t max_retries;", "    uint32_t max_retries;", "max_retries was int32_t at"),
    "a member removed": ("    int32_t max_retries;", "", "max_retries was removed"),
    "a member put in between": (
        "    int32_t max_retries;",
        "    int32_t max_retries, new_one;",
        "new_one is new, and not after the older members",
    ),
    "two members exchanged": (
        "    int64_t connect_timeout_ms;\n",
        "    int64_t first_byte_timeout_ms;\n    int64_t connect_timeout_ms;\n",
        "connect_timeout_ms was int64_t at 48, 8 bytes, is now int64_t at 56, 8 bytes",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_refuses(project, change):
    old, new, complaint = CHANGES[change]
    project.header(old, new)
    assert complaint in project.call("check", expect=1)


def test_it_refuses_a_symbol_that_is_gone(project):
    project.symbols.remove("workosds_version")
    project.build("WORKOSDS_0", "libworkosds.so.0")
    assert "symbol workosds_version was removed" in project.call("check", expect=1)


def test_it_refuses_another_node(project):
    project.build("WORKOSDS_1", "libworkosds.so.0")
    assert "symbol workosds_version was WORKOSDS_0" in project.call("check", expect=1)


def test_another_soname_begins_a_record_of_its_own(project):
    project.build("WORKOSDS_1", "libworkosds.so.1")
    assert "there is no record of libworkosds.so.1" in project.call("check", expect=1)
    project.call("record")
    assert "compatible with the record" in project.call("check")


def test_it_refuses_a_symbol_said_to_be_older_than_it_is(project):
    project.edit("Tests/ABI/symbols.txt", "workosds_version 0.1.0", "workosds_version 0.0.9")
    assert "symbol workosds_version was WORKOSDS_0 since 0.1.0, is now" in project.call("check", expect=1)


def add_everything_that_may_be_added(project, version):
    project.header(VERSION_FUNCTION, f"{VERSION_FUNCTION}\n{NEW_FUNCTION}")
    project.header(
        "    WORKOSDS_ERROR_OUT_OF_MEMORY = -19\n",
        "    WORKOSDS_ERROR_OUT_OF_MEMORY = -19,\n    WORKOSDS_ERROR_NEW = -20\n",
    )
    project.header("    const char *proxy_ca_file;", "    const char *proxy_ca_file;\n    int64_t new_one;")
    project.header("#define WORKOSDS_VERSION_NUMBER", '#define WORKOSDS_NEW "new"\n#define WORKOSDS_VERSION_NUMBER')
    project.edit("Tests/ABI/symbols.txt", "workosds_status_at", f"workosds_novelty {version}\nworkosds_status_at")
    project.build("WORKOSDS_0", "libworkosds.so.0", "workosds_novelty")


def test_it_takes_additions(project, version):
    add_everything_that_may_be_added(project, version)
    assert "additions: 5" in project.call("check")


def test_a_new_symbol_has_to_be_listed(project):
    project.build("WORKOSDS_0", "libworkosds.so.0", "workosds_novelty")
    assert "add the line 'workosds_novelty VERSION'" in project.call("check", expect=1)


def test_a_new_symbol_cannot_come_from_the_future(project, version):
    add_everything_that_may_be_added(project, "99.0.0")
    complaint = f"lists it since 99.0.0, and this is {version}"
    assert complaint in project.call("check", expect=1)


def test_after_a_release_additions_belong_to_the_next(project, version):
    project.call("record", "--release")
    add_everything_that_may_be_added(project, version)
    complaint = f"lists it since {version}, and {version} does not have it"
    assert complaint in project.call("check", expect=1)
    project.edit("Tests/ABI/symbols.txt", f"workosds_novelty {version}", "workosds_novelty 99.0.0")
    project.header(f'#define WORKOSDS_VERSION "{version}"', '#define WORKOSDS_VERSION "99.0.0"')
    assert "additions: 5" in project.call("check")


def test_a_new_record_does_not_hide_what_was_released(project, version):
    project.call("record", "--release")
    project.release(version)
    project.header(VERSION_FUNCTION, "char *workosds_version(void);")
    project.call("record")
    complaint = f"function workosds_version was const char * (void), is now char * (void) (compared with v{version})"
    assert complaint in project.call("check", expect=1)


def test_the_release_is_compared_as_well(project, version):
    project.call("record", "--release")
    project.release(version)
    assert f"compatible with the record and v{version}" in project.call("check")
