"""What are the indicators of a machine's week, and on how much work does each rest?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.weighing.target import FAR_OVER, OVER, SHARE_OVER


@dataclass(frozen=True)
class Week:
    """What a machine did in a week, or in several added up: sums only, so that weeks can be added and corrected.

    `phase_s` are the seconds of each phase over all cycles; `target_kg` what its loads were to be in all, `over` and
    `far_over` how many lay above 110 and 120 % of theirs. Of `planned_h` hours in which it was to work something is
    known of `scheduled_h`; in `down_h` of these it could not, in `standing_h` it stood for long and nobody said why.
    `health_h` is its health (0 to 1) times the hours for which that is known, which are `judged_h`, and `doubt_h` the
    standard deviation of that; `misuses`, by kind in `misuse`, are those of the hours in which anybody watched for
    them, which are `watched_h`.
    """

    hours_h: float = 0.0
    idle_h: float = 0.0
    fuel_l: float = 0.0
    cycles: int = 0
    loads: int = 0
    payload_kg: float = 0.0
    target_kg: float = 0.0
    over: int = 0
    far_over: int = 0
    planned_h: float = 0.0
    scheduled_h: float = 0.0
    down_h: float = 0.0
    standing_h: float = 0.0
    judged_h: float = 0.0
    health_h: float = 0.0
    doubt_h: float = 0.0
    misuses: int = 0
    watched_h: float = 0.0
    phase_s: Mapping[str, float] | None = None
    misuse: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Indicator:
    """A figure, and the exposure it rests on: hours, tonnes, cycles or loads.

    `sd` is the standard deviation of its error; from `low` to `high` it lies whatever nobody told; `coverage` is the
    share of the hours that could be known which it rests on. None: not told.
    """

    value: float
    exposure: float
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None


_OF_PARTS = ("phase_s", "misuse")


def add(weeks: Sequence[Week]) -> Week:
    """Return several weeks as one."""
    names = [name for name in Week.__dataclass_fields__ if name not in _OF_PARTS]
    sums = {name: sum(getattr(week, name) for week in weeks) for name in names}
    phase_s = _together([week.phase_s for week in weeks])
    misuse = _together([week.misuse for week in weeks])
    return Week(**sums, phase_s=phase_s, misuse=None if misuse is None else {n: int(one) for n, one in misuse.items()})


def _together(parts: Sequence[Mapping[str, float] | None]) -> dict[str, float] | None:
    names = {name: None for part in parts for name in part or {}}
    return {name: sum((part or {}).get(name, 0.0) for part in parts) for name in names} or None


def indicators(week: Week) -> dict[str, Indicator]:
    """Return the indicators of a week by name; one that rests on nothing is missing.

    Fuel a tonne and an hour, shares of time idle and available, health (0 to 1), misuses a hundred hours, seconds of
    each phase a cycle, and whether loads keep to the 10/10/20 rule (1 or 0).
    """
    tonnes = week.payload_kg / 1000
    ratios = {
        "fuel_l_per_t": (week.fuel_l, tonnes),
        "fuel_l_per_h": (week.fuel_l, week.hours_h),
        "idle_share": (week.idle_h, week.hours_h),
        **{f"{name}_s": (seconds, float(week.cycles)) for name, seconds in (week.phase_s or {}).items()},
    }
    told = {name: Indicator(part / whole, whole) for name, (part, whole) in ratios.items() if whole > 0}
    if week.loads:
        told["keeps_to_target"] = Indicator(float(_keeps(week)), week.loads)
    found = {"availability": _availability(week), "health": _health(week), "misuses_per_100h": _misuses(week)}
    return told | {name: one for name, one in found.items() if one is not None}


def _availability(week: Week) -> Indicator | None:
    """Return available over scheduled time: high where each stand without a reason was none of the machine's."""
    if week.scheduled_h <= 0:
        return None
    high = 1 - week.down_h / week.scheduled_h
    low = high - week.standing_h / week.scheduled_h
    return Indicator(high, week.scheduled_h, low=low, high=high, coverage=_share(week.scheduled_h, week.planned_h))


def _health(week: Week) -> Indicator | None:
    if week.judged_h <= 0:
        return None
    # What is in doubt in one hour is in the next: the doubts of hours do not average out.
    sd = week.doubt_h / week.judged_h
    return Indicator(week.health_h / week.judged_h, week.judged_h, sd=sd, coverage=_share(week.judged_h, week.hours_h))


def _misuses(week: Week) -> Indicator | None:
    """Return misuses per 100 h; of so many chance alone makes a Poisson count, one at least where none was seen."""
    if week.watched_h <= 0:
        return None
    per_h = 100 / week.watched_h
    sd = per_h * math.sqrt(max(week.misuses, 1))
    return Indicator(per_h * week.misuses, week.watched_h, sd=sd, coverage=_share(week.watched_h, week.hours_h))


def _share(part: float, whole: float) -> float | None:
    return min(part / whole, 1.0) if whole > 0 else None


def _keeps(week: Week) -> bool:
    """Return whether loads keep to their targets: none above 120 %, a tenth above 110 %, and the mean not above."""
    return week.payload_kg <= week.target_kg and week.over <= SHARE_OVER * week.loads and not week.far_over


def count_over(payload_kg: Sequence[float], target_kg: float) -> tuple[int, int]:
    """Return how many loads lay above 110 and above 120 % of their target."""
    over, far = (sum(one > share * target_kg for one in payload_kg) for share in (OVER, FAR_OVER))
    return over, far
