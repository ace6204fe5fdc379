"""How does a plot look as an SVG file that is readable on light and on dark paper?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Point = tuple[float, float]
Points = Sequence[Point]

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 130, 40, 52
COLOURS = ("#2f7ed8", "#d9622b", "#3a9d5d", "#9b59b6")
_MIDDLE, _END = 'text-anchor="middle"', 'text-anchor="end"'
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 } .title { font-size: 14px; font-weight: 600 }
.grid { stroke: #8885; stroke-width: 1 } .line { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }
"""


@dataclass(frozen=True)
class Scale:
    """How values become places: by their logarithm, from `low` to `high`, both powers of ten times 1, 2 or 5."""

    low: float
    high: float
    start: float
    stop: float

    @staticmethod
    def of(values: Sequence[float], start: float, stop: float) -> "Scale":
        """Return the scale that just holds the values; all of them must be positive."""
        low = max(tick for tick in _ticks(min(values) / 10, min(values)) if tick <= min(values))
        high = min(tick for tick in _ticks(max(values), max(values) * 10) if tick >= max(values))
        return Scale(low, high if high > low else low * 10, start, stop)

    def place(self, value: float) -> float:
        """Return where a value is drawn."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.stop - self.start)

    def ticks(self) -> list[float]:
        """Return the values that are named, at most about eight."""
        found = _ticks(self.low, self.high)
        return found if len(found) <= 8 else [tick for tick in found if math.log10(tick) == round(math.log10(tick))]


@dataclass(frozen=True)
class Plot:
    """Lines by name over two logarithmic axes."""

    title: str
    across: str
    up: str
    lines: Mapping[str, Points]

    def svg(self) -> str:
        """Return the plot as an SVG document."""
        every = [point for points in self.lines.values() for point in points]
        x = Scale.of([across for across, _ in every], _LEFT, _WIDTH - _RIGHT)
        y = Scale.of([up for _, up in every], _HEIGHT - _BOTTOM, _TOP)
        parts = [f"<style>{STYLE}</style>", text((_LEFT, 22), self.title, 'class="title"'), *self._axes(x, y)]
        for place, (name, points) in enumerate(self.lines.items()):
            parts += _line(name, [(x.place(across), y.place(up)) for across, up in points], COLOURS[place])
        body = "\n".join(parts)
        size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(self.title)}">'
        return f"{head}\n{body}\n</svg>\n"

    def _axes(self, x: Scale, y: Scale) -> list[str]:
        marks = [text((x.place(t), _HEIGHT - _BOTTOM + 18), f"{t:,g}", _MIDDLE) for t in x.ticks()]
        marks += [text((_LEFT - 8, y.place(t) + 4), f"{t:,g}", _END) for t in y.ticks()]
        grid = [rule((x.place(t), y.start), (x.place(t), y.stop)) for t in x.ticks()]
        grid += [rule((x.start, y.place(t)), (x.stop, y.place(t))) for t in y.ticks()]
        centre = (x.start + x.stop) / 2, (y.start + y.stop) / 2
        turned = f'{_MIDDLE} transform="rotate(-90 16 {centre[1]:.0f})"'
        names = [text((centre[0], _HEIGHT - 12), self.across, _MIDDLE), text((16, centre[1]), self.up, turned)]
        return [*grid, *marks, *names]


def _line(name: str, places: Points, colour: str) -> list[str]:
    path = " ".join(f"{across:.1f},{up:.1f}" for across, up in places)
    dots = [f'<circle cx="{across:.1f}" cy="{up:.1f}" r="3" fill="{colour}"/>' for across, up in places]
    line = f'<polyline class="line" stroke="{colour}" points="{path}"/>'
    across, up = places[-1]
    return [line, *dots, text((across + 8, up + 4), name, f'style="fill:{colour}"')]


def text(place: Point, said: str, more: str = "") -> str:
    """Return words at a place."""
    return f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" {more}>{escape(said)}</text>'


def rule(begin: Point, end: Point) -> str:
    """Return a thin line."""
    return f'<line class="grid" x1="{begin[0]:.1f}" y1="{begin[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'


def _ticks(low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [factor * 10.0**power for power in powers for factor in (1, 2, 5) if low <= factor * 10.0**power <= high]
