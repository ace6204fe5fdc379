"""What did machines really do: phases, passes of the bucket, and haul cycles?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulators.atlas import Atlas
from simulators.bucket import mud_kg
from simulators.day import MachineDay
from simulators.fleet import Machine
from simulators.truth.table import Row
from simulators.work.breakdown import cause_of
from simulators.work.timeline import Phase, Rows

_AT_FACE = frozenset({Phase.PASS, Phase.FILL, Phase.BEING_LOADED, Phase.WAIT})
_AT_DUMP = frozenset({Phase.DUMP, Phase.TIP})
_EITHER = frozenset({Phase.QUEUE, Phase.SPOT})
# Two machines' rows of one event are made from the same number, and differ by rounding only.
_SAME_S = 1e-3


def phases(day: MachineDay) -> Iterator[Row]:
    """Yield what a machine does on a day, one phase after the other."""
    machine, rows = day.unit.machine, day.rows
    for place, code in enumerate(rows.phase.tolist()):
        phase = Phase(code)
        yield {
            "machine": machine.id,
            "phase": phase.name.lower(),
            "zone": _zone(machine, phase, loaded=rows.load_kg[place] > 0),
            "start": rows.start_s[place],
            "stop": rows.stop_s[place],
            "load_kg": rows.load_kg[place],
            "moved_kg": rows.moved_kg[place],
        }


def breakdowns(day: MachineDay) -> Iterator[Row]:
    """Yield when a machine stood in a shift to be mended, and why; a worn part's repair takes whole days instead."""
    unit, rows = day.unit, day.rows
    for place in np.flatnonzero(rows.phase == Phase.REPAIR).tolist() if len(rows.phase) > 1 else ():
        start = float(rows.start_s[place])
        cause = cause_of(unit.model.kind, unit.machine, start, unit.seed)
        yield {"machine": unit.machine.id, "cause": cause, "start": start, "stop": rows.stop_s[place]}


def _zone(machine: Machine, phase: Phase, *, loaded: bool) -> str | None:
    if phase in _AT_DUMP or (phase in _EITHER and loaded):
        return machine.dumps_at
    if phase in _AT_FACE or phase in _EITHER:
        return machine.works_at
    return None


def passes(day: MachineDay, trucks: Mapping[str, Rows]) -> Iterator[Row]:
    """Yield the passes of a digger on a day, with the truck among the site's that each went into.

    A wheel loader that carries to a dump point by itself has no truck. `cycle` counts the digger's trucks of the day
    and `place` the passes of a truck, from 1; what a pass brought is in kg, and apart from it what stuck to the bucket.
    """
    rows = day.rows
    served = sorted(_served(rows, trucks)) if day.unit.machine.dumps_at is None else []
    starts = np.array([start for start, _ in served])
    count: dict[int, int] = {}
    places = np.flatnonzero(np.isin(rows.phase, (Phase.PASS, Phase.FILL)))
    for place, mud in zip(places.tolist(), mud_kg(day.unit, rows.stop_s[places]).tolist(), strict=True):
        number = int(np.searchsorted(starts, rows.start_s[place] + _SAME_S, side="right"))
        count[number] = count.get(number, 0) + 1
        yield {
            "digger": day.unit.machine.id,
            "truck": served[number - 1][1] if number else None,
            "start": rows.start_s[place],
            "stop": rows.stop_s[place],
            "payload_kg": rows.end_load_kg[place],
            "mud_kg": mud,
            "cycle": number,
            "place": count[number],
        }


def _served(rows: Rows, trucks: Mapping[str, Rows]) -> Iterator[tuple[float, str]]:
    """Yield when the digger of these rows began to load which truck."""
    swings = rows.start_s[rows.phase == Phase.PASS]
    for truck, theirs in trucks.items():
        first = theirs.start_s[(theirs.phase == Phase.BEING_LOADED) & (theirs.load_kg == 0)]
        yield from ((start, truck) for start in first[_among(first, swings)].tolist())


def _among(times: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which of the times are among known ones in rising order."""
    if not len(known):
        return np.zeros(len(times), dtype=np.bool_)
    after = np.searchsorted(known, times - _SAME_S).clip(max=len(known) - 1)
    return np.asarray(np.abs(known[after] - times) < _SAME_S)


@dataclass(frozen=True)
class _Cycle:
    """Places in a day's rows: where a haul cycle starts, its first bucket falls, it leaves loaded, and tips."""

    start: int
    loading: int
    hauling: int
    dump: int


def cycles(day: MachineDay, diggers: Mapping[str, Rows]) -> Iterator[Row]:
    """Yield the haul cycles of a truck on a day, from setting out empty until the body is empty.

    Fuel is what the engine burnt, in litres; distance and climb (metres upward) are of the tracks driven.
    """
    for number, cycle in enumerate(_found(day.rows), 1):
        yield {
            "cycle": number,
            "digger": _digger(day.rows.start_s[cycle.loading], diggers),
            **_moments(day, cycle),
            **_amounts(day, cycle),
        }


def _found(rows: Rows) -> Iterator[_Cycle]:
    dumps = np.flatnonzero(rows.phase == Phase.DUMP).tolist()
    for before, dump in pairwise([-1, *dumps]):
        inside = np.arange(before + 1, dump)
        loading, hauling, driving = (
            inside[rows.phase[inside] == phase] for phase in (Phase.BEING_LOADED, Phase.LOADED_TRIP, Phase.EMPTY_TRIP)
        )
        if len(loading) and len(hauling) and len(driving):
            # Of the way home and out again, at a break or between shifts, only the last belongs to the cycle.
            yield _Cycle(int(driving[driving < loading[0]][-1]), int(loading[0]), int(hauling[0]), dump)


def _moments(day: MachineDay, cycle: _Cycle) -> Row:
    machine, rows = day.unit.machine, day.rows
    spot = [place for place in range(cycle.start, cycle.loading) if rows.phase[place] == Phase.SPOT]
    return {
        "truck": machine.id,
        "loaded_at": machine.works_at,
        "dumped_at": machine.dumps_at,
        "start": rows.start_s[cycle.start],
        "queue_at": rows.stop_s[cycle.start],
        "spot_at": rows.start_s[spot[-1]] if spot else None,
        "loading_at": rows.start_s[cycle.loading],
        "hauling_at": rows.start_s[cycle.hauling],
        "dump_queue_at": rows.stop_s[cycle.hauling],
        "dumping_at": rows.start_s[cycle.dump],
        "stop": rows.stop_s[cycle.dump],
    }


def _amounts(day: MachineDay, cycle: _Cycle) -> Row:
    rows, atlas = day.rows, day.unit.atlas
    whole = slice(cycle.start, cycle.dump + 1)
    fuel = day.burnt_l(np.array([rows.start_s[cycle.start], rows.stop_s[cycle.dump]]))
    return {
        "payload_kg": rows.load_kg[cycle.dump],
        "distance_m": float(atlas.metres[rows.track[whole]].sum()),
        "climb_m": sum(_climb(atlas, track) for track in rows.track[whole].tolist()),
        "queue_s": _waited(rows, slice(cycle.start, cycle.loading)),
        "dump_queue_s": _waited(rows, slice(cycle.hauling, cycle.dump)),
        "fuel_l": float(fuel[1] - fuel[0]),
        "passes": int(np.sum(rows.phase[whole] == Phase.BEING_LOADED)),
    }


def _waited(rows: Rows, places: slice) -> float:
    phase = rows.phase[places]
    # Where a wait takes long the engine is switched off, and the truck queues on.
    waits = (phase == Phase.QUEUE) | (phase == Phase.OFF) & (np.roll(phase, 1) == Phase.QUEUE)
    return float((rows.stop_s[places] - rows.start_s[places])[waits].sum())


def _climb(atlas: Atlas, track: int) -> float:
    return float(np.maximum(np.diff(atlas.tracks[track].up), 0).sum())


def _digger(start_s: float, diggers: Mapping[str, Rows]) -> str | None:
    """Return the digger that swings as a truck's first bucket falls."""
    moment = np.array([start_s])
    return next(
        (name for name, rows in diggers.items() if _among(moment, rows.start_s[rows.phase == Phase.PASS])[0]), None
    )
