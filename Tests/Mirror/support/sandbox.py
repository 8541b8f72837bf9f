"""A running sandbox and its data."""

import gzip
import http.client
import json
import urllib.parse

from sandbox_server import SandboxProcess

EMPTY_LIST = json.dumps({"object": "list", "data": [], "list_metadata": {"after": None}})
EVENT_NAMES = [
    "dsync.activated",
    "dsync.deleted",
    "dsync.group.created",
    "dsync.group.deleted",
    "dsync.group.updated",
    "dsync.group.user_added",
    "dsync.group.user_removed",
    "dsync.user.created",
    "dsync.user.deleted",
    "dsync.user.updated",
]


class Sandbox(SandboxProcess):
    # Its data as rows, cached if it does not change.
    content = None

    def __init__(self, *options):
        super().__init__("--exit-with-parent", *options)
        self.connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)

    def request(self, method, path, body=None, **query):
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        headers = {"Authorization": f"Bearer {self.api_key}", "Accept-Encoding": "gzip"}
        self.connection.request(method, target, None if body is None else json.dumps(body), headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        assert response.status < 300, (method, target, response.status, content)
        return json.loads(content) if content else None

    def get(self, path, **query):
        return self.request("GET", path, **query)

    def post(self, path, body):
        return self.request("POST", f"/_sandbox/{path}", body)

    def patch(self, path, body):
        return self.request("PATCH", f"/_sandbox/{path}", body)

    def delete(self, path, body=None):
        return self.request("DELETE", f"/_sandbox/{path}", body)

    def list(self, path, **query):
        """All records, page after page."""
        records = []
        while True:
            page = self.get(path, limit=100, order="asc", **query)
            records += page["data"]
            query["after"] = page["list_metadata"]["after"]
            if query["after"] is None:
                return records

    def events(self, **query):
        return self.list("/events", events=",".join(EVENT_NAMES), **query)

    def fault(self, path, **fault):
        return self.post("faults", {"path": path} | fault)

    def clear_faults(self):
        self.delete("faults")

    def lose_events(self):
        """From now on the list is empty."""
        self.fault("/events*", status=200, body=EMPTY_LIST, count=0)

    def arrived(self):
        """The paths of the requests received, oldest first."""
        return [entry["path"] for entry in self.get("/_sandbox/requests")["data"]]

    def requests(self):
        """The same, and clears the log. Not to be used while requests are still arriving."""
        arrived = self.arrived()
        self.delete("requests")
        return arrived

    def wait_for(self, text, process):
        """Waits for a request whose path contains the text."""
        while not any(text in path for path in self.arrived()):
            assert process.poll() is None, process.communicate()

    def close(self):
        self.connection.close()
        return super().close()
