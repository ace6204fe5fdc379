"""What did a machine load or carry?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from models.machines import Kind
from services.dashboard.api import Lane, LaneSpan
from services.dashboard.machine.lane.cycle import bars
from services.dashboard.machine.lane.period import Period, Sums, span
from services.dashboard.partial import every
from services.dashboard.wording import number, quantity
from services.weighing.api import TruckLoad, WeighedPass
from services.weighing.client import WeighingClient

LABELS = {Kind.HAUL_TRUCK: "Loads carried", Kind.WHEEL_LOADER: "Passes", Kind.EXCAVATOR: "Passes"}
NOTHING = "Nothing that was weighed is known in this time."
# By the 10/10/20 rule a tenth of loads may lie above this share of the target.
_OVER = 1.1

Told = Sequence[TruckLoad] | Sequence[WeighedPass]


async def told(weighing: WeighingClient, machine: str, kind: Kind, period: Period) -> Told:
    """Return the loads of a truck, or the passes of a digger."""
    if kind is not Kind.HAUL_TRUCK:
        return await every(lambda after: weighing.passes(machine, period.from_, period.to, after=after))
    return (await weighing.loads(machine, period.from_, period.to)).items


class Passed(NamedTuple):
    """What a digger moved in an hour or day: passes, those of them that were weighed, and tonnes of these."""

    passes: int
    weighed: int
    tonnes: float


async def summed(weighing: WeighingClient, machine: str, period: Period, by: Sums) -> Mapping[datetime, Passed]:
    """Return what a digger moved, by hour or day."""
    told = (await weighing.moved([machine], period.from_, period.to, step=by, timezone=period.timezone)).moved
    rows = zip(told.time, told.passes, told.weighed, told.payload_t, strict=True)
    return {time: Passed(passes, weighed, tonnes) for time, passes, weighed, tonnes in rows}


def of_loads(found: Told, kind: Kind) -> Lane:
    """Return the lane of what was loaded: bars, each as high as it is heavy."""
    weighed = [_weighed(one) for one in found]
    most = max((tonnes for _, tonnes in weighed if tonnes), default=0.0)
    spans = [
        one.model_copy(update={"height": tonnes / most if tonnes is not None and most else None})
        for one, tonnes in weighed
    ]
    scale = quantity(most, "t", 1) if most else None
    return Lane(id="loads", label=LABELS[kind], spans=spans, scale=scale, note=None if spans else NOTHING)


def of_sums(found: Mapping[datetime, Passed], by: Sums) -> Lane:
    """Return the lane of what a digger moved by hour or day."""
    tonnes = {at: one.tonnes for at, one in found.items()}
    spans = bars(tonnes, by, lambda at: _moved(found[at]))
    scale = f"{quantity(max(tonnes.values()), 't')} in {'an' if by == 'hour' else 'a'} {by}" if spans else None
    return Lane(id="loads", label="Moved", spans=spans, scale=scale, note=None if spans else NOTHING)


def _moved(one: Passed) -> str:
    return f"{quantity(one.tonnes, 't')}, {number(one.weighed)} of {number(one.passes)} passes weighed"


def _weighed(one: TruckLoad | WeighedPass) -> tuple[LaneSpan, float | None]:
    return _load(one) if isinstance(one, TruckLoad) else _pass(one)


def _load(one: TruckLoad) -> tuple[LaneSpan, float | None]:
    kg = one.payload_kg if one.payload_kg is not None else (one.own.payload_kg if one.own else None)
    own = f", {quantity(one.own.payload_kg / 1000, 't', 1)} by the truck's own scale" if one.own else ""
    passes = f"{number(one.passes)} passes" if one.passes else "passes not known"
    over = kg is not None and one.target_kg is not None and kg > _OVER * one.target_kg
    share = f", {number(100 * kg / one.target_kg)} % of the target" if kg is not None and one.target_kg else ""
    told = f"{_tonnes(kg, one.low_kg, one.high_kg)}{share}; {passes}{own}"
    return span(one.begun, one.ended, "over" if over else "load", told), None if kg is None else kg / 1000


def _pass(one: WeighedPass) -> tuple[LaneSpan, float | None]:
    into = f", into {one.truck}" if one.truck else ""
    told = f"{_tonnes(one.payload_kg, one.low_kg, one.high_kg)}{into}"
    return span(one.begun, one.ended, "load", told), None if one.payload_kg is None else one.payload_kg / 1000


def _tonnes(kg: float | None, low_kg: float | None, high_kg: float | None) -> str:
    if kg is None:
        return "not weighed"
    bounds = [quantity(one / 1000, "t", 1) for one in (low_kg, high_kg) if one is not None]
    between = " to ".join(bounds)
    return f"{quantity(kg / 1000, 't', 1)} ({between})" if len(bounds) > 1 else quantity(kg / 1000, "t", 1)
