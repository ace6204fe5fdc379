"""What is told of what a site produced, and how far it is known?"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from services.site.api import KnownPart, SiteProduction
from services.site.production.asking import Told
from services.site.production.congestion import congestion
from services.site.production.counted import unseen_hauls, unweighed
from services.site.production.note import BEHIND, notes
from services.site.production.row import digger_rows, step_rows, truck_rows
from services.site.production.tally import Dug, dug_of, hauled_t, hauls_of, per
from services.site.production.total import targets, totals


def report(told: Told) -> SiteProduction:
    """Return what a site produced in a period, by what others told of it."""
    question = told.question
    hauls = hauls_of(told.hauls.hauls) if told.hauls else []
    dug = dug_of(told.moved) if told.moved else []
    unseen, dug = unseen_hauls(told, hauls), [*dug, *unweighed(told, dug)]
    whole = totals(told, hauls, unseen, dug)
    load_t = per(hauled_t(hauls), whole.cycles) or _dug_load_t(dug, whole.cycles)
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
        steps=step_rows(told, hauls, unseen, dug),
        trucks=truck_rows(told, hauls, unseen),
        diggers=digger_rows(told, dug),
        known=[*_known(told)],
        partial=list(told.missing),
        notes=[*notes(told, hauls, unseen, dug), *unsaid],
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
    behind = [machine for machine, one in sorted(until.items()) if one is None or one < wanted - BEHIND]
    return KnownPart(service=service, known_until=latest, behind=behind)
