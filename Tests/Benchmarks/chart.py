"""Line charts as SVG: a card with a background that follows the reader's light or dark mode."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 62, 92, 46, 46

STYLE = """
.card { fill: #ffffff; stroke: #d0d7de; }
text { font: 12px system-ui, sans-serif; fill: #424a53; }
.title { font-size: 14px; font-weight: 600; fill: #1f2328; }
.grid { stroke: #d8dee4; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.series0 { stroke: #0969da; } .fill0 { fill: #0969da; }
.series1 { stroke: #bc4c00; } .fill1 { fill: #bc4c00; }
@media (prefers-color-scheme: dark) {
  .card { fill: #161b22; stroke: #30363d; }
  text { fill: #adb5be; }
  .title { fill: #f0f6fc; }
  .grid { stroke: #30363d; }
  .series0 { stroke: #58a6ff; } .fill0 { fill: #58a6ff; }
  .series1 { stroke: #f0883e; } .fill1 { fill: #f0883e; }
}
"""


@dataclass(frozen=True)
class Axis:
    """The position of a value from 0 to 1, and the values of the axis labels."""

    ticks: Sequence[float]
    logarithmic: bool

    def place(self, value: float) -> float:
        low, high, value = (self._scale(number) for number in (self.ticks[0], self.ticks[-1], value))
        return (value - low) / (high - low)

    def _scale(self, value: float) -> float:
        return math.log10(value) if self.logarithmic else value


@dataclass(frozen=True)
class Series:
    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Chart:
    title: str
    x_label: str
    x: Axis
    y: Axis
    series: Sequence[Series]

    def draw(self) -> list[str]:
        parts = [f'<rect class="card" width="{WIDTH}" height="{HEIGHT}" rx="8"/>']
        parts.append(label(16, 26, self.title, "start", "title"))
        parts += self._grid()
        for index, series in enumerate(self.series):
            parts += self._line(index, series)
        return parts

    def _across(self, value: float) -> float:
        return LEFT + self.x.place(value) * (WIDTH - LEFT - RIGHT)

    def _down(self, value: float) -> float:
        return HEIGHT - BOTTOM - self.y.place(value) * (HEIGHT - TOP - BOTTOM)

    def _grid(self) -> list[str]:
        parts = []
        for tick in self.y.ticks:
            y = self._down(tick)
            parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
            parts.append(label(LEFT - 8, y + 4, short(tick), "end"))
        for tick in self.x.ticks:
            parts.append(label(self._across(tick), HEIGHT - BOTTOM + 18, short(tick), "middle"))
        parts.append(label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, self.x_label, "middle"))
        return parts

    def _line(self, index: int, series: Series) -> list[str]:
        places = [(self._across(x), self._down(y)) for x, y in series.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts = [f'<polyline class="line series{index}" points="{path}"/>']
        parts += [f'<circle class="fill{index}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in places]
        x, y = places[-1]
        parts.append(label(x + 9, y + self._offset(index), series.name, "start", f"fill{index}"))
        return parts

    def _offset(self, index: int) -> float:
        """Moves names at the lines' ends so that they do not overlap."""
        ends = [self._down(series.points[-1][1]) for series in self.series]
        if max(ends) - min(ends) >= 16:
            return 4
        return 4 + (9 if ends[index] == max(ends) else -7)


def label(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text{name} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def short(value: float) -> str:
    if value >= 1000:
        exponent = math.log10(value)
        return f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[round(exponent)]}" if exponent == round(exponent) else f"{value:,.0f}"
    return f"{value:g}"


def decades(values: Sequence[float]) -> list[float]:
    """Powers of ten around all values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**power for power in range(low, max(high, low + 1) + 1)]


def steps(values: Sequence[float]) -> list[float]:
    """Zero, and round steps up to all values."""
    raw = max(values) / 4
    size = 10 ** math.floor(math.log10(raw))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= raw)
    return [step * index for index in range(math.ceil(max(values) / step) + 1)]


def render(title: str, charts: Sequence[Chart]) -> str:
    """Two charts in a row."""
    gap = 12
    rows = math.ceil(len(charts) / 2)
    width, height = 2 * WIDTH + gap, rows * HEIGHT + (rows - 1) * gap
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width + 2} {height + 2}" role="img">']
    parts.append(f"<title>{escape(title)}</title>\n<style>{STYLE}</style>")
    for index, chart in enumerate(charts):
        x, y = index % 2 * (WIDTH + gap), index // 2 * (HEIGHT + gap)
        parts += [f'<g transform="translate({x} {y})">', *chart.draw(), "</g>"]
    return "\n".join([*parts, "</svg>", ""])
