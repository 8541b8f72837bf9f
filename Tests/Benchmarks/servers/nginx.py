"""nginx with static pages of users, over HTTP and, compressed, over TLS."""

import contextlib
import gzip
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servers.users import pages

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Support"))

from ports import reserved_port

CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {root}/nginx.pid;
error_log {root}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    default_type "application/json; charset=utf-8";
    sendfile on;
    tcp_nopush off;
    tcp_nodelay on;
    keepalive_requests 1000000;
    open_file_cache max=1000;
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    map $arg_after $page {{
        "" first;
        "~^directory_user_[0-9A-Z]+$" $arg_after;
        default none;
    }}
    server {{
        listen 127.0.0.1:{http_port};
        root {root}/pages;
        location = /directory_users {{ try_files /$page =404; }}
    }}
    server {{
        listen 127.0.0.1:{tls_port} ssl;
        ssl_certificate {root}/certificate.pem;
        ssl_certificate_key {root}/key.pem;
        gzip_static on;
        root {root}/pages;
        location = /directory_users {{ try_files /$page =404; }}
    }}
}}
"""


@dataclass(frozen=True)
class StaticPages:
    """The URLs of the pages."""

    http_url: str
    tls_url: str
    ca_file: str


def write_pages(folder: Path, total: int, size: int) -> None:
    folder.mkdir()
    for cursor, text in pages(total, size):
        file = folder / (cursor or "first")
        file.write_bytes(text)
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(text, 6, mtime=0))


def write_certificate(root: Path) -> None:
    """A self-signed server certificate."""
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=benchmark"]
    request += ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    request += ["-keyout", str(root / "key.pem"), "-out", str(root / "certificate.pem")]
    subprocess.run(request, check=True, capture_output=True)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise RuntimeError("nginx did not start")


@contextlib.contextmanager
def static_pages(total: int = 20_000, size: int = 100) -> Iterator[StaticPages]:
    executable = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if executable is None:
        raise RuntimeError("nginx is missing: apt-get install nginx-light")
    with (
        tempfile.TemporaryDirectory(prefix="workosds-benchmark-") as name,
        reserved_port() as http_port,
        reserved_port() as tls_port,
    ):
        root = Path(name)
        root.chmod(0o755)  # the worker is another user when this is root
        write_pages(root / "pages", total, size)
        write_certificate(root)
        user = "user nobody nogroup;" if os.geteuid() == 0 else ""
        configuration = root / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(user=user, root=root, http_port=http_port, tls_port=tls_port))
        arguments = [executable, "-p", name, "-e", str(root / "error.log"), "-c", str(configuration)]
        process = subprocess.Popen(arguments)
        try:
            wait_for(tls_port, process)
            yield StaticPages(
                f"http://127.0.0.1:{http_port}", f"https://127.0.0.1:{tls_port}", str(root / "certificate.pem")
            )
        finally:
            process.terminate()
            process.wait(10)
