"""Runs the program `soak` against the sandbox, which fails at random, and prints the totals.

soak.py [--minutes 30] [--seed N] SANDBOX PROGRAM
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import random
import subprocess
import sys
import time
import urllib.parse

PATHS = ["/directory_users*", "/directory_groups*", "/directories*", "/directory*"]
INTERVAL = 0.02  # seconds between two faults
CALM = 50  # one in this many removes all faults
GRACE = 120  # additional seconds for start and end


def fault(choice):
    """Bodies are never lists, because a well-formed list with other records could not be recognized as wrong."""
    kinds = [
        {"status": 429},
        {"status": 429, "headers": {"Retry-After": "0"}},
        {"status": 429, "headers": {"Retry-After": "7"}},
        {"status": choice.choice([500, 502, 503, 504])},
        {"status": choice.choice([400, 401, 403, 404, 418, 422])},
        {"close": "before_answer"},
        {"close": "mid_body"},
        {"delay_ms": choice.randrange(1, 450)},
        {"status": 200, "body": '{"object":"list","data":[{"id":"directory_user_'},
        {"status": 200, "body": choice.choice(["", "{}", "<html>", "null", '{"data":7}'])},
        {"headers": {"Content-Encoding": "br"}},
        {"headers": {"Content-Type": None}},
    ]
    weights = [6, 6, 1, 12, 1, 8, 8, 8, 1, 1, 1, 4]
    chosen = choice.choices(kinds, weights)[0]
    return {**chosen, "path": choice.choice(PATHS), "count": choice.randrange(1, 5), "skip": choice.randrange(20)}


class Control:
    """The sandbox's control API."""

    def __init__(self, url):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=10)

    def ask(self, method, path, body=None):
        self.connection.request(method, path, None if body is None else json.dumps(body))
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: HTTP {answer.status} {text.decode()}")


@contextlib.contextmanager
def sandbox(program):
    """Yields the environment variables for a client."""
    process = subprocess.Popen([program, "--port", "0", "--exit-with-parent"], stdout=subprocess.PIPE, text=True)
    try:
        ready = json.loads(process.stdout.readline())
        yield {**os.environ, "WORKOS_BASE_URL": ready["url"], "WORKOS_API_KEY": ready["api_key"]}
    finally:
        process.terminate()
        process.wait(10)


def disturb(control, soak, choice, deadline):
    """Runs until the program ends. Returns the number of faults."""
    faults = 0
    while soak.poll() is None:
        if time.monotonic() > deadline:
            soak.kill()
            raise SystemExit("the program did not end")
        if choice.randrange(CALM) == 0:
            control.ask("DELETE", "/_sandbox/faults")
        else:
            control.ask("POST", "/_sandbox/faults", fault(choice))
            faults += 1
        time.sleep(INTERVAL)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("sandbox", type=pathlib.Path)
    parser.add_argument("program", type=pathlib.Path)
    arguments = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 31) if arguments.seed is None else arguments.seed
    print(f"seed {seed}, {arguments.minutes:g} minutes", flush=True)
    command = [arguments.program, str(arguments.minutes * 60), str(seed)]
    deadline = time.monotonic() + arguments.minutes * 60 + GRACE
    with sandbox(arguments.sandbox) as environment:
        soak = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        if soak.stdout.readline() != "ready\n":
            raise SystemExit("the program did not start")
        soak.stdin.write("go\n")
        soak.stdin.close()
        faults = disturb(Control(environment["WORKOS_BASE_URL"]), soak, random.Random(seed), deadline)
        print(soak.stdout.read().strip())
    print(f"{faults} faults; exit code {soak.returncode}")
    return 0 if soak.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
