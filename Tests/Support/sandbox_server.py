"""The sandbox as a process, for all suites. WORKOSDS_SANDBOX sets another binary than the one in build/."""

import contextlib
import gzip
import http.client
import json
import os
import pathlib
import signal
import subprocess
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("WORKOSDS_SANDBOX", str(ROOT / "build" / "workosds-sandbox"))

# A shell's background jobs ignore these signals; processes started by tests must not.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Answer:
    def __init__(self, status, headers, content):
        self.status = status
        self.headers = headers
        self.content = content

    @property
    def text(self):
        raw = self.content
        return (gzip.decompress(raw) if self.headers.get("Content-Encoding") == "gzip" else raw).decode()

    @property
    def json(self):
        return json.loads(self.text)


class SandboxProcess:
    """A running server. Events are listed at once unless the options set a hold-back."""

    def __init__(self, *options):
        hold_back = () if "--hold-back-ms" in options else ("--hold-back-ms", "0")
        self.process = subprocess.Popen([BINARY, *hold_back, *map(str, options)], stdout=subprocess.PIPE)
        line = json.loads(self.process.stdout.readline())
        self.url, self.api_key = line["url"], line["api_key"]

    def close(self):
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code


class Sandbox(SandboxProcess):
    """A running server and one connection to it."""

    def __init__(self, *options):
        super().__init__(*options)
        self.connection = self.connect()

    def connect(self):
        return http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)

    def request(self, method, path, body=None, key=None, headers=None, **query):
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        all_headers = {"Authorization": f"Bearer {key or self.api_key}"} | (headers or {})
        content = None if body is None else json.dumps(body)
        self.connection.request(method, target, content, {k: v for k, v in all_headers.items() if v is not None})
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def get(self, path, **query):
        return self.request("GET", path, **query)

    def post(self, path, body=None):
        return self.request("POST", path, body)

    def patch(self, path, body):
        return self.request("PATCH", path, body)

    def delete(self, path, body=None):
        return self.request("DELETE", path, body)

    def walk(self, path, cursor="after", **query):
        """The pages from a cursor on."""
        pages = [self.get(path, **query).json]
        while pages[-1]["list_metadata"][cursor]:
            query[cursor] = pages[-1]["list_metadata"][cursor]
            pages.append(self.get(path, **query).json)
        return pages

    def directory(self, type):
        found = [d for d in self.get("/directories", limit=100).json["data"] if d["type"] == type]
        assert len(found) == 1
        return found[0]

    def fault(self, **fault):
        answer = self.post("/_sandbox/faults", fault)
        assert answer.status == 201, answer.text
        return answer.json

    def close(self):
        self.connection.close()
        return super().close()


@contextlib.contextmanager
def running(*options, kind=Sandbox):
    sandbox = kind(*options)
    try:
        yield sandbox
    finally:
        sandbox.close()
