"""Signals during calls. signals.py URL CA_FILE pipe|dispositions|interrupted"""

import ctypes
import json
import os
import pathlib
import signal
import sys
import threading

from abi import Library
from support.client import Client, Failure
from support.threads import Task

url, ca_file, what = sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)


class SignalAction(ctypes.Structure):
    """struct sigaction of Linux's libc, whose mask has 1024 bits, of which the kernel uses 64."""

    _fields_ = [
        ("handler", ctypes.c_void_p),
        ("mask", ctypes.c_uint64 * 16),
        ("flags", ctypes.c_int),
        ("restorer", ctypes.c_void_p),
    ]


def outcome(call):
    try:
        call()
    except Failure as failure:
        return failure.status
    return "OK"


def dispositions():
    """Handler, mask and flags of every signal except those reserved by libc, and the thread's mask."""
    found = []
    for number in range(1, 65):
        action = SignalAction()
        if libc.sigaction(number, None, ctypes.byref(action)) == 0:
            found.append((action.handler, action.mask[0], action.flags))
    return found, sorted(signal.pthread_sigmask(signal.SIG_BLOCK, []))


def caught_and_ignored():
    text = pathlib.Path("/proc/self/status").read_text()
    return [line for line in text.splitlines() if line.startswith(("SigCgt", "SigIgn"))]


def watch(stop):
    seen = set()
    while not stop:
        seen.add(tuple(caught_and_ignored()))
    return len(seen)


def use(client):
    outcomes = [outcome(client.get_user) for _ in range(20)]
    with client.list_users() as iterator:
        outcomes.append(outcome(lambda: list(iterator.ids())))
    return sorted(set(outcomes))


def unchanged():
    before = dispositions()
    stop = []
    watcher = Task(watch, stop)
    with Client(Library(), url, ca_file=ca_file) as client:
        outcomes = use(client)
        during = Task(lambda: (use(client), dispositions())[1]).result()
    stop.append(True)
    return {
        "outcomes": outcomes,
        "same": dispositions() == before and during[0] == before[0] and during[1] == before[1],
        "looks": watcher.result(),
    }


def pipe():
    """SIGPIPE must end the process: Python ignores it, most hosts do not."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with Client(Library(), url, ca_file=ca_file, max_retries=2, max_retry_wait_ms=5) as client:
        outcomes = sorted({outcome(client.get_user) for _ in range(30)})
        client.library.client_close_idle(client.pointer)
    inlet, outlet = os.pipe()
    os.close(inlet)
    process = os.fork()
    if process == 0:
        os.write(outlet, b"x")
        os._exit(0)
    died_of = os.WTERMSIG(os.waitpid(process, 0)[1])
    return {"outcomes": outcomes, "host_dies_of": died_of, "pending": sorted(signal.sigpending())}


def pending_pipe():
    """A SIGPIPE that the host has blocked and pending is neither lost nor delivered."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPIPE])
    signal.pthread_kill(threading.get_ident(), signal.SIGPIPE)
    with Client(Library(), url, ca_file=ca_file, max_retries=2, max_retry_wait_ms=5) as client:
        outcomes = sorted({outcome(client.get_user) for _ in range(10)})
    return {"outcomes": outcomes, "pending": sorted(signal.sigpending())}


def interrupted():
    """A signal every millisecond, whose handler does not restart system calls."""
    count = []
    signal.signal(signal.SIGALRM, lambda *_: count.append(1))
    signal.siginterrupt(signal.SIGALRM, True)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    with Client(Library(), url, ca_file=ca_file) as client, client.list_users() as iterator:
        records = len(list(iterator.ids()))
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {"records": records, "signals": len(count)}


RUNS = {"pipe": pipe, "pending": pending_pipe, "dispositions": unchanged, "interrupted": interrupted}
print(json.dumps(RUNS[what]()))
