"""What is told of what a site produced, and how far it is known?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from models.machines import Generation
from services.site.api import KnownPart, SiteProduction
from services.site.production.asking import Told
from services.site.production.congestion import congestion
from services.site.production.row import begin_of, digger_rows, step_rows, truck_rows
from services.site.production.tally import Dug, Haul, dug_of, hauls_of, per
from services.site.production.total import end_of, targets, totals

# A machine whose readings are taken in so much later than those of others is behind.
_BEHIND = timedelta(minutes=15)


def report(told: Told) -> SiteProduction:
    """Return what a site produced in a period, by what others told of it."""
    question = told.question
    hauls = hauls_of(told.hauls.hauls) if told.hauls else []
    dug = dug_of(told.moved, partial(begin_of, question)) if told.moved else []
    whole = totals(told, hauls, dug)
    load_t = per(whole.hauled.t if whole.hauled else None, whole.cycles) or _dug_load_t(dug, whole.cycles)
    routes, loaders, unsaid = congestion(hauls, load_t)
    return SiteProduction(
        site=question.site.id,
        name=question.site.name,
        timezone=question.site.timezone,
        from_=question.during.from_,
        to=question.during.to,
        step=question.step,
        scope=_scope(told),
        totals=whole,
        targets=targets(told.moved.trucks) if told.moved else None,
        loaders=loaders,
        routes=routes,
        steps=step_rows(told, hauls, dug),
        trucks=truck_rows(told, hauls),
        diggers=digger_rows(told, dug),
        known=[*_known(told)],
        partial=list(told.missing),
        notes=[*_notes(told, hauls, dug), *unsaid],
    )


def _dug_load_t(dug: Sequence[Dug], cycles: int | None) -> float | None:
    return per(sum(one.t for one in dug) or None, cycles)


def _scope(told: Told) -> str:
    trucks, diggers = len(told.trucks), len(told.diggers)
    return (
        f"This tells of the machines on {told.question.site.name} that you see in this time: {_count(trucks, 'truck')} "
        f"and {_count(diggers, 'loader or excavator', 'loaders and excavators')}. Others may have worked there too."
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _known(told: Told) -> Iterator[KnownPart]:
    if told.hauls:
        yield _part(told, "positioning", {one.machine: one.known_until for one in told.machines})
    if told.moved:
        yield _part(told, "weighing", {one.machine: one.known_until for one in told.moved.scales})


def _part(told: Told, service: str, until: dict[str, datetime | None]) -> KnownPart:
    latest = max((one for one in until.values() if one), default=None)
    wanted = min(latest, told.question.during.to) if latest else told.question.during.to
    behind = [machine for machine, one in sorted(until.items()) if one is None or one < wanted - _BEHIND]
    return KnownPart(service=service, known_until=latest, behind=behind)


def _notes(told: Told, hauls: Sequence[Haul], dug: Sequence[Dug]) -> Iterator[str]:
    question = told.question
    if question.during.from_ >= question.now:
        yield "This time has not begun."
        return
    if (end := end_of(told)) < min(question.during.to, question.now) - _BEHIND:
        yield f"Nothing is known behind {end.astimezone(question.site.clock):%Y-%m-%d %H:%M} by the site's clock."
    if not told.machines:
        yield "No machine that you see was heard on the site in this time."
    elif told.hauls and not hauls:
        yield "No haul cycle began in this time."
    yield from _of_trucks(told, hauls)
    yield from _of_diggers(told, dug)


def _of_trucks(told: Told, hauls: Sequence[Haul]) -> Iterator[str]:
    if blind := [one.machine for one in told.trucks if one.generation == Generation.LEGACY]:
        yield f"Cycles cannot be seen of units that tell too seldom: {_listed(blind)}."
    if bare := {one.truck for one in hauls} - {one.truck for one in hauls if one.weighed}:
        yield f"No scale is told of trucks whose loads are taken as those of the others: {_listed(bare)}."
    if told.moved and (free := [one.truck for one in told.moved.trucks if one.target_t is None]):
        yield f"The rated payload is not known of {_listed(free)}, which count for no target."


def _of_diggers(told: Told, dug: Sequence[Dug]) -> Iterator[str]:
    if told.moved is None:
        return
    if counted := {one.digger for one in dug if one.own_sd_t is None}:
        yield f"By their own counters, for whole hours and without an uncertainty, are told: {_listed(counted)}."
    if silent := {one.machine for one in told.diggers} - {one.digger for one in dug}:
        yield f"Of these no pass is known in this time: {_listed(silent)}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
