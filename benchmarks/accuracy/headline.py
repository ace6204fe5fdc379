"""What do the failures of judged machines come to, and how far could chance have moved that?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.outcome import Case, Outcome, false_alarms, healthy_days, outcomes

_DRAWS = 1_000


@dataclass(frozen=True)
class Told:
    """What became of the failures of one machine, how many alarms it raised in health, and for how many days it was
    healthy."""

    found: tuple[Outcome, ...]
    false: int
    healthy_days: float

    @classmethod
    def of(cls, case: Case, stop_s: float) -> "Told":
        """Return what is told of a machine up to a moment."""
        return cls(tuple(outcomes(case, stop_s)), len(false_alarms(case)), healthy_days(case.recording, stop_s))


def headline(told: Sequence[Told]) -> dict[str, float | None]:
    """Return the figures that are promised, None where there is nothing to count."""
    found = [outcome for one in told for outcome in one.found]
    seen = [one for one in found if one.found]
    leads = [one.lead_share for one in seen if one.lead_share is not None]
    days = sum(one.healthy_days for one in told)
    return {
        "event_recall": share([one.found for one in found]),
        "false_per_machine_day": sum(one.false for one in told) / days if days else None,
        "first_mode": share([one.named(1) for one in seen]),
        "first_two": share([one.named(2) for one in seen]),
        "lead_share": float(np.median(leads)) if leads else None,
        "sensor_faults": share([one.called_sensor() for one in seen if one.is_of_sensor]),
    }


def interval95(told: Sequence[Told], seed: int = 0) -> Mapping[str, tuple[float, float] | None]:
    """Return between which values each figure lies in 95 % of 1,000 draws of the machines with replacement.

    Machines are drawn, not failures: those of one machine share its model and its weather. A figure that no machine
    contradicts is not moved by any draw, so an interval of no width says that, and not that the figure is certain.
    """
    random = np.random.default_rng(seed)
    draws = [headline([told[place] for place in random.integers(0, len(told), len(told))]) for _ in range(_DRAWS)]
    return {name: _middle([one[name] for one in draws]) for name in headline(told)}


def _middle(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = [one for one in values if one is not None]
    return (float(np.quantile(known, 0.025)), float(np.quantile(known, 0.975))) if known else None


def share(flags: Sequence[bool]) -> float | None:
    """Return which share of the flags is up, None where there are none."""
    return float(np.mean(flags)) if flags else None
