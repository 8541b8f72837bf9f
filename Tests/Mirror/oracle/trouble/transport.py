"""Transport faults of correct responses."""

from __future__ import annotations

import random
import threading
import time

from oracle.trouble.proxy import Answer, Forward, Request

WEIGHTS = {
    "500": 4,
    "429": 3,
    "403": 1,
    "cut": 3,
    "dropped": 2,
    "garbage": 2,
    "slow": 1,
    "short": 8,
    "empty": 5,
    "overlap": 3,
    "repeated": 1,
    "refused": 1,
}
GARBAGE = [b"<html>", b"", b"null", b'{"data":[{}', b"[]", b'{"object":"list","data":{}}']


class Transport:
    """A layer with faults at a rate from 0 to 1."""

    def __init__(self, rng: random.Random, rate: float = 0) -> None:
        self.rng = rng
        self.rate = rate
        self.lock = threading.Lock()
        # Cursors of empty pages, and where they continue.
        self.made_up: dict[str, str | None] = {}
        self.done: list[str] = []

    def __call__(self, request: Request, forward: Forward) -> Answer:
        with self.lock:
            what = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0] if self.rng.random() < self.rate else ""
            chance = self.rng.random()
            after = request.query.get("after")
            if after in self.made_up:
                request = request.asking(after=self.made_up[after])
            self.done.append(what or "passed")
        if what in ("500", "403"):
            return Answer.of(int(what), {"message": "As told"})
        if what == "429":
            return Answer(429, b'"Ratelimited"', {"Retry-After": "0"} if chance < 0.5 else {})
        if what == "dropped":
            return Answer(200, b"", cut=-1)
        if what == "garbage":
            return Answer(200, GARBAGE[int(chance * len(GARBAGE))])
        if what == "slow":
            time.sleep(0.3)
        if what == "refused" and "after" in request.query:
            return Answer.of([400, 404, 422][int(chance * 3)], {"message": "No such cursor"})
        if what == "short" and "limit" in request.query:
            request = request.asking(limit=str(min(int(request.query["limit"]), 1 + int(chance * 4))))
        answer = forward(request)
        if what == "cut":
            answer.cut = int(len(answer.body) * chance)
        if answer.status == 200 and request.is_list:
            return self.change_page(what, request, answer)
        return answer

    def change_page(self, what: str, request: Request, answer: Answer) -> Answer:
        if what == "empty":
            # An empty page with a further page.
            with self.lock:
                cursor = f"cursor_{len(self.made_up)}"
                self.made_up[cursor] = request.query.get("after")
            return Answer.page([], cursor)
        if what == "repeated" and "after" in request.query:
            return Answer.page(answer.value["data"], request.query["after"])
        if what == "overlap" and request.path != "/events":
            records = answer.value["data"]
            return answer.with_records(records[:1] + records)
        return answer
