"""The command with a pseudo-terminal for some of its streams."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

from command import BINARY

SEQUENCE = re.compile(rb"\x1b\[[0-9;]*[A-Za-z]")


class Terminal:
    """`piped` streams are pipes, the others the process's controlling terminal, so that Ctrl-C reaches it."""

    def __init__(self, arguments, environment, columns=100, piped=()):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        streams = {name: subprocess.PIPE if name in piped else slave for name in ("stdin", "stdout", "stderr")}
        self.process = subprocess.Popen(
            [BINARY, *map(str, arguments)],
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),
            **streams,
        )
        os.close(slave)
        self.seen = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()

    def send(self, text):
        os.write(self.master, text.encode())

    def interrupt(self):
        self.send("\x03")

    def read_until(self, pattern, timeout=15):
        """Reads from the terminal until a pattern matches; returns the match."""
        end = time.monotonic() + timeout
        while not (match := re.search(pattern.encode(), self.seen)):
            assert self._read(end - time.monotonic()), f"{pattern!r} is not in {self.seen!r}"
        return match

    def finish(self, timeout=15):
        """Reads to the end; returns the terminal's output and the exit code."""
        end = time.monotonic() + timeout
        while self._read(end - time.monotonic()):
            pass
        code = self.process.wait(max(0.1, end - time.monotonic()))
        return self.seen, code

    def _read(self, timeout):
        if not select.select([self.master], [], [], max(0, timeout))[0]:
            return False
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # the other side is closed
            return False
        self.seen += piece
        return bool(piece)


def lines(screen):
    """The lines of a terminal's output without the sequences that draw the progress."""
    return SEQUENCE.sub(b"", screen).decode().replace("\r\n", "\n").splitlines()
