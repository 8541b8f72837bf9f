"""The binding's structs and functions agree with workosds.h."""

import ctypes
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from workosds import _structs
from workosds._functions import FUNCTIONS

HEADER = Path(__file__).resolve().parents[3] / "include" / "workosds.h"
TEXT = re.sub(r"/\*.*?\*/", " ", HEADER.read_text(encoding="utf-8"), flags=re.DOTALL)
STRUCTS = {
    "workosds_client_options": _structs.ClientOptions,
    "workosds_directory_query": _structs.DirectoryQuery,
    "workosds_group_query": _structs.GroupQuery,
    "workosds_user_query": _structs.UserQuery,
    "workosds_event_query": _structs.EventQuery,
}
CONSTANTS = ("NO_RETRIES", "NO_TIME_LIMIT", "UNPACED", "LOOK_AHEAD_ON", "LOOK_AHEAD_OFF")


def members(struct):
    """The names of a struct's members, in the header's order."""
    body = re.search(rf"typedef struct {struct} {{(.*?)}} {struct};", TEXT, re.DOTALL)[1]
    return re.findall(r"(\w+);", body)


def printed_by_c(tmp_path, statements):
    source, program = tmp_path / "program.c", tmp_path / "program"
    source.write_text(
        f'#include "{HEADER}"\n#include <stddef.h>\n#include <stdio.h>\nint main(void) {{ {statements} return 0; }}\n'
    )
    subprocess.run(["cc", "-o", program, source], check=True)
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()


def test_structs_of_the_header():
    """No struct of the header is missing."""
    assert set(re.findall(r"typedef struct (\w+) {", TEXT)) == set(STRUCTS)


@pytest.mark.parametrize("name", STRUCTS)
def test_members_of_a_struct(name):
    assert [member for member, _ in STRUCTS[name]._fields_] == members(name)


@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler")
@pytest.mark.parametrize("name", STRUCTS)
def test_layout_of_a_struct(name, tmp_path):
    """Each member has the compiler's offset and size."""
    struct = STRUCTS[name]
    print_member = 'printf("%zu %zu\\n", offsetof({0}, {1}), sizeof((({0} *)0)->{1}));'
    statements = "".join(print_member.format(name, member) for member in members(name))
    numbers = printed_by_c(tmp_path, statements + f'printf("%zu\\n", sizeof({name}));')
    expected = [
        number for member in members(name) for number in (field(struct, member).offset, field(struct, member).size)
    ]
    assert [int(number) for number in numbers] == [*expected, ctypes.sizeof(struct)]
    assert struct().struct_size == ctypes.sizeof(struct)


def field(struct, member):
    return getattr(struct, member)


@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler")
def test_constants(tmp_path):
    numbers = printed_by_c(tmp_path, "".join(f'printf("%d\\n", WORKOSDS_{name});' for name in CONSTANTS))
    assert [int(number) for number in numbers] == [getattr(_structs, name) for name in CONSTANTS]


KINDS = {
    "char *": ctypes.c_void_p,  # freed by address
    "const char *": ctypes.c_char_p,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "size_t": ctypes.c_size_t,
    "void": None,
    "workosds_status": ctypes.c_int32,
}
EXACT_BYTES = {"workosds_error_body"}  # may contain NULs, so it is returned as an address


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name):
    """Compares results, and the number and kinds of arguments: text, number or pointer."""
    found = re.search(rf"^([\w ]+?[ *]){name}\((.*?)\);", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"{name} is not in the header"
    result, arguments = FUNCTIONS[name]
    assert name in EXACT_BYTES or result is KINDS[found[1].strip()]
    parameters = [] if found[2] == "void" else [" ".join(one.split()) for one in found[2].split(",")]
    assert len(arguments) == len(parameters)
    for argument, parameter in zip(arguments, parameters, strict=True):
        kind = re.sub(r"\w+$", "", parameter).strip()
        is_pointer = argument is ctypes.c_void_p or issubclass(argument, ctypes._Pointer)
        if kind in ("const char *", "const void *"):
            assert argument is ctypes.c_char_p, parameter
        elif kind.endswith("*"):
            assert is_pointer, parameter
        else:
            assert argument is KINDS[kind], parameter


def test_functions_are_in_the_header_s_order():
    places = [re.search(rf"\b{name}\(", TEXT).start() for name in FUNCTIONS]
    assert places == sorted(places)
