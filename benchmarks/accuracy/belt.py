"""Do belts of crushers weigh what was dumped into them, by what trucks, diggers and old units tell of that?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.accuracy.quarry import Worked
from benchmarks.accuracy.weighed import Weighed, carried_by, way_of
from models.machines import Kind
from models.weighing.balance import Comparison, State, reconcile
from models.weighing.belt import Belt, Counted, Fed, Run, fed, run
from models.weighing.handbook import SPECIFICATIONS
from models.weighing.load import Carried, Load, back_kg, own_scale, placed
from models.weighing.payload import NINETY

_MINUTE_S, _SNAPSHOT_S = 60, 600.0


def belt_runs(
    recorded: Sequence[Worked], found: Sequence[Weighed], site: str, begin_s: float, end_s: float
) -> list[Run]:
    """Return what the belts of a site weighed in a period, beside what was dumped into the crushers."""
    here = [one for one in recorded if one.site == site]
    own = {
        one.machine: placed(carried_by(one), way_of(one)) for one in here if one.kind is Kind.HAUL_TRUCK and one.values
    }
    loads = [load for one in found if one.worked.site == site for load in one.loads]
    dumped = [*_dumped(own, loads)]
    crushers = [one for one in here if one.kind is Kind.CRUSHER and one.values]
    return [_run(one, here, dumped, (begin_s, end_s)) for one in crushers]


def _run(crusher: Worked, here: Sequence[Worked], dumped: Sequence[Fed], span_s: tuple[float, float]) -> Run:
    belt = _belt(crusher, *span_s)
    # Who dumps into it comes by, and so does who dumps where a loader fetches what it dumps into it.
    places = {crusher.works_at, *(one.works_at for one in here if one.dumps_at == crusher.works_at and one.passes)}
    return run(belt, dumped, [_counted(one, belt) for one in here if not one.values and one.dumps_at in places])


def _dumped(own: Mapping[str, Sequence[Carried]], loads: Sequence[Load]) -> Iterator[Fed]:
    made = [(load, told) for load in loads if load.truck for told in [own_scale(load, own[load.truck])] if told]
    by_digger = {(load.truck, told.begin_s): load for load, told in made if load.payload_kg > 0}
    for truck, theirs in own.items():
        for one in theirs:
            if np.isfinite(one.dumped_s):
                yield fed(truck, one, by_digger.get((truck, one.begin_s)), back_kg(one, theirs))


def _belt(one: Worked, begin_s: float, end_s: float) -> Belt:
    values = one.values or {}
    inside = (one.time_s >= begin_s) & (one.time_s < end_s)
    latitude, longitude = (float(np.nanmedian(values[name])) for name in ("latitude_deg", "longitude_deg"))
    tph = values["crusher_throughput_tph"][inside].reshape(-1, _MINUTE_S)
    return Belt(one.machine, (latitude, longitude), one.time_s[inside][::_MINUTE_S], np.nanmean(tph, axis=1), 60.0)


def _counted(one: Worked, belt: Belt) -> Counted:
    """Return the counter of an old unit as it tells it every ten minutes, of one that was seen by the crusher."""
    stops = np.array([float(str(row["stop"])) for row in (*one.cycles, *one.passes)])
    kg = np.array([float(str(row["payload_kg"])) for row in (*one.cycles, *one.passes)])
    time_s = np.arange(one.time_s[0], one.time_s[-1], _SNAPSHOT_S)
    total = np.concatenate([[0.0], np.cumsum(kg)])[np.searchsorted(stops, time_s)]
    places = np.broadcast_to(np.array(belt.place_deg), (len(time_s), 2))
    return Counted(one.machine, time_s, total, places, (), SPECIFICATIONS[one.model].payload_kg)


def judged(runs: Sequence[Run]) -> dict[str, object]:
    """Return how belts fit what was dumped into their crushers, and how many are named that are made 3 % off, either
    way, or while they are sound."""
    known = [one.comparison for one in runs if one.comparison is not None]
    off = [one.apart / float(np.hypot(one.sd, one.one.right[min(one.one.shares)])) for one in known]
    seeded = [_named(one, bias) for one in known for bias in (0.03, -0.03)]
    return {
        "belts": len(runs),
        "belts_compared": len(known),
        "belt_sd_pct": 100 * float(np.std([one.apart for one in known])) if known else None,
        "belt_within90": float(np.mean(np.abs(off) <= NINETY)) if known else None,
        "belts_found": float(np.mean(seeded)) if known else None,
        "belts_wrongly_off": sum(_named(one, 0.0) for one in known),
    }


def _named(comparison: Comparison, bias: float) -> bool:
    """Return whether a belt is called off by its own comparison alone, where it weighs so much too much."""
    weighed = replace(comparison.one, kg=comparison.one.kg * (1 + bias))
    verdicts = reconcile([replace(comparison, one=weighed)])
    return any(one.state is State.OFF and one.scale in comparison.one.shares for one in verdicts)
