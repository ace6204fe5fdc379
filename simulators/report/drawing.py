"""How do distributions and courses look as SVG, readable on light and on dark paper?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

import numpy as np

from simulators.fleet.geography import Array

_WIDTH, _LEFT, _RIGHT, _TOP, _FOOT = 720, 62, 16, 26, 30
_COLOURS = ("#2f7ed8", "#d9622b")
_STYLE = """
text { font: 11px system-ui, sans-serif; fill: #444 } .title { font-size: 12px; font-weight: 600 }
.grid { stroke: #8884; stroke-width: 1 } .line { fill: none; stroke-width: 1 } .band { fill: #3a9d5d22 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }
"""


@dataclass(frozen=True)
class Panel:
    """One plot of a drawing: a title, where its numbers end across and upwards, and the unit of those across."""

    title: str
    across: tuple[float, float]
    up: tuple[float, float]
    height: int = 150
    unit: str = ""

    def x(self, values: Array) -> Array:
        """Return where values lie across."""
        low, high = self.across
        return _LEFT + (values - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, values: Array) -> Array:
        """Return where values lie upwards."""
        low, high = self.up
        return _TOP + (high - values) / (high - low) * (self.height - _TOP - _FOOT)


def histogram(title: str, unit: str, values: Array, band: tuple[float, float], bins: int = 40) -> str:
    """Return how often which values come, in some unit; the band of published ones is shaded. Empty without any."""
    kept = values[~np.isnan(values)]
    if len(kept) < 5 or np.ptp(kept) == 0:
        return ""
    ends = np.percentile(kept, [0.5, 99.5])
    low, high = min(ends[0], band[0]), max(ends[1], band[1])
    counts, edges = np.histogram(kept, bins, (low, high))
    panel = Panel(title, (float(low), float(high)), (0.0, float(counts.max())), 190, unit)
    parts = [_band(panel, band)]
    x, y = panel.x(edges), panel.y(counts.astype(float))
    parts += [_box((x[place], y[place]), (x[place + 1] - 1, panel.height - _FOOT)) for place in range(bins)]
    return drawing([(panel, [*parts, *_axes(panel)])])


def scatter(title: str, unit: str, across: Array, up: Array) -> str:
    """Return one dot for each pair of values; those across have a unit. Empty without any."""
    there = ~(np.isnan(across) | np.isnan(up))
    if there.sum() < 2:
        return ""
    x, y = across[there], up[there]
    panel = Panel(title, (float(x.min()), float(x.max()) + 1e-9), (float(y.min()), float(y.max()) + 1e-9), 240, unit)
    dots = [_dot(place) for place in zip(panel.x(x), panel.y(y), strict=True)]
    return drawing([(panel, [*dots, *_axes(panel)])])


def course(title: str, hours: Array, lines: Sequence[Array]) -> tuple[Panel, list[str]]:
    """Return a panel with lines over hours, the first above the others."""
    values = np.concatenate([line[~np.isnan(line)] for line in lines])
    low, high = float(values.min()), float(values.max())
    panel = Panel(title, (float(hours[0]), float(hours[-1])), (low, high + 0.05 * (high - low) + 1e-9), 120, "h")
    drawn = [_line(panel, (hours, line), colour) for line, colour in zip(lines, _COLOURS, strict=False)]
    return panel, [*reversed(drawn), *_axes(panel)]


def drawing(panels: Sequence[tuple[Panel, list[str]]]) -> str:
    """Return panels one beneath the other as one SVG document."""
    heights = np.concatenate([[0], np.cumsum([panel.height for panel, _ in panels])]).tolist()
    groups = [
        f'<g transform="translate(0 {top})"><text class="title" x="{_LEFT}" y="16">{escape(panel.title)}</text>'
        + "".join(parts)
        + "</g>"
        for (panel, parts), (top, _) in zip(panels, pairwise(heights), strict=True)
    ]
    size = f'viewBox="0 0 {_WIDTH} {heights[-1]}" width="{_WIDTH}" height="{heights[-1]}"'
    body = "\n".join(groups)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><style>{_STYLE}</style>\n{body}\n</svg>\n'


def _axes(panel: Panel) -> list[str]:
    bottom = panel.height - _FOOT
    marks = [
        f'<text x="{x:.0f}" y="{bottom + 15}" text-anchor="middle">{tick:g} {panel.unit}</text>'
        for tick, x in _marked(panel.across, panel.x)
    ]
    for tick, y in _marked(panel.up, panel.y):
        marks.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        marks.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
    return marks


def _marked(ends: tuple[float, float], scale: Callable[[Array], Array]) -> list[tuple[float, float]]:
    """Return some round numbers between the ends, and where each lies."""
    low, high = ends
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    ticks = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step + 0.0
    return list(zip(ticks.tolist(), scale(ticks).tolist(), strict=True))


def _line(panel: Panel, points: tuple[Array, Array], colour: str) -> str:
    across, up = points
    there = ~np.isnan(up)
    places = zip(panel.x(across[there]).tolist(), panel.y(up[there]).tolist(), strict=True)
    path = " ".join(f"{x:.1f},{y:.0f}" for x, y in places)
    return f'<polyline class="line" stroke="{colour}" points="{path}"/>'


def _band(panel: Panel, band: tuple[float, float]) -> str:
    start, stop = panel.x(np.array(band)).tolist()
    return _box((start, _TOP), (stop, panel.height - _FOOT), 'class="band"')


def _box(start: tuple[float, float], stop: tuple[float, float], look: str = f'fill="{_COLOURS[0]}"') -> str:
    width, height = stop[0] - start[0], stop[1] - start[1]
    return f'<rect {look} x="{start[0]:.1f}" y="{start[1]:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _dot(place: tuple[float, float]) -> str:
    return f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="1.2" fill="{_COLOURS[0]}" fill-opacity="0.4"/>'
