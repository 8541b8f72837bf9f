"""A replica that lags: responses that were right a while ago."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from oracle.trouble.proxy import Answer, Forward, Request

MATTERS = ("/directories", "/directory_groups", "/directory_users")


class Replica:
    """A layer that answers some lists, at `rate`, as of up to `lag` seconds ago. Requests by id, or about one user, get
    the current state: if both were stale, the mirror could not detect it."""

    def __init__(self, rng: random.Random, rate: float = 0, lag: float = 3.0) -> None:
        self.rng = rng
        self.rate = rate
        self.lag = lag
        self.lock = threading.Lock()
        self.former: dict[str, list[tuple[float, Answer]]] = {}
        self.count = 0
        self.clock: Callable[[], float] = time.monotonic

    def __call__(self, request: Request, forward: Forward) -> Answer:
        if request.path not in MATTERS or "user" in request.query:
            return forward(request)
        with self.lock:
            old = [a for at, a in self.former.get(request.target, []) if self.clock() - at <= self.lag]
            if old and self.rng.random() < self.rate:
                self.count += 1
                return self.rng.choice(old)
        answer = forward(request)
        if answer.status == 200:
            with self.lock:
                self.former.setdefault(request.target, []).append((self.clock(), answer))
        return answer
