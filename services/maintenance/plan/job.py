"""What of a machine's forecasts is worth a job in a plan, and what is only watched?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models import plan
from models.machines import Kind
from models.prognosis.part import PartForecast as LifeForecast
from services.maintenance.api import Life, MachineForecasts, PartForecast

# What is less likely than this is watched: looking for it costs more than it is worth.
_LEAST_SURE = 0.05
_NO_PRICE = "What its repair costs is not known."
_DOUBTFUL = "It is too uncertain to stop the machine for."


@dataclass(frozen=True)
class Advised:
    """A forecast of a machine's part, and the job that it is in a plan, or why it is none."""

    machine: str
    part: PartForecast
    job: plan.Job | None
    why_none: str | None


def advised(
    told: Iterable[MachineForecasts], kinds: Mapping[str, Kind], prices: Mapping[str, Mapping[str, plan.Price]]
) -> Iterator[Advised]:
    """Yield every forecast of machines with the job that it is; kinds and prices are by machine."""
    for one in told:
        for part in one.forecasts:
            yield _advised(one.machine, part, kinds[one.machine], prices[one.machine])


def of(every: Sequence[Advised], job: plan.Job) -> Advised:
    """Return the forecast that a job comes from."""
    return next(one for one in every if one.job is job)


def _advised(machine: str, part: PartForecast, kind: Kind, prices: Mapping[str, plan.Price]) -> Advised:
    price = prices.get(part.mode)
    why = part.why_no_life or (_NO_PRICE if price is None else None)
    if part.life is None or price is None:
        return Advised(machine, part, None, why)
    if part.probability < _LEAST_SURE:
        return Advised(machine, part, None, _DOUBTFUL)
    life = _life(part.mode, part.life, part.load.hours_per_day)
    job = plan.Job(machine, kind, part.mode, part.where, part.probability, forecast=life, price=price)
    return Advised(machine, part, job, None)


def _life(mode: str, life: Life, hours_per_day: float) -> LifeForecast:
    return LifeForecast(
        mode=mode,
        life_h=life.expected_h,
        low_h=life.low_h,
        high_h=life.high_h,
        cap_h=life.at_most_h,
        hours_per_day=hours_per_day,
        fail_within={},
        at_h=np.asarray(life.at_h),
        dead_by=np.asarray(life.failed_by),
    )
