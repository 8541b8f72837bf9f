"""The kinds of faults in a history. Every profile has signals; each adds its own faults."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Profile:
    name: str
    transport: float = 0
    stale: float = 0
    events: dict[str, int] = dataclasses.field(default_factory=dict)
    # Events alone lead to the service's state, once all have arrived.
    is_told: bool = True
    # A membership that was seen may disappear and reappear until the next listing.
    memberships_lag: bool = False


KILL = Profile("kill")
TRANSPORT = Profile("transport", transport=0.35)
ORDER = Profile("order", events={"passed": 5, "late": 5, "twice": 2, "again": 2})
STRAGGLERS = Profile("stragglers", events={"passed": 4, "straggler": 6, "again": 1, "odd": 1})
PARTIAL = Profile("partial", events={"passed": 4, "partial": 4, "late": 1, "twice": 1})
CLOCK = Profile("clock", events={"passed": 2, "skewed": 6})
MISSING = Profile("missing", events={"passed": 12, "missing": 3, "late": 1}, is_told=False)
STALE = Profile("stale", stale=0.5, is_told=False, memberships_lag=True)
EVERYTHING = Profile(
    "everything",
    transport=0.15,
    events={"passed": 10, "late": 3, "twice": 2, "again": 2, "missing": 1, "partial": 2, "straggler": 3, "odd": 1},
    is_told=False,
)

PROFILES = {p.name: p for p in (KILL, TRANSPORT, ORDER, STRAGGLERS, PARTIAL, CLOCK, MISSING, STALE, EVERYTHING)}
