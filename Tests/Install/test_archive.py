"""libworkosds.a: its symbols and dependencies, and linking it with other archives."""

import re

import pytest
from support import ROOT, run

LIBRARIES = ("-lcurl", "-ljansson", "-lcrypto")
# Names that every Embedded Swift object defines for itself.
RUNTIME = ("swift_retain", "swift_release", "swift_allocObject", "swift_once", "swift_slowAlloc")

USER = """\
#include <stdio.h>
#include <workosds.h>
int other_sum(int count);
int main(void)
{
    int64_t time = 0;
    if (!workosds_timestamp_ms("1970-01-01T00:00:01Z", &time))
        return 1;
    printf("%lld %d\\n", (long long)time, other_sum(4));
    return 0;
}
"""

OTHER_IN_SWIFT = """\
final class Box { var value: Int32; init(_ value: Int32) { self.value = value } }
@_cdecl("other_sum")
public func otherSum(_ count: Int32) -> Int32 {
    var boxes: [Box] = []
    for value in 0..<count { boxes.append(Box(value)) }
    var sum: Int32 = 0
    for box in boxes { sum &+= box.value }
    return sum
}
"""


def names_of(archive, *options, folder):
    return set(re.findall(r"^(?:[0-9a-f]+)? +\w (\S+)$", run("nm", *options, archive, folder=folder), re.MULTILINE))


def test_only_the_interface_is_global(built, tmp_path):
    listing = (ROOT / "Tests" / "ABI" / "symbols.txt").read_text(encoding="utf-8")
    listed = {line.split()[0] for line in listing.splitlines() if line and not line.startswith("#")}
    assert names_of(built.archive, "--extern-only", "--defined-only", folder=tmp_path) == listed


def test_it_needs_no_swift_runtime(built, tmp_path):
    undefined = names_of(built.archive, "--undefined-only", folder=tmp_path)
    assert "curl_easy_init" in undefined
    assert not [name for name in undefined if re.match(r"_?swift_|\$[se]|_ZSt|_Unwind", name)]


def test_it_is_one_object_without_the_tools_own_sections(built, tmp_path):
    assert run("ar", "t", built.archive, folder=tmp_path) == "workosds.o\n"
    sections = run("readelf", "-SW", built.archive, folder=tmp_path)
    assert not re.search(r"\.swift1_autolink_entries|\.linker-options|\.llvm_addrsig|\.debug_info", sections)
    assert ".note.GNU-stack" in sections, "programs would get an executable stack"


def test_it_can_become_part_of_a_plugin(built, tmp_path):
    """All code is position-independent: no text relocation is left in the plugin."""
    interface = ["-Wl,--undefined=workosds_list_users", built.archive, *LIBRARIES]
    run("cc", "-shared", "-Wl,-z,defs,-z,text,--fatal-warnings", *interface, "-o", "plugin.so", folder=tmp_path)
    assert "TEXTREL" not in run("readelf", "-dW", "plugin.so", folder=tmp_path)


def link_and_run(built, folder, *others):
    (folder / "user.c").write_text(USER, encoding="utf-8")
    flags = ["-Wall", "-Wextra", "-Werror", "-Wl,--fatal-warnings", f"-I{ROOT / 'include'}"]
    for order in ([built.archive, *others], [*others, built.archive]):
        run("cc", *flags, "user.c", *order, *LIBRARIES, "-o", "user", folder=folder)
        assert run("./user", folder=folder) == "1000 6\n"


def test_another_definition_of_the_runtimes_names_is_not_mixed_up(built, tmp_path):
    """A host with functions of these names, which abort: the archive must not call them."""
    functions = "".join(f"void {name}(void);\nvoid {name}(void)\n{{\n    abort();\n}}\n" for name in RUNTIME)
    other = "int other_sum(int);\nint other_sum(int count)\n{\n    return count + 2;\n}\n"
    (tmp_path / "other.c").write_text("#include <stdlib.h>\n" + functions + other, encoding="utf-8")
    run("cc", "-c", "other.c", folder=tmp_path)
    link_and_run(built, tmp_path, "other.o")


@pytest.mark.parametrize("groups", ["as the compiler leaves it", "one relocatable object"])
def test_another_archive_of_embedded_swift(built, tmp_path, groups):
    (tmp_path / "other.swift").write_text(OTHER_IN_SWIFT, encoding="utf-8")
    mode = ["-enable-experimental-feature", "Embedded", "-parse-as-library", "-wmo", "-Osize", "-module-name", "Other"]
    run("swiftc", *mode, "-c", "other.swift", "-o", "other.o", folder=tmp_path)
    if groups == "one relocatable object":
        run("ld", "-r", "other.o", "-o", "joined.o", folder=tmp_path)
        (tmp_path / "joined.o").rename(tmp_path / "other.o")
    run("ar", "rcs", "libother.a", "other.o", folder=tmp_path)
    link_and_run(built, tmp_path, "libother.a")
