"""Plays a scenario file: a server that expects its requests in order, exactly."""

import json

from replay import answer, close

# The scenarios' error names -> statuses.
STATUS = {"invalid_argument": "INVALID_ARGUMENT", "config": "INVALID_ARGUMENT", "not_found": "NOT_FOUND"}
STATUS |= {"server": "SERVER", "pagination_loop": "PAGINATION_LOOP"}


class Script:
    """Answers each request by the next step; what does not match is kept for `check`."""

    def __init__(self, steps):
        self._left = list(steps)
        self._problems = []

    def __call__(self, request):
        if not self._left:
            self._problems.append(f"one request too many: {request.line}")
            return answer(499)
        step = self._left.pop(0)
        expected = (step["request"]["method"], step["request"]["path"], step["request"]["query_exact"])
        found = (request.method, request.path, request.query)
        if found != expected:
            self._problems.append(f"{found}, not {expected}")
        return _reply(step["response"])

    def check(self):
        assert self._problems == []
        assert self._left == [], "requests that never came"


def _reply(response):
    if "action" in response:
        assert response["action"] == "read request, then close without a reply"
        return close
    body = response["body_text"].encode() if "body_text" in response else json.dumps(response["body"]).encode()
    lines = [f"{name}: {value}" for name, value in response["headers"].items()]
    head = [f"HTTP/1.1 {response['status']} Reason", *lines, f"Content-Length: {len(body)}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
