"""How do the haul cycles of a truck, or of a shift, look on the map of their site?"""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.accuracy.haulage import Truck
from benchmarks.ingest.plot import COLOURS, STYLE, text
from models.positioning.cycle import PHASES, Cycle
from models.positioning.ground import Floats
from models.positioning.haul import cycles
from models.positioning.readings import Readings, readings_of
from models.positioning.trace import Trace
from models.positioning.zone import Zone

_WIDTH, _HEIGHT, _MARGIN, _LEGEND = 760, 420, 44, 120
_DRIVES = ("return", "haul")
_MOST = 12
_SHIFT_S = 8 * 3600.0
_DOT = 4.0
_BLUE, _ORANGE, _GREEN, _VIOLET = COLOURS
_COLOURS = {
    "return": _BLUE,
    "queue": "#c9a227",
    "spot": "#7f8c8d",
    "load": _GREEN,
    "haul": _ORANGE,
    "dump_queue": "#8d6e63",
    "dump_spot": "#b0bec5",
    "dump": _VIOLET,
}


class _Map:
    """Where on a drawing a place of the site lies."""

    def __init__(self, places: Floats) -> None:
        low, high = np.nanmin(places, axis=0), np.nanmax(places, axis=0)
        room = np.array([_WIDTH - _LEGEND - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN])
        self._scale = float((room / np.maximum(high - low, 1.0)).min())
        self._corner = np.array([low[0], high[1]])

    def points(self, places: Floats) -> str:
        """Return places as the points of a line or polygon."""
        drawn = (places - self._corner) * self._scale * [1, -1] + _MARGIN
        return " ".join(f"{across:.1f},{down:.1f}" for across, down in drawn.tolist())


def picture(truck: Truck) -> str:
    """Return an SVG document of the first cycles that are found of a truck: its way by phase, over the drawn zones."""
    readings, found = _found(truck)
    told = f"{truck.machine}: {len(found[:_MOST])} haul cycles, found from its fixes, weight and body"
    return _document(told, truck.zones, [(readings.trace, found[:_MOST])], every=3)


def shift_picture(site: str, trucks: Sequence[Truck]) -> str:
    """Return an SVG document of the cycles of all trucks of a site that began within eight hours of the first."""
    each = [_found(truck) for truck in trucks]
    first_s = min(one.start_s for _, found in each for one in found)
    ways = [(readings.trace, [one for one in found if one.start_s < first_s + _SHIFT_S]) for readings, found in each]
    cycles_ = sum(len(found) for _, found in ways)
    title = f"{site}: {cycles_} haul cycles of {len(trucks)} trucks in a shift, by what is found from their readings"
    return _document(title, trucks[0].zones, ways, every=9)


def _found(truck: Truck) -> tuple[Readings, list[Cycle]]:
    readings = readings_of(truck.ground, truck.time_s, truck.values)
    return readings, cycles(readings, truck.zones)


def _document(title: str, zones: Sequence[Zone], ways: Sequence[tuple[Trace, Sequence[Cycle]]], *, every: int) -> str:
    drawn = _Map(np.vstack([zone.rings[0] for zone in zones]))
    lines = (line for trace, found in ways for line in _ways(drawn, trace, found, every))
    parts = [*_zones(drawn, zones), *lines, *_legend()]
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}">'
    body = "\n".join([f"<style>{STYLE}</style>", text((_MARGIN, 22), title, 'class="title"'), *parts])
    return f"{head}\n{body}\n</svg>\n"


def _zones(drawn: _Map, zones: Sequence[Zone]) -> Iterator[str]:
    for zone in zones:
        points = drawn.points(zone.rings[0])
        yield f'<polygon fill="#888" fill-opacity="0.12" stroke="#888" points="{points}"/>'
        across, down = points.split()[0].split(",")
        yield text((float(across), float(down) - 4), zone.id, 'style="fill:#666;font-size:10px"')


def _ways(drawn: _Map, trace: Trace, found: Sequence[Cycle], every: int) -> Iterator[str]:
    places = np.column_stack([trace.east_m, trace.north_m])
    for one in found:
        for place, (phase, (start, stop)) in enumerate(one.phases.items()):
            inside = places[(trace.time_s >= start) & (trace.time_s < stop)]
            inside = inside[~np.isnan(inside[:, 0])]
            if phase in _DRIVES and len(inside) > 1:
                way = drawn.points(inside[::every])
                yield f'<polyline fill="none" stroke-width="1.2" stroke="{_colour(place)}" points="{way}"/>'
            elif len(inside):
                across, down = drawn.points(np.median(inside, axis=0)[None]).split(",")
                yield f'<circle cx="{across}" cy="{down}" r="{_DOT}" fill="{_colour(place)}" fill-opacity="0.7"/>'


def _legend() -> Iterator[str]:
    for place, phase in enumerate(PHASES):
        across, down = _WIDTH - _LEGEND, _MARGIN + 22.0 * place
        yield f'<circle cx="{across}" cy="{down}" r="5" fill="{_colour(place)}"/>'
        yield text((across + 12, down + 4), phase.replace("_", " "), "")


def _colour(place: int) -> str:
    return _COLOURS[PHASES[place]]
