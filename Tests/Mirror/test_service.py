"""Notifications to a service manager: the protocol of sd_notify(3)."""

import contextlib
import os
import socket
import time

import pytest


@contextlib.contextmanager
def manager(address):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.settimeout(20)
        receiver.bind(address)
        yield receiver


def states(receiver, until):
    """The messages received, with their times, up to one with this prefix."""
    came = []
    while True:
        text = receiver.recv(65536).decode()
        came.append((time.monotonic(), text))
        if text.startswith(until):
            return came


@pytest.fixture(params=["path", "abstract"])
def address(request, tmp_path):
    if request.param == "path":
        return str(tmp_path / "notify"), str(tmp_path / "notify")
    name = f"workosds-mirror-test-{os.getpid()}"
    return "\0" + name, "@" + name


def test_a_service_says_how_it_is(mirror, address, monkeypatch):
    bound, named = address
    monkeypatch.setenv("NOTIFY_SOCKET", named)
    with manager(bound) as receiver:
        process = mirror.start("--watch", "--poll", 0.2)
        try:
            assert states(receiver, "READY=1")[-1][1] == "READY=1"
            assert "everything listed (first run)" in states(receiver, "STATUS=")[-1][1]
            assert "0 events" in states(receiver, "STATUS=")[-1][1]
            process.terminate()
            came = [text for _, text in states(receiver, "STOPPING=1")]
            assert not any(text.startswith("WATCHDOG") for text in came)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
            process.communicate()


def test_signs_of_life(mirror, tmp_path, monkeypatch):
    """While it waits for a response and while it sleeps, and twice per watchdog interval."""
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "400000")
    mirror.sandbox.fault("/directories*", delay_ms=2000, count=1)
    with manager(str(tmp_path / "notify")) as receiver:
        process = mirror.start("--watch", "--poll", 60)
        try:
            listed = states(receiver, "STATUS=")
            assert sum(text == "WATCHDOG=1" for _, text in listed) >= 5
            for _ in range(5):
                states(receiver, "WATCHDOG=1")
        finally:
            process.kill()
            process.communicate()


def test_a_watchdog_of_another_process(mirror, tmp_path, monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "1000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    with manager(str(tmp_path / "notify")) as receiver:
        mirror.update()
        assert not any(text == "WATCHDOG=1" for _, text in states(receiver, "STOPPING=1"))


@pytest.mark.parametrize("name", ["", "relative", "/nowhere/notify", "@", "x" * 200, "/" + "x" * 200])
def test_a_socket_that_cannot_be(mirror, monkeypatch, name):
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    mirror.update()
