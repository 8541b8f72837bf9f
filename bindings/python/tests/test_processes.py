"""Fork, Ctrl-C, signal handlers."""

import signal
import subprocess
import sys
import threading

import pytest
from raw_server import http, pages

FORK = """
import os, sys, threading, workosds
client = workosds.Client("sk_test", base_url=sys.argv[1], directory_user_requests_per_second=None, on_attempt=HOOK)
list(client.list_users(directory="d"))
begun = iter(client.list_users(directory="d"))
for _ in range(3): next(begun)
stop = threading.Event()
def busy():
    while not stop.is_set(): list(client.list_users(directory="d"))
threads = [threading.Thread(target=busy) for _ in range(THREADS)]
for thread in threads: thread.start()
def use(name):
    rest, whole = len(list(begun)), len(list(client.list_users(directory="d")))
    os.write(1, f"{name} {rest} {whole}\\n".encode())
children = []
for number in range(3):
    child = os.fork()
    if not child:
        use("child")
        END
    children.append(child)
use("parent")
codes = [os.waitpid(child, 0)[1] for child in children]
stop.set()
for thread in threads: thread.join()
client.close()
print("codes", codes)
"""
ENDS = {"close": "client.close(); os._exit(0)", "drop": "del client; os._exit(0)", "exit": "sys.exit()"}


@pytest.mark.parametrize("threads", [0, 2])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("hook", ["None", "lambda attempt: None"])
def test_fork_with_a_client_used_in_both(serve, run, end, threads, hook):
    server = serve(pages(10))
    program = FORK.replace("END", ENDS[end]).replace("THREADS", str(threads)).replace("HOOK", hook)
    done = run(program, server.url, PYTHONWARNINGS="default,ignore::DeprecationWarning")  # of fork with threads
    assert done.stderr == ""
    assert sorted(done.stdout.splitlines()) == [*["child 17 20"] * 3, "codes [0, 0, 0]", "parent 17 20"]


def test_fork_from_the_hook(serve, run):
    program = """
import os, sys, workosds
def hook(attempt):
    if not os.fork():
        os.write(1, (client.get_user("inner" ).id + " child\\n").encode()) if "outer" in attempt.path else None
        os._exit(0)
    os.wait()
client = workosds.Client("sk_test", base_url=sys.argv[1], on_attempt=hook)
print(client.get_user("outer").id)
client.close()
"""
    done = run(program, serve(lambda request: http({"id": "x"})).url)
    assert (done.stderr, done.stdout) == ("", "x child\nx\n")


class Program:
    """A running interpreter, once the server has received its request."""

    def __init__(self, url, body):
        # A shell's background jobs and their children ignore SIGINT.
        program = "import signal, sys, workosds\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        program += f"client = workosds.Client('sk_test', base_url={url!r}, max_retries=0)\n" + body
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        path = {"PYTHONPATH": ":".join(sys.path)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], env={**__import__("os").environ, **path}, **pipes
        )

    def end(self):
        output = self.process.communicate(timeout=30)
        return (self.process.returncode, *output)


@pytest.fixture
def slow(serve):
    """A server that does not respond, and whether it has received a request."""
    asked, release = threading.Event(), threading.Event()

    def answer(request):
        asked.set()
        release.wait(60)

    yield serve(answer), asked
    release.set()


CALLS = ["client.get_user('x')", "list(client.list_users(directory='d'))", "client.delete_directory('x')"]


@pytest.mark.parametrize("call", CALLS)
def test_ctrl_c_during_a_slow_call(slow, call):
    server, asked = slow
    body = f"""
try:
    {call}
except KeyboardInterrupt:
    print("interrupted", flush=True)
    client.close()
    print("closed")
"""
    program = Program(server.url, body)
    assert asked.wait(30)
    program.process.send_signal(signal.SIGINT)
    assert program.end() == (0, "interrupted\nclosed\n", "")


def test_ctrl_c_unhandled(slow):
    server, asked = slow
    program = Program(server.url, "client.get_user('x')")
    assert asked.wait(30)
    program.process.send_signal(signal.SIGINT)
    code, _, errors = program.end()
    assert code == -signal.SIGINT and "KeyboardInterrupt" in errors


def test_ctrl_c_in_asyncio(slow):
    server, asked = slow
    body = f"""
import asyncio
async def main():
    async with workosds.AsyncClient("sk_test", base_url={server.url!r}) as client:
        await client.get_user("x")
client.close()
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
"""
    program = Program(server.url, body)
    assert asked.wait(30)
    program.process.send_signal(signal.SIGINT)
    assert program.end() == (0, "interrupted\n", "")


HANDLERS = {
    "cancel": ("client.cancel()", "CancelledError"),
    "close": ("client.close()", "ClosedError"),
    "raise": ("raise TimeoutError", "TimeoutError"),
}


@pytest.mark.parametrize("handler", HANDLERS)
def test_signal_handlers(slow, handler):
    server, asked = slow
    action, expected = HANDLERS[handler]
    body = f"""
def handle(*_):
    {action}
signal.signal(signal.SIGUSR1, handle)
try:
    client.get_user("x")
except Exception as error:
    print(type(error).__name__)
client.close()
"""
    program = Program(server.url, body)
    assert asked.wait(30)
    program.process.send_signal(signal.SIGUSR1)
    assert program.end() == (0, expected + "\n", "")


def test_signals_that_mean_nothing(serve):
    go = threading.Event()
    asked = threading.Event()

    def answer(request):
        asked.set()
        go.wait(30)
        return http({"id": "x"})

    program = Program(
        serve(answer).url,
        "signal.signal(signal.SIGUSR1, lambda *_: None)\nprint(client.get_user('x').id)\nclient.close()",
    )
    assert asked.wait(30)
    for _ in range(20):
        program.process.send_signal(signal.SIGUSR1)
    go.set()
    assert program.end() == (0, "x\n", "")


AT_ANY_MOMENT = """
import random, signal, sys, workosds
signal.signal(signal.SIGINT, signal.default_int_handler)
random.seed(1)
def handle(*_):
    ACTION
signal.signal(signal.SIGALRM, handle)
outcomes = set()
for number in range(150):
    client = workosds.Client("sk_test", base_url=sys.argv[1], directory_user_requests_per_second=None, on_attempt=HOOK)
    try:
        signal.setitimer(signal.ITIMER_REAL, random.uniform(0.0001, 0.005))
        for _ in range(10):
            client.get_user("x")
            list(client.list_users(directory="d"))
        signal.setitimer(signal.ITIMER_REAL, 0)
        outcomes.add("done")
    except (workosds.Error, ArithmeticError) as error:
        outcomes.add(type(error).__name__)
    client.close()
print(sorted(outcomes - {"done"}))
"""
ACTIONS = {
    "client.close()": {"ClosedError"},
    "client.cancel()": {"CancelledError"},
    "raise ArithmeticError": {"ArithmeticError"},
    "list(client.list_groups(user='u'))": set(),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("hook", ["None", "lambda attempt: None"])
def test_signals_at_any_moment(serve, run, action, hook):
    server = serve(lambda request: pages(3)(request) if "?" in request else http({"id": "x"}))
    done = run(AT_ANY_MOMENT.replace("ACTION", action).replace("HOOK", hook), server.url, timeout=120)
    assert done.returncode == 0
    # Python ignores exceptions during a finalizer and prints them.
    assert done.stderr == "" or "raise" in action
    assert done.stdout.strip() == str(sorted(ACTIONS[action]))
