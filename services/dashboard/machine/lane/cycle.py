"""In which haul cycles did a truck work?"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.dashboard.api import Lane, LaneSpan
from services.dashboard.machine.lane.period import WIDTH, Period, Sums, span
from services.dashboard.partial import every
from services.dashboard.site.activity import LABELS, OF_PHASE
from services.dashboard.wording import number, quantity
from services.positioning.api import Cycle, Haulage
from services.positioning.client import PositioningClient

LABEL = "Haul cycles"
# A cycle is told of by its begin: few that reach into a time began earlier than this.
_BEFORE = timedelta(hours=2)


@dataclass(frozen=True)
class Summed:
    """What cycles of a truck come to by hour or day: how many, and tonnes by its own scale of those that it weighed."""

    by: Sums
    cycles: Mapping[datetime, int]
    weighed: Mapping[datetime, int]
    tonnes: Mapping[datetime, float]


async def told(positioning: PositioningClient, machine: str, period: Period) -> list[Cycle]:
    """Return the cycles of a truck that touch a period."""
    begin = period.from_ - _BEFORE
    found = await every(lambda after: positioning.cycles(machine, begin, period.to, after=after))
    return [one for one in found if period.touches(one.start, one.stop)]


async def summed(positioning: PositioningClient, machine: str, site: str, period: Period, by: Sums) -> Summed:
    """Return what the cycles of a truck on a site come to."""
    hauls = (await positioning.hauls(site, period.from_, period.to, step=by, timezone=period.timezone)).hauls
    cycles, weighed = Counter[datetime](), Counter[datetime]()
    tonnes: dict[datetime, float] = defaultdict(float)
    columns = (hauls.time, hauls.truck, hauls.cycles, hauls.weighed, hauls.payload_t)
    for time, truck, many, known, load in zip(*columns, strict=True):
        if truck == machine:
            cycles[time] += many
            weighed[time] += known
            tonnes[time] += load
    return Summed(by, cycles, weighed, tonnes)


def of_cycles(found: Sequence[Cycle], haulage: Haulage | None, zones: Mapping[str, str]) -> Lane:
    """Return the lane of the phases of cycles; `haulage` says what is known where there is none."""
    spans = [one for cycle in found for one in _phases(cycle, zones)]
    return Lane(id="cycles", label=LABEL, spans=spans, note=None if spans else silent(haulage))


def of_sums(found: Summed, haulage: Haulage | None) -> list[Lane]:
    """Return the lanes of how many cycles there were, and what was carried in them."""
    many = bars(found.cycles, found.by, lambda at: f"{number(found.cycles[at])} cycles")
    tonnes = bars(found.tonnes, found.by, lambda at: _carried(found, at))
    if not many:
        return [Lane(id="cycles", label=LABEL, note=silent(haulage))]
    return [
        Lane(id="cycles", label=LABEL, spans=many, scale=_most(found.cycles, found.by, "cycles")),
        Lane(id="loads", label="Carried", spans=tonnes, scale=_most(found.tonnes, found.by, "t")),
    ]


def _carried(found: Summed, at: datetime) -> str:
    return f"{quantity(found.tonnes[at], 't')}, of {number(found.weighed[at])} of {number(found.cycles[at])} cycles"


def bars(values: Mapping[datetime, float], by: Sums, said: Callable[[datetime], str]) -> list[LaneSpan]:
    """Return values by hour or day as bars, each as high as its share of the most, with what is said of its time."""
    most = max(values.values(), default=0.0)
    told = sorted(values.items()) if most else []
    return [span(at, at + WIDTH[by], "cycle", f"{said(at)}, in this {by}", value / most) for at, value in told]


def _most(values: Mapping[datetime, float], by: Sums, unit: str) -> str | None:
    return f"{quantity(max(values.values()), unit)} in {'an' if by == 'hour' else 'a'} {by}" if values else None


def _phases(cycle: Cycle, zones: Mapping[str, str]) -> list[LaneSpan]:
    about = _about(cycle, zones)
    phases = [one for one in cycle.phases if one.stop > one.start]
    return [
        span(one.start, one.stop, OF_PHASE[one.phase].value, f"{LABELS[OF_PHASE[one.phase]]}; {about}")
        for one in phases
    ]


def _about(cycle: Cycle, zones: Mapping[str, str]) -> str:
    load = None if cycle.payload_kg is None else cycle.payload_kg / 1000
    ends = [zones.get(one, one) if one else "no zone" for one in (cycle.loaded_at, cycle.dumped_at)]
    waited = cycle.queue_s + cycle.dump_queue_s
    queue = f", {number(waited / 60, 1)} min waited" if waited >= 6 else ""
    return f"{' to '.join(ends)}, {quantity(load, 't', 1) if load is not None else 'not weighed'}{queue}"


def silent(haulage: Haulage | None) -> str:
    """Return why no cycle is shown, and what is known all the same."""
    if haulage is None or haulage.detail == "cycles":
        return "No haul cycle is known in this time."
    if haulage.detail == "loads" and haulage.counted_loads is not None:
        counted = f"its own counter tells {number(haulage.counted_loads)} loads"
        return f"It tells too seldom for haul cycles to be seen; {counted} in this time."
    return "It tells too little for haul cycles to be seen."
