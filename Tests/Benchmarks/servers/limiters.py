"""Kinds of rate limiter that a service may use; which one WorkOS uses is not known. Times are in seconds."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

RATE = 4


class Limiter(Protocol):
    def allows(self, now: float) -> bool:
        """Whether a request that arrives now is accepted. Rejected ones do not count."""


class NoLimit:
    def allows(self, now: float) -> bool:
        return True


class TokenBucket:
    """At most `RATE` tokens, and `RATE` new ones per second."""

    def __init__(self) -> None:
        self._tokens = float(RATE)
        self._filled_at: float | None = None

    def allows(self, now: float) -> bool:
        if self._filled_at is not None:
            self._tokens = min(float(RATE), self._tokens + (now - self._filled_at) * RATE)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Window:
    """At most `RATE` requests in any second."""

    def __init__(self) -> None:
        self._answered: deque[float] = deque()

    def allows(self, now: float) -> bool:
        while self._answered and now - self._answered[0] >= 1:
            self._answered.popleft()
        if len(self._answered) >= RATE:
            return False
        self._answered.append(now)
        return True


class Spacing:
    """No request sooner than 1 / `RATE` seconds after the previous one."""

    def __init__(self) -> None:
        self._answered: float | None = None

    def allows(self, now: float) -> bool:
        if self._answered is not None and now - self._answered < 1 / RATE:
            return False
        self._answered = now
        return True


KINDS: dict[str, Callable[[], Limiter]] = {
    "none": NoLimit,
    "bucket": TokenBucket,
    "window": Window,
    "spacing": Spacing,
}
