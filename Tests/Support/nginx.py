"""nginx over TLS that sends one response to every request, and logs the requests."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 64; }}
http {{
    log_format told '$connection $ssl_session_reused $uri "$http_authorization" "$http_x_tenant" $ssl_client_s_dn';
    access_log {folder}/requests.log told;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    keepalive_timeout 600;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        {more}
        location / {{
            default_type application/json;
            return 200 '{answer}';
        }}
    }}
}}
"""


class Nginx:
    """`with Nginx(folder, files, answer) as server`. It inherits a socket that listens: there is no wait for it."""

    def __init__(self, folder, files, answer, more=""):
        self._folder = pathlib.Path(folder)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        certificate, key = files
        text = CONFIGURATION.format(
            folder=folder, port=self.port, certificate=certificate, key=key, more=more, answer=answer
        )
        (self._folder / "nginx.conf").write_text(text)

    def __enter__(self):
        program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        assert program, "nginx is missing: scripts/install-packages test"
        number = self._socket.fileno()
        self._process = subprocess.Popen(
            [program, "-p", self._folder, "-e", self._folder / "error.log", "-c", self._folder / "nginx.conf"],
            env=os.environ | {"NGINX": f"{number};"},
            pass_fds=[number],
        )
        return self

    def __exit__(self, *reason):
        self._process.terminate()
        self._process.wait(10)
        self._socket.close()

    def requests(self, count):
        """The lines of the log, once there are so many: one is written when its answer has been sent."""
        path = self._folder / "requests.log"
        end = time.monotonic() + 20
        while time.monotonic() < end:
            lines = path.read_text().splitlines() if path.exists() else []
            if len(lines) >= count:
                return lines
            time.sleep(0.01)
        raise AssertionError(f"{len(lines)} requests instead of {count}")
