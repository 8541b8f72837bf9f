"""What stands between a mirror and its PostgreSQL server."""

import contextlib
import os
import pwd
import shutil
import socket
import socketserver
import subprocess
import threading
import time

from support.postgresql import ROLE, SERVICE_USER


class PgBouncer:
    """A pooler in front of the server, on a socket in the server's folder."""

    PORT = 6432

    def __init__(self, server, pool_mode):
        folder = server.folder / f"pgbouncer-{next(server.numbers)}"
        folder.mkdir()
        if os.getuid() == 0:
            owner = pwd.getpwnam(SERVICE_USER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.folder = folder
        (folder / "users").write_text(f'"{ROLE}" ""\n')
        (folder / "ini").write_text(
            f"[databases]\npeople = host={server.folder} dbname=people user={ROLE}\n[pgbouncer]\nlisten_addr =\n"
            f"listen_port = {self.PORT}\nunix_socket_dir = {folder}\nauth_type = trust\nauth_file = {folder}/users\n"
            f"pool_mode = {pool_mode}\ndefault_pool_size = 3\nlogfile = {folder}/log\n"
        )
        as_user = ["runuser", "-u", SERVICE_USER, "--"] if os.getuid() == 0 else []
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        self.process = subprocess.Popen([*as_user, program, "--quiet", str(folder / "ini")], cwd="/")
        socket = folder / f".s.PGSQL.{self.PORT}"
        until = time.monotonic() + 30
        while not socket.exists():
            assert self.process.poll() is None and time.monotonic() < until
            time.sleep(0.02)

    def address(self, given):
        return given.at(f"host={self.folder}&port={self.PORT}")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)


class Relay:
    """In front of the server, on a socket in the server's folder or on a TCP port. Once a client has sent `last`, nothing
    more from that client arrives, as if its host was dead."""

    def __init__(self, server, last=None, *, over_tcp=False):
        self.is_stalled, self.is_over = threading.Event(), threading.Event()
        target = str(server.folder / ".s.PGSQL.5432")
        relay = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                with socket.socket(socket.AF_UNIX) as other:
                    other.connect(target)
                    threading.Thread(target=relay.forward, args=(other, self.request), daemon=True).start()
                    relay.forward(self.request, other, last)
                    if relay.is_stalled.is_set():
                        relay.is_over.wait()

        if over_tcp:
            self.listener = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
            self.place = f"host=127.0.0.1&port={self.listener.server_address[1]}"
        else:
            folder = server.folder / f"relay-{next(server.numbers)}"
            folder.mkdir()
            self.listener = socketserver.ThreadingUnixStreamServer(str(folder / ".s.PGSQL.5432"), Handler)
            self.place = f"host={folder}"
        self.listener.daemon_threads = True
        threading.Thread(target=self.listener.serve_forever, args=(0.05,), daemon=True).start()

    def forward(self, source, target, last=None):
        """Until the message that contains `last`."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
                if last and last in data:
                    return self.is_stalled.set()
            target.shutdown(socket.SHUT_WR)

    def address(self, given):
        return given.at(self.place)

    def close(self):
        self.is_over.set()
        self.listener.shutdown()
        self.listener.server_close()
