"""How do lines and bands over two even axes look as an SVG file?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from benchmarks.ingest.plot import COLOURS, STYLE, Point, Points, rule, text

_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 120, 40, 48
_STEPS = 5


@dataclass(frozen=True)
class Chart:
    """Lines by name, bands behind those of the same name (what lies between a lower and an upper line), and clouds of
    dots by name in the colours that come next. Both axes begin at 0 and end at `most`."""

    title: str
    across: str
    up: str
    most: Point
    lines: Mapping[str, Points]
    bands: Mapping[str, Sequence[tuple[float, float, float]]] = field(default_factory=dict)
    dots: Mapping[str, Points] = field(default_factory=dict)

    def svg(self) -> str:
        """Return the chart as an SVG document."""
        parts = [f"<style>{STYLE}</style>", text((_LEFT, 22), self.title, 'class="title"'), *self._axes()]
        for row, (name, points) in enumerate(self.dots.items()):
            parts += self._cloud(name, points, row)
        for row, (name, points) in enumerate(self.lines.items()):
            colour = COLOURS[row]
            # Lines often end together: their names stand beneath each other.
            parts += self._band(self.bands.get(name, ()), colour) + self._line(name, points, (colour, 14.0 * row - 3))
        body = "\n".join(parts)
        size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(self.title)}">'
        return f"{head}\n{body}\n</svg>\n"

    def _place(self, point: Point) -> Point:
        across = _LEFT + min(point[0] / self.most[0], 1.0) * (_WIDTH - _LEFT - _RIGHT)
        return across, _HEIGHT - _BOTTOM - min(point[1] / self.most[1], 1.0) * (_HEIGHT - _BOTTOM - _TOP)

    def _axes(self) -> list[str]:
        parts = []
        for step in range(_STEPS + 1):
            x, y = self.most[0] * step / _STEPS, self.most[1] * step / _STEPS
            parts += [rule(self._place((x, 0)), self._place((x, self.most[1])))]
            parts += [rule(self._place((0, y)), self._place((self.most[0], y)))]
            parts += [text((self._place((x, 0))[0], _HEIGHT - _BOTTOM + 18), f"{x:g}", 'text-anchor="middle"')]
            parts += [text((_LEFT - 8, self._place((0, y))[1] + 4), f"{y:g}", 'text-anchor="end"')]
        middle = self._place((self.most[0] / 2, self.most[1] / 2))
        turned = f'text-anchor="middle" transform="rotate(-90 16 {middle[1]:.0f})"'
        named = text((middle[0], _HEIGHT - 10), self.across, 'text-anchor="middle"')
        return [*parts, named, text((16, middle[1]), self.up, turned)]

    def _line(self, name: str, points: Points, drawn: tuple[str, float]) -> list[str]:
        colour, below = drawn
        places = [self._place(point) for point in points]
        path = " ".join(f"{across:.1f},{up:.1f}" for across, up in places)
        end = places[-1][0] + 6, places[-1][1] + below
        line = f'<polyline class="line" stroke="{colour}" points="{path}"/>'
        return [line, text(end, name, f'style="fill:{colour}"')]

    def _cloud(self, name: str, points: Points, row: int) -> list[str]:
        colour = COLOURS[len(self.lines) + row]
        places = map(self._place, points)
        drawn = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.4" fill="{colour}" fill-opacity="0.5"/>' for x, y in places]
        return [*drawn, text((_WIDTH - _RIGHT + 8, _TOP + 60 + 16.0 * row), name, f'style="fill:{colour}"')]

    def _band(self, band: Sequence[tuple[float, float, float]], colour: str) -> list[str]:
        edge = [(x, low) for x, low, _ in band] + [(x, high) for x, _, high in reversed(band)]
        path = " ".join(f"{across:.1f},{up:.1f}" for across, up in map(self._place, edge))
        return [f'<polygon fill="{colour}" fill-opacity="0.2" points="{path}"/>'] if edge else []
