"""The events as the mirror receives them: late, twice, in another order, or not at all."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from typing import Any

from oracle.trouble.proxy import Answer, Forward, Request

Event = dict[str, Any]
# The replacement of one event: events, each with the number of polls until it appears.
Change = Callable[[Event, "Stream"], Iterable[tuple[Event, int]]]

# A member that marks a repeated event. Clients ignore unknown members.
REPEATED = "is_repeated"

NAMES = (
    "dsync.activated,dsync.deleted,dsync.group.created,dsync.group.deleted,dsync.group.updated,"
    "dsync.group.user_added,dsync.group.user_removed,dsync.user.created,dsync.user.deleted,dsync.user.updated"
)


def subjects(event: Event) -> list[str]:
    """The ids in an event, its directory first."""
    data = event["data"]
    if "user" in data and "group" in data:
        return [data["directory_id"], data["group"]["id"], data["user"]["id"]]
    own: str = data.get("id", "")
    return [data.get("directory_id", own), own]


class Stream:
    """A layer that serves /events from its own list, filled with the service's events as modified by `change`. A late
    event is listed after the others, so a cursor never skips one."""

    def __init__(self, rng: random.Random, change: Change | None = None) -> None:
        self.rng = rng
        self.change = change
        self.lock = threading.Lock()
        self.looks = 0
        self.events: list[Event] = []
        self.places: dict[str, int] = {}
        self.waiting: list[tuple[int, Event]] = []
        self.seen: list[Event] = []
        self.number = 0
        self.lost = 0
        # How many of the newest events are not listed yet, although none will be listed before them.
        self.held_back = 0

    def settle(self) -> None:
        """From the next poll on all events have arrived, and new ones are not modified."""
        self.change = None
        self.held_back = 0
        self.waiting = [(0, event) for _, event in self.waiting]

    def new_id(self) -> str:
        self.number += 1
        return f"event_01ORACLE{self.number:018}"

    def __call__(self, request: Request, forward: Forward) -> Answer:
        if request.path != "/events":
            return forward(request)
        with self.lock:
            refusal = self.pull(request, forward)
            return refusal or self.answer(request)

    def pull(self, request: Request, forward: Forward) -> Answer | None:
        """The service's new events. Passes on its errors, for example for an invalid key."""
        self.looks += 1
        query = {"events": NAMES, "limit": "100", "order": "asc"}
        while True:
            if self.seen:
                query["after"] = self.seen[-1]["id"]
            answer = forward(Request("/events", query, request.key))
            if answer.status != 200:
                return answer
            page = answer.value
            for event in page["data"]:
                self.seen.append(event)
                self.add(event)
            if page["list_metadata"]["after"] is None:
                break
        self.release()
        return None

    def add(self, event: Event) -> None:
        made = self.change(event, self) if self.change else [(event, 0)]
        self.waiting += [(self.looks + delay, changed) for changed, delay in made]

    def release(self) -> None:
        due = [event for when, event in self.waiting if when <= self.looks]
        self.waiting = [(when, event) for when, event in self.waiting if when > self.looks]
        for event in due:
            if event["id"] in self.places:
                event = event | {REPEATED: True}
            self.places.setdefault(event["id"], len(self.events))
            self.events.append(event)

    def answer(self, request: Request) -> Answer:
        limit = int(request.query.get("limit", "10"))
        first = 0
        if after := request.query.get("after"):
            if after not in self.places:
                return Answer.of(422, {"message": f"Validation failed: no such event: '{after}'"})
            first = self.places[after] + 1
        names = request.query.get("events", "").split(",")
        start = request.query.get("range_start", "")
        shown = self.events[first : len(self.events) - self.held_back]
        wanted = [e for e in shown if e["event"] in names and e.get("created_at", "") >= start]
        end = self.end_of_page(wanted, limit)
        page = wanted[:end]
        return Answer.page(page, page[-1]["id"] if len(wanted) > limit and page else None)

    def end_of_page(self, events: list[Event], limit: int) -> int:
        """No page ends with a repeated event, because its id as a cursor would lead back to the first one."""
        ends = [n + 1 for n, event in enumerate(events) if not event.get(REPEATED)]
        return min((n for n in ends if n >= limit), default=ends[-1] if ends else 0)
