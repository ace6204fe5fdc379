"""What did each hour, truck and digger of a site bring?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from models.machines import Generation
from services.positioning.api import PresentMachine
from services.site.api import DiggerRow, StepRow, TruckRow
from services.site.production.asking import Question, Told
from services.site.production.tally import Dug, Haul, hauled_t, per, queue_share, sd_t, tonne_km, truck_sd_t


def begin_of(question: Question, time: datetime) -> datetime:
    """Return when the step begins in which a time lies: an hour of the world's clock, a day or month of the site's."""
    if question.step == "hour":
        return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    local = time.astimezone(question.site.clock).replace(hour=0, minute=0, second=0, microsecond=0)
    return (local.replace(day=1) if question.step == "month" else local).astimezone(UTC)


def steps_of(question: Question) -> list[datetime]:
    """Return when each step of a period begins, as far as it has passed; the first may begin before the period."""
    found, step = [], begin_of(question, question.during.from_)
    end = min(question.during.to, question.now)
    while step < end:
        found.append(step)
        # Later than the longest day and month, and earlier than the next but one.
        longest = {"hour": timedelta(hours=1), "day": timedelta(hours=26), "month": timedelta(days=32)}[question.step]
        step = begin_of(question, step + longest)
    return found


def step_rows(told: Told, hauls: Sequence[Haul], dug: Sequence[Dug]) -> list[StepRow]:
    """Return what was produced in each step of a period."""
    times = steps_of(told.question)
    litres = _litres(told, times)
    return [
        _step_row(time, [one for one in hauls if one.time == time], [one for one in dug if one.time == time], burnt)
        for time, burnt in zip(times, litres, strict=True)
    ]


def _step_row(time: datetime, hauls: Sequence[Haul], dug: Sequence[Dug], litres: float | None) -> StepRow:
    return StepRow(
        time=time,
        cycles=sum(one.cycles for one in hauls),
        hauled_t=hauled_t(hauls),
        dug_t=sum(one.t for one in dug) if dug else None,
        litres=litres,
        queue_share=queue_share(hauls),
    )


def _litres(told: Told, times: Sequence[datetime]) -> list[float | None]:
    """Return the litres of all machines in each step, None where none are known."""
    during = told.question.during
    edges = [max(time, during.from_).timestamp() for time in times] + [during.to.timestamp()]
    each = [one.between(edges) for one in (told.burnt or {}).values()]
    if not each:
        return [None] * len(times)
    return [_sum([of[place] for of in each]) for place in range(len(times))]


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def truck_rows(told: Told, hauls: Sequence[Haul]) -> list[TruckRow]:
    """Return what each truck did."""
    named = {one.truck for one in hauls}
    return [
        _truck_row(told, one, [haul for haul in hauls if haul.truck == one.machine])
        for one in told.trucks
        if one.machine in named or one.known_until or told.hauls is None
    ]


def _truck_row(told: Told, truck: PresentMachine, hauls: Sequence[Haul]) -> TruckRow:
    seen = told.hauls is not None and (bool(hauls) or truck.generation != Generation.LEGACY)
    t, cycles, litres = hauled_t(hauls), sum(one.cycles for one in hauls), _burnt(told, truck.machine)
    carried = told.moved.trucks if told.moved else []
    target = next((one.target_t for one in carried if one.truck == truck.machine), None)
    return TruckRow(
        truck=truck.machine,
        cycles=cycles if seen else None,
        hauled_t=t,
        sd_t=truck_sd_t(t, told.moved, [truck.machine]) if t is not None else None,
        load_t=per(t, cycles),
        target_t=target,
        tonne_km=tonne_km(hauls),
        distance_km=sum(one.distance_km for one in hauls) if seen else None,
        queue_share=queue_share(hauls),
        litres=litres,
        litres_per_tonne=per(litres, t),
        known_until=truck.known_until,
    )


def _burnt(told: Told, machine: str) -> float | None:
    during, one = told.question.during, (told.burnt or {}).get(machine)
    return one.between([during.from_.timestamp(), during.to.timestamp()])[0] if one else None


def digger_rows(told: Told, dug: Sequence[Dug]) -> list[DiggerRow]:
    """Return what each loader and excavator moved."""
    return [_digger_row(told, one, [row for row in dug if row.digger == one.machine]) for one in told.diggers]


def _digger_row(told: Told, digger: PresentMachine, dug: Sequence[Dug]) -> DiggerRow:
    t, litres = sum(one.t for one in dug) if dug else None, _burnt(told, digger.machine)
    scale = next((one for one in (told.moved.scales if told.moved else []) if one.machine == digger.machine), None)
    counted = any(one.own_sd_t is None for one in dug)
    return DiggerRow(
        digger=digger.machine,
        kind=digger.kind,
        basis=None if not dug else "counter" if counted else "boom",
        passes=sum(one.passes for one in dug),
        weighed=sum(one.weighed for one in dug),
        dug_t=t,
        sd_t=sd_t(dug) if dug else None,
        coverage=scale.coverage if scale else None,
        litres=litres,
        litres_per_tonne=per(litres, t),
        known_until=scale.known_until if scale else digger.known_until,
    )
