"""Modifications of single events, which profiles can select."""

from __future__ import annotations

import copy
import dataclasses
import datetime
from collections.abc import Iterable

from oracle.trouble.stream import Event, Stream, subjects

Made = Iterable[tuple[Event, int]]


def passed(event: Event, stream: Stream) -> Made:
    yield event, 0


def late(event: Event, stream: Stream) -> Made:
    """Lists it after events that happened later."""
    yield event, stream.rng.randrange(1, 4)


def twice(event: Event, stream: Stream) -> Made:
    """Repeats the event later."""
    yield event, 0
    yield event, stream.rng.randrange(0, 3)


def again_under_a_new_id(event: Event, stream: Stream) -> Made:
    yield event, 0
    yield copy.deepcopy(event) | {"id": stream.new_id()}, stream.rng.randrange(0, 3)


def missing(event: Event, stream: Stream) -> Made:
    stream.lost += 1
    return ()


def partial(event: Event, stream: Stream) -> Made:
    """An update with little more than the changed members."""
    if not event["event"].endswith(".updated"):
        yield event, 0
        return
    data = event["data"]
    kept = ["object", "id", "directory_id", "previous_attributes", *data.get("previous_attributes", {})]
    if stream.rng.random() < 0.5:
        kept.append("updated_at")
    yield event | {"data": {name: data[name] for name in kept if name in data}}, 0


def straggler(event: Event, stream: Stream) -> Made:
    """After a deletion, repeats an earlier event of the deleted object, dated after the deletion."""
    yield event, 0
    if not event["event"].endswith("deleted"):
        return
    gone = subjects(event)[-1]
    before = [e for e in stream.seen if gone in subjects(e) and not e["event"].endswith("deleted")]
    for former in stream.rng.sample(before, min(len(before), 2)):
        created_at = moved(event["created_at"], stream.rng.randrange(0, 50))
        again = {"id": stream.new_id(), "created_at": created_at}
        yield copy.deepcopy(former) | again, stream.rng.randrange(0, 2)


def skewed(event: Event, stream: Stream) -> Made:
    """Dated by a wrong clock."""
    yield event | {"created_at": moved(event["created_at"], stream.rng.randrange(-2000, 2000))}, 0


def odd(event: Event, stream: Stream) -> Made:
    """Together with an event that cannot be applied."""
    yield event, 0
    data = stream.rng.choice(
        [
            {},
            {"id": "directory_user_01ODD"},
            {"id": "directory_user_01ODD", "directory_id": ""},
            {"id": "directory_user_01ODD", "directory_id": "."},
            {"id": "directory_user_01ODD", "directory_id": "a\0b"},
            {"id": "", "directory_id": event["data"].get("directory_id", "")},
            {"id": 7, "directory_id": event["data"].get("directory_id", "")},
            {"directory_id": "directory_01ODD", "user": None, "group": []},
            {"directory_id": event["data"].get("directory_id", ""), "user": {"id": "u"}, "group": {"id": "g"}},
        ]
    )
    name = stream.rng.choice(["dsync.user.created", "dsync.user.updated", "dsync.group.user_added", "dsync.deleted"])
    yield event | {"id": stream.new_id(), "event": name, "data": data}, 0


def moved(time: str, milliseconds: int) -> str:
    moment = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    moment += datetime.timedelta(milliseconds=milliseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


KINDS = {
    "passed": passed,
    "late": late,
    "twice": twice,
    "again": again_under_a_new_id,
    "missing": missing,
    "partial": partial,
    "straggler": straggler,
    "skewed": skewed,
    "odd": odd,
}


@dataclasses.dataclass
class Tampering:
    weights: dict[str, int]

    def __call__(self, event: Event, stream: Stream) -> Made:
        kind = stream.rng.choices(list(self.weights), list(self.weights.values()))[0]
        return KINDS[kind](event, stream)
