"""Root file systems of other Debian releases and architectures, and the sandbox behind TLS."""

import select
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build" / "release"
WORK = ROOT / ".build-release"
sys.path.insert(0, str(ROOT / "Tests" / "Support"))

from certificates import Authority  # noqa: E402


def run(*command, expect=0, timeout=600, **options):
    """The command's output and error output."""
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=timeout,
        **options,
    )
    assert done.returncode == expect, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


class Root:
    """A Debian system in a folder, with only these packages and their dependencies."""

    def __init__(self, suite, architecture, *packages):
        self.folder = WORK / f"root-{suite}-{architecture}"
        run(ROOT / "scripts/release/debian-root", self.folder, architecture, suite, *packages)
        for name in ("bin", "sbin", "lib", "lib64"):  # as in base-files, for releases whose packages lack them
            if (self.folder / "usr" / name).exists() and not (self.folder / name).exists():
                (self.folder / name).symlink_to(f"usr/{name}")
        for name in ("dev", "tmp"):
            (self.folder / name).mkdir(exist_ok=True)
        if not (self.folder / "dev/null").exists():
            run("mknod", "-m", "666", self.folder / "dev/null", "c", "1", "3")
        (self.folder / "etc/hosts").write_text("127.0.0.1 localhost\n", encoding="utf-8")
        shutil.rmtree(self.folder / "test", ignore_errors=True)
        (self.folder / "test").mkdir()
        self.before = []
        if architecture == "arm64":
            shutil.copy(shutil.which("qemu-aarch64-static"), self.folder / "usr/bin/qemu")
            self.before = ["/usr/bin/qemu"]

    def copy(self, file, name=None):
        shutil.copy(file, self.folder / "test" / (name or Path(file).name))
        return f"/test/{name or Path(file).name}"

    def run(self, program, *arguments, expect=0, **environment):
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/test", "LC_ALL": "C.UTF-8", **environment}
        return run("/usr/sbin/chroot", self.folder, *self.before, program, *arguments, expect=expect, env=environment)


class TLSFront:
    """Accepts TLS connections and forwards their bytes to a port."""

    def __init__(self, port, folder):
        self.authority = Authority(folder)
        self.context = self.authority.context()
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain):
        """One thread for both directions, because an SSL object is not thread-safe."""
        try:
            with self.context.wrap_socket(plain, server_side=True) as client:
                with socket.create_connection(("127.0.0.1", self.port)) as server:
                    while True:
                        ready = [client] if client.pending() else select.select([client, server], [], [])[0]
                        for source, target in ((client, server), (server, client)):
                            if source in ready:
                                data = source.recv(65536)
                                if not data:
                                    return
                                target.sendall(data)
        except OSError:
            return

    def close(self):
        self.listener.close()
