"""What are the indicators of a machine's week, and on how much work does each rest?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.weighing.target import FAR_OVER, OVER, SHARE_OVER


@dataclass(frozen=True)
class Week:
    """What a machine did in a week, or in several added up: sums only, so that weeks can be added and corrected.

    `phase_s` are the seconds of each phase over all cycles; `target_kg` what its loads were to be in all, `over` and
    `far_over` how many lay above 110 and 120 % of theirs; `scheduled_h` and `down_h` hours in which it was to work and
    could not; `health_h` its health (0 to 1) times the hours for which that is known, which are `judged_h`; `misuses`
    those of the hours in which anybody watched for them, which are `watched_h`.
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
    scheduled_h: float = 0.0
    down_h: float = 0.0
    judged_h: float = 0.0
    health_h: float = 0.0
    misuses: int = 0
    watched_h: float = 0.0
    phase_s: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Indicator:
    """A figure, and the exposure it rests on: hours, tonnes, cycles or loads."""

    value: float
    exposure: float


def add(weeks: Sequence[Week]) -> Week:
    """Return several weeks as one."""
    names = [name for name in Week.__dataclass_fields__ if name != "phase_s"]
    phases = {name: None for week in weeks for name in week.phase_s or {}}
    seconds = {name: sum((week.phase_s or {}).get(name, 0.0) for week in weeks) for name in phases}
    return Week(**{name: sum(getattr(week, name) for week in weeks) for name in names}, phase_s=seconds or None)


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
        "availability": (week.scheduled_h - week.down_h, week.scheduled_h),
        "health": (week.health_h, week.judged_h),
        "misuses_per_100h": (100 * week.misuses, week.watched_h),
        **{f"{name}_s": (seconds, float(week.cycles)) for name, seconds in (week.phase_s or {}).items()},
    }
    told = {name: Indicator(part / whole, whole) for name, (part, whole) in ratios.items() if whole > 0}
    if week.loads:
        told["keeps_to_target"] = Indicator(float(_keeps(week)), week.loads)
    return told


def _keeps(week: Week) -> bool:
    """Return whether loads keep to their targets: none above 120 %, a tenth above 110 %, and the mean not above."""
    return week.payload_kg <= week.target_kg and week.over <= SHARE_OVER * week.loads and not week.far_over


def count_over(payload_kg: Sequence[float], target_kg: float) -> tuple[int, int]:
    """Return how many loads lay above 110 and above 120 % of their target."""
    over, far = (sum(one > share * target_kg for one in payload_kg) for share in (OVER, FAR_OVER))
    return over, far
