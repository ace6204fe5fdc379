"""Which rock was dug for the first time, and which was moved on this site before?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from models.phrase import quantity
from services.site.api import Tonnes
from services.site.production.asking import Told
from services.site.production.tally import Dug, per, sd_t, tonnes

Place = Literal["face", "heap"]
# Who spends less than this share of its time in zones of a kind dug in none of them: it passed through.
_PASSES = 0.05


@dataclass(frozen=True)
class Origin:
    """Where each digger dug: at a face, or from a heap where trucks dump; one of which it is not known is missing."""

    places: dict[str, Place]

    def of(self, dug: Iterable[Dug], place: Place | None) -> list[Dug]:
        """Return what was dug at such a place, or where it is not known."""
        return [one for one in dug if self.places.get(one.digger) == place]


def origin_of(told: Told) -> Origin | None:
    """Return where diggers dug, by the zones that they were in; None where nobody tells of zones."""
    if told.hauls is None:
        return None
    places = ((one.machine, _place(told, one.machine)) for one in told.diggers)
    return Origin({machine: place for machine, place in places if place is not None})


def _place(told: Told, digger: str) -> Place | None:
    """Return where a digger dug, None where it was in no zone, or in zones of both kinds."""
    hauls = told.hauls
    assert hauls is not None
    spent = {"loading": 0.0, "dumping": 0.0}
    # Whose the site is not sees no zones, and knows them by what trucks did there.
    known = {**dict.fromkeys(hauls.hauls.dumped_at, "dumping"), **dict.fromkeys(hauls.hauls.loaded_at, "loading")}
    for stay in hauls.stays:
        kind = stay.kind or known.get(stay.zone)
        if stay.machine == digger and kind in spent:
            spent[kind] += stay.seconds
    whole = sum(spent.values())
    if whole and spent["dumping"] < _PASSES * whole:
        return "face"
    return "heap" if whole and spent["loading"] < _PASSES * whole else None


def dug_first(dug: Sequence[Dug], origin: Origin | None) -> Tonnes | None:
    """Return what was dug at faces; what may have been counts as not seen in its coverage."""
    face = origin.of(dug, "face") if origin else []
    if origin is None or not face:
        return None
    maybe = [*face, *origin.of(dug, None)]
    seen = sum(one.weighed for one in face if one.own_sd_t is not None)
    return tonnes("diggers", sum(one.t for one in face), sd_t(face), per(seen, sum(one.passes for one in maybe)))


def sum_t(dug: Sequence[Dug], origin: Origin | None, place: Place | None) -> float | None:
    """Return the tonnes that were dug at such a place, or where it is not known; None where nobody tells of zones."""
    return sum(one.t for one in origin.of(dug, place)) if origin else None


def notes_on(dug: Sequence[Dug], origin: Origin | None) -> Iterator[str]:
    """Yield which of what diggers moved was moved before, and of which that cannot be said."""
    if not dug:
        return
    if origin is None:
        yield "Which of what diggers moved had been moved before is not known: nobody tells in which zones they were."
        return
    if heap := origin.of(dug, "heap"):
        yield f"{_of(heap)} was dug in zones where trucks dump, and had been moved before."
    if unknown := origin.of(dug, None):
        yield f"{_of(unknown)} was dug in no zone, or in zones of both kinds: it may have been moved before."
    if origin.of(dug, "face"):
        yield "What was put aside at a face, and then loaded, counts each time: no scale tells one from the other."


def _of(dug: Sequence[Dug]) -> str:
    names = ", ".join(sorted({one.digger for one in dug}))
    return f"{quantity(sum(one.t for one in dug), 't')} by {names}"
