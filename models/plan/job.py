"""What is to be expected of the cost of one job, by when it is done?"""

from dataclasses import dataclass

import numpy as np

from models.machines import Kind
from models.plan.price import Price, Rates
from models.prognosis.history import Floats
from models.prognosis.part import PartForecast


@dataclass(frozen=True)
class Job:
    """A repair of a machine that may be needed: `probability` says how sure it is that the part wears at all, and
    `forecast` how long it lives where it does."""

    machine: str
    kind: Kind
    mode: str
    where: str
    probability: float
    forecast: PartForecast
    price: Price

    def dead_by(self, slots_h: Floats) -> Floats:
        """Return (slots) the probability that a part that wears has failed after so many hours of the calendar.

        Who outlives what the forecast tells is taken to fail at a constant rate, one in the length of the cap.
        """
        told = self.forecast
        worked_h = slots_h * told.hours_per_day / 24
        beyond = np.maximum(worked_h - told.cap_h, 0.0) / told.cap_h
        alive = (1 - np.interp(worked_h, told.at_h, told.dead_by)) * np.exp(-beyond)
        return np.asarray(1 - alive)

    def risk(self, slots_h: Floats) -> Floats:
        """Return (slots) the probability that the part wears and has failed by then."""
        return self.probability * self.dead_by(slots_h)


@dataclass(frozen=True)
class Item:
    """What can be grouped, over the slots of a plan: the expected `cost` of doing it then, in EUR, what it saves or
    loses by what happens before counted in, and the probability that it is still `needed` then."""

    cost: Floats
    needed: Floats

    @property
    def best(self) -> int:
        """The slot at which it costs least by itself, the first of them."""
        return int(np.argmin(self.cost))


def item_of(job: Job, rates: Rates, slots_h: Floats) -> Item:
    """Return the expected cost of a job by the slot in which it is done.

    Renewal reward (Barlow and Proschan 1965): a planned repair where the part is alive, a failure where it is not, less
    what each hour is worth by which the next part begins later, at the long-run cost of a sound part. Once it has
    failed each hour costs, or a part that fails before anybody can come would be left. A suspicion that is wrong costs
    a look, unless it ended before.
    """
    alive = 1 - job.dead_by(slots_h)
    planned, failed = rates.planned_eur(job.price, job.kind), rates.unplanned_eur(job.price, job.kind)
    worked_h = slots_h * job.forecast.hours_per_day / 24
    gained_h = _gained(job, slots_h)
    worse = rates.worse * rates.standstill_eur_per_h[job.kind] * (worked_h - gained_h)
    real = planned * alive + failed * (1 - alive) - planned / job.price.life_h * gained_h + worse
    faded = np.exp(-slots_h / rates.fades_h)
    wrong = rates.futile_eur(job.kind) * faded
    p = job.probability
    return Item(np.asarray(p * real + (1 - p) * wrong), np.asarray(p * alive + (1 - p) * faded))


def _gained(job: Job, slots_h: Floats) -> Floats:
    """Return the operating hours that the part is expected to work until each slot."""
    fine_h = np.concatenate([[0.0], slots_h])
    alive = 1 - job.dead_by(fine_h)
    hours = np.diff(fine_h) * job.forecast.hours_per_day / 24
    return np.asarray(np.cumsum(hours * (alive[1:] + alive[:-1]) / 2))
