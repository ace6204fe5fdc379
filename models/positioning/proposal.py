"""Where do trucks seem to be loaded, to dump and to park, where nobody drew a zone?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.positioning.ground import Floats
from models.positioning.haul import cycles
from models.positioning.polygon import grown
from models.positioning.readings import Readings
from models.positioning.trace import Stand
from models.positioning.zone import Zone

# Stops that lie so near one another are of one place, if so many of them do; a yard has rows of bays.
_REACH_M, _LEAST = {"loading": 30.0, "dumping": 30.0, "parking": 50.0}, {"loading": 5, "dumping": 5, "parking": 3}
# A machine is longer than its receiver, and the next one will stand a little beside: so much is drawn around the stops.
_MARGIN_M = 15.0
# An engine that is off for longer than any break was parked; who works on the spot never drives to a yard.
_PARKED_S = 3600.0
_APART_M = 60.0


@dataclass(frozen=True)
class Stop:
    """A truck stood somewhere to be loaded, to dump or to park: metres east and north, when, and which truck."""

    kind: str
    east_m: float
    north_m: float
    time_s: float
    machine: str


@dataclass(frozen=True)
class Proposal:
    """A zone that history speaks for: its outline, how many stops it holds, of how many trucks, and from when to when.

    The stops it was drawn from are within its outline; stops that lie alone belong to no proposal.
    """

    zone: Zone
    stops: int
    machines: int
    first_s: float
    last_s: float


def stops_of(machine: str, readings: Readings, rated_kg: float | None = None) -> list[Stop]:
    """Return where a truck was loaded, dumped and parked, by its weight, its body and its engine; no zone is needed."""
    hauled = cycles(readings, (), rated_kg)
    trace = readings.trace
    moments = [("loading", one.loading_at_s) for one in hauled] + [("dumping", one.dumping_at_s) for one in hauled]
    found = [*_standing_at(machine, readings, moments)]
    parked = (stand for stand in trace.stands if _parks(readings, stand))
    found += (Stop("parking", *trace.place(stand), stand.start_s, machine) for stand in parked)
    return [stop for stop in found if not np.isnan(stop.east_m)]


def _parks(readings: Readings, stand: Stand) -> bool:
    running = readings.running[stand.first : stand.behind]
    return stand.seconds >= _PARKED_S and float(running.mean()) < 0.5


def _standing_at(machine: str, readings: Readings, moments: Iterable[tuple[str, float]]) -> Iterator[Stop]:
    stands = {stand.start_s: stand for stand in readings.trace.stands}
    for kind, time_s in moments:
        yield Stop(kind, *readings.trace.place(stands[time_s]), time_s, machine)


def proposals(stops: Sequence[Stop]) -> list[Proposal]:
    """Return zones around places where trucks stop again and again, by kind and by how many stops, most first.

    Stops are of one place when they are linked by short steps (DBSCAN, Ester et al. 1996).
    """
    found: list[Proposal] = []
    of_work = [stop for stop in stops if stop.kind != "parking"]
    idle = [stop for stop in stops if stop.kind == "parking" and _apart(stop, of_work)]
    for kind in sorted({stop.kind for stop in stops}):
        groups = sorted(_groups([stop for stop in (*of_work, *idle) if stop.kind == kind]), key=len, reverse=True)
        found += (_proposal(f"{kind}-{number}", group) for number, group in enumerate(groups, 1))
    return found


def _apart(stop: Stop, others: Sequence[Stop]) -> bool:
    """Return whether a stop is far from all others: who broke down where trucks are loaded did not park there."""
    return all(np.hypot(stop.east_m - one.east_m, stop.north_m - one.north_m) > _APART_M for one in others)


def _groups(stops: Sequence[Stop]) -> list[list[Stop]]:
    if not stops:
        return []
    # Imported here: it takes seconds, and only who asks for proposals needs it.
    from sklearn.cluster import DBSCAN

    reach_m, least = _REACH_M[stops[0].kind], _LEAST[stops[0].kind]
    labels = DBSCAN(eps=reach_m, min_samples=least).fit_predict(_places(stops))
    by_label: Mapping[int, list[Stop]] = {label: [] for label in labels.tolist() if label >= 0}
    for label, stop in zip(labels.tolist(), stops, strict=True):
        if label >= 0:
            by_label[label].append(stop)
    return list(by_label.values())


def _proposal(name: str, stops: Sequence[Stop]) -> Proposal:
    times = [stop.time_s for stop in stops]
    outline = np.round(grown(_places(stops), _MARGIN_M), 2)
    zone = Zone(name, stops[0].kind, (outline,))
    return Proposal(zone, len(stops), len({stop.machine for stop in stops}), min(times), max(times))


def _places(stops: Sequence[Stop]) -> Floats:
    return np.array([(stop.east_m, stop.north_m) for stop in stops])
