"""Derived clients: connections and pace are shared, keys and headers are not."""

import json
import os
import re
import subprocess
import threading
import time

import abi
import pytest
from nginx import Nginx
from replay import ok
from support.pages import page, user

LINE = re.compile(r'(?P<connection>\d+) \S+ \S+/tenant_(?P<tenant>\d) "Bearer (?P<key>\S+)" "(?P<header>\S*)" ')


@pytest.fixture
def server(authority, stack, tmp_path):
    return stack.enter_context(Nginx(tmp_path, authority.files("server"), json.dumps(user())))


def run(program, kind, calls, threads, server, authority, *wrapper):
    arguments = [*wrapper, program, kind, str(calls), str(threads), server.url, authority.file]
    result = subprocess.run(arguments, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("calls", [240, pytest.param(10_000, marks=pytest.mark.long)])
def test_tenants_do_not_mix(calls, server, authority, c_program):
    """Three keys, limits and header sets in turn from eight threads: no more connections than threads."""
    program = c_program("tenants")
    run(program, "derived", calls, 8, server, authority)
    derived = [LINE.match(line) for line in server.requests(calls // 8 * 8)]
    assert all(derived)
    for found in derived:
        assert found["key"] == f"sk_test_tenant_{found['tenant']}" and found["header"] == found["tenant"]
    run(program, "one", calls, 8, server, authority)
    one = [LINE.match(line) for line in server.requests(calls // 8 * 16)[len(derived) :]]
    handshakes = [len({found["connection"] for found in lines}) for lines in (derived, one)]
    print(f"{len(derived)} calls: {handshakes[0]} handshakes with derived clients, {handshakes[1]} with one")
    assert max(handshakes) <= 8


@pytest.mark.long
@pytest.mark.measures
def test_instructions(server, authority, c_program, tmp_path):
    """A call of a derived client costs what a call of any client costs."""
    counts = {}
    for kind in ("one", "derived"):
        out = tmp_path / kind
        wrapper = ("valgrind", "-q", "--tool=callgrind", "--toggle-collect=make_calls", f"--callgrind-out-file={out}")
        run(c_program("tenants"), kind, 600, 1, server, authority, *wrapper)
        counts[kind] = int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE)[1])
    print(f"instructions of 600 calls: {counts}, {counts['derived'] / counts['one'] - 1:+.3%}")
    assert counts["derived"] == pytest.approx(counts["one"], rel=0.01)


def test_one_pace(serve, connect):
    """Four requests per second for a directory's users, over all clients together."""
    times = []

    def script(request):
        times.append(time.monotonic())
        return ok(page([user()]))

    with connect(serve(script), directory_user_requests_per_second=4) as base:
        clients = [base, base.derive("sk_test_another_key"), base.derive(headers=["X-Tenant: 1"])]

        def list_one(client):
            for _ in range(3):
                with client.list_users() as iterator:
                    assert len(list(iterator.ids())) == 1

        threads = [threading.Thread(target=list_one, args=[client]) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for client in clients[1:]:
            client.close()
    assert len(times) == 9
    # The pace counts from answers: of five requests the last is sent a second after the first was answered.
    assert min(later - earlier for earlier, later in zip(times, times[4:], strict=False)) > 0.99


def test_the_wait_for_the_pace_is_told(library, serve, connect):
    told = []

    def note(attempt, data):
        told.append((library.attempt_paced_ms(attempt), library.attempt_header(attempt, b"TRACEPARENT")))

    server = serve(lambda request: ok(page([user()])))
    base = connect(server, directory_user_requests_per_second=1, look_ahead=abi.LOOK_AHEAD_OFF)
    derived = base.derive(headers=["traceparent: 00-1"], on_attempt=abi.AttemptCallback(note))
    for client in (base, derived):
        with client.list_users() as iterator:
            list(iterator.ids())
    derived.close()
    ((paced, header),) = told
    assert paced >= 500 and header == b"00-1"


def test_any_order_and_forks(serve, connect):
    """A derived client outlives its base and works in a forked child."""
    base = connect(serve(lambda request: ok(user())))
    derived = base.derive("sk_test_another_key")
    derived.get_user()
    base.close()
    child = os.fork()
    if child == 0:
        try:
            derived.derive(headers=["X-Child: 1"]).get_user()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    derived.get_user()
    derived.close()
