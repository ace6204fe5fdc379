"""What should whoever reads what a site produced be told beside the figures?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from services.site.production.asking import Told
from services.site.production.counted import Counted
from services.site.production.rehandled import notes_on, origin_of
from services.site.production.tally import Dug, Haul
from services.site.production.total import end_of

# A machine whose readings are taken in so much later than those of others is behind.
BEHIND = timedelta(minutes=15)


def notes(told: Told, hauls: Sequence[Haul], unseen: Sequence[Counted], dug: Sequence[Dug]) -> Iterator[str]:
    """Yield what is not known of a period, of which machines, and what is told in its place."""
    question = told.question
    if question.during.from_ >= question.now:
        yield "This time has not begun."
        return
    end = end_of(told)
    if told.machines and end < min(question.during.to, question.now) - BEHIND:
        yield f"Nothing is known behind {end.astimezone(question.site.clock):%Y-%m-%d %H:%M} by the site's clock."
    if not told.machines:
        yield "No machine that you see was heard on the site in this time."
    elif told.hauls and not hauls and not unseen:
        yield "No haul cycle began in this time."
    yield from _of_trucks(told, hauls, unseen)
    yield from _of_diggers(told, dug)


def _of_trucks(told: Told, hauls: Sequence[Haul], unseen: Sequence[Counted]) -> Iterator[str]:
    if loads := sum(one.loads for one in unseen):
        names = _listed({one.machine for one in unseen})
        yield (
            f"{loads} loads are told by trucks' own counters alone, as too few readings are there to see the cycles: "
            f"{names}. Cycles, queues and routes are of the others."
        )
    if bare := {one.truck for one in hauls} - {one.truck for one in hauls if one.weighed}:
        yield f"No scale is told of trucks whose loads are taken as those of the others: {_listed(bare)}."
    if told.moved and (free := [one.truck for one in told.moved.trucks if one.target_t is None]):
        yield f"The rated payload is not known of {_listed(free)}, which count for no target."


def _of_diggers(told: Told, dug: Sequence[Dug]) -> Iterator[str]:
    if counted := {one.digger for one in dug if one.own_sd_t is None}:
        yield f"By their own counters, at least for a part, and without an uncertainty, are told: {_listed(counted)}."
    yield from notes_on(dug, origin_of(told))
    if silent := {one.machine for one in told.diggers} - {one.digger for one in dug}:
        yield f"These moved nothing that is known in this time: {_listed(silent)}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
