"""What do the cycles and passes of some rows come to?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal, NamedTuple

from services.positioning.api import HaulColumns
from services.site.api import Tonnes
from services.weighing.api.moved import Moved

# Nine times in ten a value lies within so many standard deviations.
NINETY = 1.645
# Where no scale tells how exact it is: what trucks' scales are known to be off by, as a share.
_USUAL_SD = 0.01


@dataclass(frozen=True)
class Haul:
    """Cycles of one truck in one step of time between the same zones, as positioning sums them."""

    time: datetime
    truck: str
    loaded_at: str | None
    dumped_at: str | None
    hours: int
    cycles: int
    weighed: int
    measured: int
    payload_t: float
    tonne_km: float
    distance_km: float
    seconds: float
    queue_s: float
    dump_queue_s: float
    loading_s: float
    loading_s2: float
    dumping_s: float
    dumping_s2: float
    travelled_s: float


class Dug(NamedTuple):
    """What one digger moved in one step of time; without standard deviations: by its counter."""

    time: datetime
    digger: str
    passes: int
    weighed: int
    t: float
    own_sd_t: float | None
    common_sd_t: float | None


def hauls_of(columns: HaulColumns) -> list[Haul]:
    """Return the rows of columns."""
    names = [one.name for one in fields(Haul)]
    return [Haul(*row) for row in zip(*(getattr(columns, name) for name in names), strict=True)]


def dug_of(moved: Moved) -> list[Dug]:
    """Return what each digger moved, by its boom."""
    one = moved.moved
    columns = (one.time, one.machine, one.passes, one.weighed, one.payload_t, one.own_sd_t, one.common_sd_t)
    return [Dug(*row) for row in zip(*columns, strict=True)]


def hauled_t(hauls: Sequence[Haul]) -> float | None:
    """Return the tonnes of cycles, those that no scale told counting as the others; None where none was weighed."""
    weighed, cycles = sum(one.weighed for one in hauls), sum(one.cycles for one in hauls)
    return sum(one.payload_t for one in hauls) * cycles / weighed if weighed else None


def tonne_km(hauls: Sequence[Haul]) -> float | None:
    """Return the tonne-kilometres of cycles, those that are not known counting as the others."""
    measured, cycles = sum(one.measured for one in hauls), sum(one.cycles for one in hauls)
    return sum(one.tonne_km for one in hauls) * cycles / measured if measured else None


def queue_share(hauls: Sequence[Haul]) -> float | None:
    """Return the share of the time in cycles for which trucks waited, None where there were none."""
    seconds = sum(one.seconds for one in hauls)
    return sum(one.queue_s + one.dump_queue_s for one in hauls) / seconds if seconds else None


def sd_t(dug: Iterable[Dug]) -> float | None:
    """Return the standard deviation of what diggers moved, None where any was only counted.

    What passes have of their own adds up in squares; what a scale is off by is the same in all that it weighs.
    """
    own, common = 0.0, dict[str, float]()
    for one in dug:
        if one.own_sd_t is None or one.common_sd_t is None:
            return None
        own += one.own_sd_t**2
        common[one.digger] = common.get(one.digger, 0.0) + one.common_sd_t
    return float((own + sum(sd**2 for sd in common.values())) ** 0.5)


def truck_sd_t(t: float, moved: Moved | None, trucks: Iterable[str]) -> float:
    """Return the standard deviation of tonnes that trucks weighed, as a share of what their scales told of theirs."""
    told = [one for one in moved.trucks if one.truck in set(trucks)] if moved else []
    weighed = sum(one.payload_t for one in told)
    return t * float(sum(one.sd_t**2 for one in told) ** 0.5) / weighed if weighed else t * _USUAL_SD


def tonnes(basis: Literal["trucks", "diggers"], t: float, sd: float | None, coverage: float | None) -> Tonnes:
    """Return tonnes with the bounds between which they lie nine times in ten."""
    low, high = (max(t - NINETY * sd, 0.0), t + NINETY * sd) if sd is not None else (None, None)
    return Tonnes(basis=basis, t=t, sd_t=sd, low_t=low, high_t=high, coverage=coverage)


def per(amount: float | None, by: float | None) -> float | None:
    """Return an amount by another, None where either is not known or there is nothing to divide by."""
    return amount / by if amount is not None and by else None
