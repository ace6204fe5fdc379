"""Does the belt of a crusher weigh what was dumped into it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from models.positioning.ground import metres_per_degree
from models.weighing.balance import NOT_THE_SAME, Comparison, Weighing
from models.weighing.handbook import Array
from models.weighing.load import OWN_COMMON, Carried, Load

# Who dumps into a crusher stands so near to it; an old unit that was seen so near may have.
NEAR_M, _PASSES_M = 35.0, 60.0
# Below so many t/h a belt runs empty. It is known to be right to a share of what it weighs, and tells that much by
# chance.
_EMPTY_TPH, _RIGHT, _CHANCE = 5.0, 0.005, 0.002
# Of so much of the time it may tell nothing. A counter of tonnes is about so right, in steps of whole loads.
_UNTOLD, _COUNTER, _STEP = 0.02, 0.02, 0.4
# Who was seen near and counted is taken to have dumped there where that brings belt and dumps so much nearer.
_NEARER, _MOST = 0.05, 6


@dataclass(frozen=True)
class Belt:
    """What the belt of a crusher told: its t/h (NaN: nothing) from times in Unix seconds on, `lasts_s` each."""

    crusher: str
    place_deg: tuple[float, float]
    time_s: Array
    tph: Array
    lasts_s: float


@dataclass(frozen=True)
class Fed:
    """A load that was dumped somewhere: when (Unix seconds), where (degrees), its weight, and what of it is chance."""

    dumped_s: float
    place_deg: tuple[float, float]
    weighing: Weighing
    own_sd_kg: float


@dataclass(frozen=True, eq=False)
class Counted:
    """What a machine's own counter stood at, in kg at Unix seconds; `places_deg` is where it was seen then, a row each.

    `seen` are its loads that scales weighed, wherever it dumped them: when, and kg; `load_kg` is a usual load of it.
    """

    machine: str
    time_s: Array
    kg: Array
    places_deg: Array
    seen: Sequence[tuple[float, float]]
    load_kg: float

    def missing_kg(self, begin_s: float, end_s: float) -> float:
        """Return by how much more than was seen it grew between two times, less than half of a load counting as
        none."""
        first, last = np.interp([begin_s, end_s], self.time_s, self.kg)
        missing = float(last - first) - sum(kg for dumped_s, kg in self.seen if begin_s <= dumped_s < end_s)
        return missing if missing > self.load_kg / 2 else 0.0


@dataclass(frozen=True)
class Run:
    """What a belt weighed between two moments at which it was empty (Unix seconds; NaN: it never was), and what was
    dumped: by scales, and by the counters of machines that no scale tells of. `comparison` is None where that is not
    known
    well enough to compare."""

    crusher: str
    begin_s: float
    end_s: float
    belt_kg: float
    weighed_kg: float
    loads: int
    counted_kg: float
    counted: tuple[str, ...]
    comparison: Comparison | None


def fed(truck: str, own: Carried, load: Load | None = None, back_kg: float = 0.0) -> Fed:
    """Return a load that a truck dumped, by its own scale and, where both tell about the same, the digger's passes.

    Each counts by what is chance in it, so that what both tell together is apart from what lies between them.
    """
    kg, alone = own.payload_kg - back_kg, (1 - OWN_COMMON**2) ** 0.5 * own.sd_kg
    right = {truck: OWN_COMMON * own.sd_kg / own.payload_kg}
    place = own.latitude_deg, own.longitude_deg
    if load is None or not abs(load.payload_kg / kg - 1) <= NOT_THE_SAME:
        return Fed(own.dumped_s, place, Weighing(kg, {truck: 1.0}, right), alone)
    share = alone**2 / (load.own_sd_kg**2 + alone**2)
    both = share * load.payload_kg + (1 - share) * kg
    shares = {load.digger: share * load.payload_kg / both, truck: (1 - share) * kg / both}
    right |= {load.digger: load.common_kg / load.payload_kg}
    sd_kg = float(alone * load.own_sd_kg / np.hypot(alone, load.own_sd_kg))
    return Fed(own.dumped_s, place, Weighing(both, shares, right), sd_kg)


def run(belt: Belt, dumped: Sequence[Fed], counters: Sequence[Counted]) -> Run:
    """Return what a belt weighed from the first to the last moment at which it was empty, beside what was dumped
    then."""
    empty = np.flatnonzero(belt.tph < _EMPTY_TPH)
    if len(empty) < 2 or empty[-1] - empty[0] < 2:
        return Run(belt.crusher, np.nan, np.nan, np.nan, 0.0, 0, 0.0, (), None)
    inside = slice(int(empty[0]) + 1, int(empty[-1]))
    begin_s, end_s = float(belt.time_s[inside.start]), float(belt.time_s[inside.stop])
    told = np.isfinite(belt.tph[inside])
    belt_kg = float(np.nansum(belt.tph[inside])) * belt.lasts_s / 3.6
    here = [one for one in dumped if begin_s <= one.dumped_s < end_s and _apart_m(one.place_deg, belt) < NEAR_M]
    missing = {one: one.missing_kg(begin_s, end_s) for one in counters if _was_near(one, belt, begin_s, end_s)}
    weighed_kg = sum(one.weighing.kg for one in here)
    chosen = _who({one: kg for one, kg in missing.items() if kg > 0}, belt_kg, weighed_kg)
    counted = {one: missing[one] for one in chosen or ()}
    whole = chosen is not None and here and told.mean() > 1 - _UNTOLD and _lasts(belt, inside)
    return Run(
        belt.crusher,
        begin_s,
        end_s,
        belt_kg,
        weighed_kg,
        len(here),
        sum(counted.values()),
        tuple(sorted(one.machine for one in counted)),
        _comparison(belt, belt_kg, here, counted) if whole else None,
    )


def _lasts(belt: Belt, inside: slice) -> bool:
    """Return whether hardly any time is missing between what a belt told."""
    span = float(belt.time_s[inside.stop] - belt.time_s[inside.start])
    return bool((inside.stop - inside.start) * belt.lasts_s > (1 - _UNTOLD) * span)


def _apart_m(place: tuple[float, float], belt: Belt) -> float:
    east, north = metres_per_degree(belt.place_deg[0])
    apart = np.hypot((place[0] - belt.place_deg[0]) * north, (place[1] - belt.place_deg[1]) * east)
    return float(np.nan_to_num(apart, nan=np.inf))


def _was_near(one: Counted, belt: Belt, begin_s: float, end_s: float) -> bool:
    then = (one.time_s >= begin_s) & (one.time_s < end_s)
    return any(
        _apart_m((latitude, longitude), belt) < _PASSES_M for latitude, longitude in one.places_deg[then].tolist()
    )


def _who(missing: Mapping[Counted, float], belt_kg: float, weighed_kg: float) -> tuple[Counted, ...] | None:
    """Return which of those that were near, and of whose loads some are not known, dumped there: those with which belt
    and dumps agree best; None where that cannot be told."""
    if len(missing) > _MOST or not belt_kg > 0:
        return None
    some = chain.from_iterable(combinations(missing, count) for count in range(len(missing) + 1))
    apart = sorted(
        ((abs(np.log((weighed_kg + sum(missing[one] for one in who)) / belt_kg)), place, who)
         for place, who in enumerate(some) if who or weighed_kg),
    )  # fmt: skip
    if not apart or apart[0][0] > NOT_THE_SAME:
        return None
    return apart[0][2] if len(apart) == 1 or apart[1][0] - apart[0][0] > _NEARER else None


def _comparison(belt: Belt, belt_kg: float, here: Sequence[Fed], counted: Mapping[Counted, float]) -> Comparison:
    dumped_kg = sum(one.weighing.kg for one in here) + sum(counted.values())
    shares: dict[str, float] = {}
    rights: dict[str, list[float]] = {}
    for one in here:
        for scale, share in one.weighing.shares.items():
            shares[scale] = shares.get(scale, 0.0) + share * one.weighing.kg / dumped_kg
            rights.setdefault(scale, []).append(one.weighing.right[scale])
    by_chance = sum(one.own_sd_kg**2 for one in here)
    by_chance += sum((_COUNTER * kg) ** 2 + 2 * (_STEP * one.load_kg) ** 2 for one, kg in counted.items())
    return Comparison(
        Weighing(belt_kg, {belt.crusher: 1.0}, {belt.crusher: _RIGHT}),
        Weighing(dumped_kg, shares, {scale: float(np.mean(told)) for scale, told in rights.items()}),
        float(np.hypot(by_chance**0.5 / dumped_kg, _CHANCE)),
        len(here),
    )
