"""Loads the library next to others, or repeatedly. loading.py URL first|last|beside|reload [OTHER]"""

import _ctypes
import ctypes
import gc
import json
import sys

import abi
from support.client import Client, Failure
from support.memory import descriptors, resident_kib

url, what, *others = sys.argv[1:]


def use():
    """The result of calls that use all of the library's jansson functions."""
    try:
        with Client(abi.Library(), url) as client:
            return client.get_user("u1")["json"]["id"]
    except Failure as failure:
        return f"{failure.status}: {failure.message}"


def load(path):
    return ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)


def reload():
    """dlopen, use, dlclose, ten times; descriptors and memory must not grow."""
    outcomes = []
    for number in range(11):
        library = abi.Library()
        with Client(library, url) as client, client.list_users() as iterator:
            outcomes.append(len(list(iterator.ids())))
        _ctypes.dlclose(library.shared_object._handle)
        del client, iterator, library
        gc.collect()  # what ctypes makes for each function is not the library's
        if number == 0:
            start = len(descriptors()), resident_kib()
    return {
        "outcomes": outcomes,
        "descriptors": len(descriptors()) - start[0],
        "grown_kib": resident_kib() - start[1],
    }


if what == "reload":
    print(json.dumps(reload()))
elif what == "first":
    kept = load(others[0])
    print(json.dumps([use()]))
elif what == "last":
    before = use()
    kept = load(others[0])
    print(json.dumps([before, use()]))
else:  # beside: preloaded through LD_PRELOAD
    print(json.dumps([use()]))
