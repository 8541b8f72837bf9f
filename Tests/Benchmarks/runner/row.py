"""One row of the result."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure, the peer's figure, and whether the ratio reaches the goal."""

    scenario: str
    what: str
    figure: float
    unit: str
    goal: float
    peer: float | None = None
    peer_name: str = ""
    note: str = ""
    condition: bool = True  # must also be true to reach the goal

    @property
    def ratio(self) -> float | None:
        return self.figure / self.peer if self.peer else None

    @property
    def reached(self) -> bool:
        compared = self.figure if self.ratio is None else self.ratio
        return self.condition and compared <= self.goal

    def as_json(self) -> dict[str, object]:
        return {
            "row": self.scenario,
            "what": self.what,
            "figure": self.figure,
            "unit": self.unit,
            "peer": self.peer,
            "peer_name": self.peer_name,
            "ratio": self.ratio,
            "goal": self.goal,
            "reached": self.reached,
            "note": self.note,
        }

    def as_markdown(self) -> str:
        peer = "" if self.peer is None else f"{number(self.peer, self.unit)} ({self.peer_name})"
        ratio = "" if self.ratio is None else f"{self.ratio:.3f}"
        goal = f"≤ {self.goal:g} {self.unit}" if self.ratio is None else f"≤ {self.goal:g} ×"
        what = f"{self.what} ({self.note})" if self.note else self.what
        reached = "yes" if self.reached else "**no**"
        return (
            f"| {self.scenario} | {what} | {number(self.figure, self.unit)} | {peer} | {ratio} | {goal} | {reached} |"
        )


HEADING = "| row | what | figure | peer | ratio | goal | reached |\n|---|---|---|---|---|---|---|"


def number(value: float, unit: str) -> str:
    return f"{value:.4g} {unit}" if unit in ("s", "ms", "µs") else f"{value:,.0f} {unit}"
