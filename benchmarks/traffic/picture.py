"""Where on the map of a site do machines lose time, and when?"""

from collections.abc import Iterator

import numpy as np

from benchmarks.ingest.plot import STYLE, text
from benchmarks.traffic.scene import Scene
from models.positioning.ground import Floats
from models.positioning.readings import readings_of
from models.traffic.delay import Lost, hour_of, judge, lost
from models.traffic.free import learn
from models.traffic.passage import Passages, joined, passages

_WIDTH, _HEIGHT, _MARGIN = 900, 620, 44
_MAP = 360
_PALE, _DEEP = np.array([224, 224, 224]), np.array([178, 24, 43])
_LANE_PX = 3.0
# The deepest colour: such a share of the time lost on the map, so many seconds in an hour below it.
_MOST, _MOST_S = 0.2, 300.0


def picture(scene: Scene) -> str:
    """Return an SVG document: each segment of a site's roads by the share of time lost in either direction, and below,
    the time lost on each segment in each hour."""
    told = joined(
        [
            passages(scene.network, readings_of(scene.ground, one.time_s, one.values), one.rated_kg)
            for one in scene.told.values()
        ]
    )
    judged = judge(told, learn(scene.network, told))
    lane = lost(judged, 2 * told.segment + told.forward)
    amounts = f"{lane.lost_s.sum() / 3600:.1f} h of {lane.spent_s.sum() / 3600:.0f} h driven"
    title = f"{scene.site}: time lost on the roads on one day, {amounts}"
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}">'
    hours = lost(judged, (hour_of(told) - hour_of(told).min()) * len(scene.network.segments) + told.segment)
    parts = [*_map(scene, lane), *_hours(scene, told, hours), *_scale()]
    body = "\n".join([f"<style>{STYLE}</style>", text((_MARGIN, 22), title, 'class="title"'), *parts])
    return f"{head}\n{body}\n</svg>\n"


def _map(scene: Scene, lane: Lost) -> Iterator[str]:
    places = np.vstack([road.line for road in scene.network.roads] + [zone.rings[0] for zone in scene.zones])
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([_WIDTH - 2 * _MARGIN, _MAP - _MARGIN])
    scale = float((room / (high - low)).min())

    def drawn(line: Floats) -> Floats:
        return np.asarray((line - [low[0], high[1]]) * scale * [1, -1] + [_MARGIN, _MARGIN])

    for zone in scene.zones:
        corners = drawn(zone.rings[0])
        yield f'<polygon fill="#888" fill-opacity="0.12" stroke="#bbb" points="{_points(corners)}"/>'
        east, north = corners.mean(axis=0).tolist()
        yield text((east, north), zone.id, 'style="fill:#777;font-size:9px"')
    shares = np.divide(lane.lost_s, lane.spent_s, out=np.zeros(len(lane.spent_s)), where=lane.spent_s > 0)
    share = dict(zip(lane.group.tolist(), shares.tolist(), strict=True))
    for number, segment in enumerate(scene.network.segments):
        line = drawn(scene.network.line(segment))
        for forward in (0, 1):
            colour = _colour(share.get(2 * number + forward, 0.0) / _MOST)
            points = _points(_beside(line, _LANE_PX * (1 if forward else -1)))
            yield f'<polyline fill="none" stroke-width="5" stroke="{colour}" points="{points}"/>'


def _beside(line: Floats, pixels: float) -> Floats:
    """Return a line moved to the right of its direction, as it is seen on the screen."""
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return line + pixels * np.column_stack([-along[:, 1], along[:, 0]])


def _hours(scene: Scene, told: Passages, found: Lost) -> Iterator[str]:
    segments, first = scene.network.segments, int(hour_of(told).min())
    count = int(hour_of(told).max()) - first + 1
    high, wide = (_HEIGHT - _MAP - 2 * _MARGIN) / len(segments), (_WIDTH - 2 * _MARGIN - 110) / count
    left, top = _MARGIN + 110.0, _MAP + _MARGIN - 10.0
    yield text((_MARGIN, top - 8), "minutes lost by segment and hour of the day (UTC)", "")
    for number, segment in enumerate(segments):
        if segment.number == 1 and len(scene.network.of_road[segment.road]) > 1:
            yield text((_MARGIN, top + (number + 0.9) * high), segment.road, 'style="font-size:9px"')
    for key, seconds in zip(found.group.tolist(), found.lost_s.tolist(), strict=True):
        hour, number = divmod(key, len(segments))
        place = f'x="{left + hour * wide:.1f}" y="{top + number * high:.1f}"'
        box = f'{place} width="{wide - 1:.1f}" height="{high - 0.5:.1f}"'
        yield f'<rect {box} fill="{_colour(seconds / _MOST_S)}"/>'
    for hour in range(0, count, 2):
        label = f"{(first + hour) % 24:02d}"
        yield text((left + hour * wide, top + len(segments) * high + 12), label, 'style="font-size:9px"')


def _scale() -> Iterator[str]:
    for step in range(5):
        across = _WIDTH - _MARGIN - 150 + 30 * step
        yield f'<rect x="{across}" y="{_MARGIN}" width="30" height="10" fill="{_colour(step / 4)}"/>'
    yield text((_WIDTH - _MARGIN - 150, _MARGIN + 24), "0 to 20 % of the time lost;", 'style="font-size:10px"')
    yield text((_WIDTH - _MARGIN - 150, _MARGIN + 37), "below: 0 to 5 minutes", 'style="font-size:10px"')


def _colour(part: float) -> str:
    mixed = _PALE + (_DEEP - _PALE) * min(max(part, 0.0), 1.0)
    return f"rgb({','.join(str(round(one)) for one in mixed.tolist())})"


def _points(line: Floats) -> str:
    return " ".join(f"{across:.1f},{down:.1f}" for across, down in line.tolist())
