"""What did each hour, truck and digger of a site bring?"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from models.machines import Generation
from services.positioning.api import PresentMachine
from services.site.api import DiggerRow, StepRow, TruckRow
from services.site.production.asking import Told
from services.site.production.counted import Counted
from services.site.production.rehandled import Origin, origin_of
from services.site.production.step import step_edges_s, steps_of
from services.site.production.tally import Dug, Haul, hauled_t, per, queue_share, sd_t, tonne_km, truck_sd_t

Row = TypeVar("Row", Haul, Counted, Dug)


def step_rows(told: Told, hauls: Sequence[Haul], unseen: Sequence[Counted], dug: Sequence[Dug]) -> list[StepRow]:
    """Return what was produced in each step of a period."""
    times = steps_of(told.question)
    litres = _litres(told, times)
    return [
        _step_row((time, burnt), _at(time, hauls), _at(time, unseen), _at(time, dug))
        for time, burnt in zip(times, litres, strict=True)
    ]


def _at(time: datetime, rows: Sequence[Row]) -> list[Row]:
    return [one for one in rows if one.time == time]


def _step_row(
    step: tuple[datetime, float | None], hauls: Sequence[Haul], unseen: Sequence[Counted], dug: Sequence[Dug]
) -> StepRow:
    time, litres = step
    return StepRow(
        time=time,
        cycles=sum(one.cycles for one in hauls),
        counted_loads=sum(one.loads for one in unseen),
        hauled_t=_with(hauled_t(hauls), unseen),
        dug_t=sum(one.t for one in dug) if dug else None,
        litres=litres,
        queue_share=queue_share(hauls),
    )


def _with(t: float | None, unseen: Sequence[Counted]) -> float | None:
    return (t or 0.0) + sum(one.t for one in unseen) if unseen else t


def _litres(told: Told, times: Sequence[datetime]) -> list[float | None]:
    """Return the litres of all machines in each step, None where none are known."""
    edges = step_edges_s(told.question, times)
    each = [told.grown(machine, "fuel", edges) for machine in told.counters or {}]
    return [_sum([of[place] for of in each]) for place in range(len(times))]


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def truck_rows(told: Told, hauls: Sequence[Haul], unseen: Sequence[Counted]) -> list[TruckRow]:
    """Return what each truck did."""
    named = {one.truck for one in hauls}
    return [
        _truck_row(
            told,
            one,
            [haul for haul in hauls if haul.truck == one.machine],
            [load for load in unseen if load.machine == one.machine],
        )
        for one in told.trucks
        if one.machine in named or one.known_until or told.hauls is None
    ]


def _truck_row(told: Told, truck: PresentMachine, hauls: Sequence[Haul], unseen: Sequence[Counted]) -> TruckRow:
    seen = told.hauls is not None and (bool(hauls) or truck.generation != Generation.LEGACY)
    cycles, counted = sum(one.cycles for one in hauls), sum(one.loads for one in unseen)
    t, litres = _with(hauled_t(hauls), unseen), _burnt(told, truck.machine)
    carried = told.moved.trucks if told.moved else []
    target = next((one.target_t for one in carried if one.truck == truck.machine), None)
    return TruckRow(
        truck=truck.machine,
        cycles=cycles if seen else None,
        counted_loads=counted,
        hauled_t=t,
        sd_t=truck_sd_t(t, told.moved, [truck.machine]) if t is not None else None,
        load_t=per(t, cycles + counted),
        target_t=target,
        tonne_km=tonne_km(hauls),
        distance_km=sum(one.distance_km for one in hauls) if seen else None,
        queue_share=queue_share(hauls),
        litres=litres,
        litres_per_tonne=per(litres, t),
        known_until=truck.known_until,
    )


def _burnt(told: Told, machine: str) -> float | None:
    return told.grown(machine, "fuel", told.edges_s)[0]


def digger_rows(told: Told, dug: Sequence[Dug]) -> list[DiggerRow]:
    """Return what each loader and excavator moved."""
    origin = origin_of(told)
    return [_digger_row(told, one, [row for row in dug if row.digger == one.machine], origin) for one in told.diggers]


def _digger_row(told: Told, digger: PresentMachine, dug: Sequence[Dug], origin: Origin | None) -> DiggerRow:
    t, litres = sum(one.t for one in dug) if dug else None, _burnt(told, digger.machine)
    scale = next((one for one in (told.moved.scales if told.moved else []) if one.machine == digger.machine), None)
    counted = any(one.own_sd_t is None for one in dug)
    return DiggerRow(
        digger=digger.machine,
        kind=digger.kind,
        dug_at=origin.places.get(digger.machine) if origin else None,
        basis=None if not dug else "counter" if counted else "boom",
        passes=sum(one.passes for one in dug),
        weighed=sum(one.weighed for one in dug),
        dug_t=t,
        sd_t=sd_t(dug) if dug else None,
        coverage=per(sum(one.weighed for one in dug if one.own_sd_t is not None), sum(one.passes for one in dug)),
        litres=litres,
        litres_per_tonne=per(litres, t),
        known_until=scale.known_until if scale else digger.known_until,
    )
