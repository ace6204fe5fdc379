"""When did machines pass which segments of the roads, which way, with what on board, and how long did it take?"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from models.positioning.dump import full_kg
from models.positioning.ground import Floats
from models.positioning.readings import Readings
from models.traffic.match import Stretch, stretches
from models.traffic.road import Network

# A truck with less than a third of what it may carry is empty; between both it is not told.
_EMPTY, _LOADED = 0.2, 0.5
# A border that was passed between moments, and over metres, farther apart than this was not seen to be passed.
_APART_S, _FAR_M = 20.0, 20.0
# Who needs longer than this for a segment parked there: that is no passage.
LONGEST_S = 1200.0
UNKNOWN, EMPTY, LOADED = -1, 0, 1


@dataclass(frozen=True)
class Passages:
    """Passages of machines over segments, as columns: the segment's place, whether along its
    drawn direction, whether loaded (1), empty (0) or not told (-1), Unix seconds of entering, seconds spent and of
    these stood, the metres risen (NaN: no height told), and the machine's place in a list of its user's."""

    segment: NDArray[np.int64]
    forward: NDArray[np.bool_]
    loaded: NDArray[np.int64]
    enter_s: Floats
    seconds: Floats
    stood_s: Floats
    rise_m: Floats
    machine: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.segment)

    @property
    def leave_s(self) -> Floats:
        """Return when each was over."""
        return self.enter_s + self.seconds

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Passages":
        """Return some of them."""
        return Passages(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})


_KINDS = {"segment": np.int64, "forward": np.bool_, "loaded": np.int64, "machine": np.int64}
NONE = Passages(**{one.name: np.zeros(0, dtype=_KINDS.get(one.name, np.float64)) for one in fields(Passages)})


def joined(parts: Sequence[Passages]) -> Passages:
    """Return the passages of several machines in order of entering; the places of machines count the parts."""
    if not parts:
        return NONE
    columns = {one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Passages)}
    columns["machine"] = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return Passages(**columns).where(np.argsort(columns["enter_s"], kind="stable"))


def passages(network: Network, readings: Readings, rated_kg: float | None = None) -> Passages:
    """Return the passages of a machine over whole segments; `rated_kg` is what it may carry, None: told by its loads.

    A passage is told where both of its borders were seen to be passed, one after the other.
    """
    return told_by(network, readings, stretches(network, readings.trace), rated_kg)


def told_by(network: Network, readings: Readings, ways: Sequence[Stretch], rated_kg: float | None = None) -> Passages:
    """Return the passages of a machine whose stretches of road are known already."""
    weight, full = readings.payload_kg, full_kg(readings, rated_kg)
    share = None if weight is None or not full else weight / full
    found = [part for one in ways if len(part := _of(network, one))]
    if not found:
        return NONE
    segment, forward, enter, leave = (
        np.concatenate(columns) for columns in zip(*(part.T for part in found), strict=True)
    )
    trace = readings.trace
    gone = np.diff(trace.time_s, append=trace.time_s[-1])
    stood = np.concatenate([[0.0], np.cumsum(np.where(trace.standing, gone, 0.0))[:-1]])
    told = Passages(
        segment=segment.astype(np.int64),
        forward=forward > 0,
        loaded=_carried(trace.time_s, share, (enter + leave) / 2),
        enter_s=enter,
        seconds=leave - enter,
        stood_s=np.interp(leave, trace.time_s, stood) - np.interp(enter, trace.time_s, stood),
        rise_m=np.interp(leave, trace.time_s, trace.up_m) - np.interp(enter, trace.time_s, trace.up_m),
        machine=np.zeros(len(segment), dtype=np.int64),
    )
    short = told.where(told.seconds <= LONGEST_S)
    return short.where(np.argsort(short.enter_s, kind="stable"))


def _of(network: Network, stretch: Stretch) -> Floats:
    """Return the segments that a stretch passes as a whole: their place, the direction, when entered and left."""
    sign = 1 if stretch.forward else -1
    along = sign * stretch.along_m
    seen = []
    for place in network.of_road[network.roads[stretch.road].id]:
        segment = network.segments[place]
        borders = sorted((sign * segment.start_m, sign * segment.stop_m))
        enter, leave = (_passed_s(stretch.time_s, along, border) for border in borders)
        if enter is not None and leave is not None and leave > enter:
            seen.append((place, stretch.forward, enter, leave))
    return np.array(seen, dtype=np.float64).reshape(-1, 4)


def entered_s(network: Network, stretch: Stretch) -> list[float]:
    """Return when segments were entered that a stretch did not leave again."""
    sign = 1 if stretch.forward else -1
    along = sign * stretch.along_m
    found = []
    for place in network.of_road[network.roads[stretch.road].id]:
        segment = network.segments[place]
        enter, leave = sorted((sign * segment.start_m, sign * segment.stop_m))
        entered = _passed_s(stretch.time_s, along, enter)
        if entered is not None and along[-1] <= leave:
            found.append(entered)
    return found


def _passed_s(time_s: Floats, along: Floats, border_m: float) -> float | None:
    """Return when a place of the road was passed, None if that was not seen."""
    behind = int(np.searchsorted(along, border_m))
    if behind == 0 or behind == len(along):
        return None
    risen, gone_s = along[behind] - along[behind - 1], time_s[behind] - time_s[behind - 1]
    if gone_s > _APART_S and risen > _FAR_M:
        return None
    return float(time_s[behind - 1] + (border_m - along[behind - 1]) / risen * gone_s)


def _carried(time_s: Floats, share: Floats | None, at_s: Floats) -> NDArray[np.int64]:
    if share is None:
        return np.full(len(at_s), UNKNOWN)
    carried = share[np.clip(np.searchsorted(time_s, at_s), 0, len(share) - 1)]
    return np.where(carried >= _LOADED, LOADED, np.where(carried <= _EMPTY, EMPTY, UNKNOWN))
