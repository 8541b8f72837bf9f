"""Reads real numbers while another thread changes the process's locale back and forth. locales.py URL"""

import ctypes
import json
import sys

from abi import Library
from support.client import Client
from support.threads import Task, together

url = sys.argv[1]
libc = ctypes.CDLL(None)
libc.setlocale.restype = ctypes.c_char_p
libc.strtod.restype = ctypes.c_double
LC_ALL, COMMA = 6, b"comma_XX"
EXPECTED = [0.1, 1.0, 100.0, -0.0, 0.0025, 1.7976931348623157e308, 1.5]


def change(stop):
    count = 0
    while not stop:
        assert libc.setlocale(LC_ALL, (COMMA, b"C")[count % 2])
        count += 1
    return count


def read(client):
    user = client.get_user()
    reals = [value for _, kind, value in user["attributes"] if kind == "real"]
    assert reals == EXPECTED, reals
    assert user["json"]["custom_attributes"] == user["custom_attributes"]
    assert list(user["custom_attributes"].values()) == EXPECTED
    assert user["json"]["raw_attributes"] == {"x": EXPECTED}


assert libc.setlocale(LC_ALL, COMMA), "the locale is missing"
assert libc.strtod(b"1,5", None) == 1.5, "the locale has no comma"
with Client(Library(), url) as client:
    for _ in range(20):
        read(client)
    assert libc.setlocale(LC_ALL, None) == COMMA, "the library changed the locale"
    stop = []
    changer = Task(change, stop)
    together(4, lambda number: [read(client) for _ in range(150)])
    stop.append(True)
    print(json.dumps({"changes": changer.result()}))
