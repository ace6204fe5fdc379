"""How long does one part last, and how does it go?"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from models.machines import Kind
from simulators.degradation.law import Law, laws_of
from simulators.fleet import FaultMode
from simulators.fleet.fault import TYRES
from simulators.fleet.geography import Array
from simulators.noise import Dice
from simulators.operation import Unit
from simulators.sensor.flaw import prone

# A sound part ages too: by its onset its effect has grown to three standard deviations of what varies anyway.
INCIPIENT = 0.05
# A planned repair comes between these severities.
_PLANNED_AT = (0.25, 0.9)


@dataclass(frozen=True)
class Life:
    """One part from new to its exchange: damage grows from 0 over `onset` to 1, failure in function, in `hours`.

    `luck` between 0 and 1 says how large its effect becomes within what is usual, `where` which tyre or sensor it is,
    `planned_at` at which severity it is exchanged, `noticed_days` how long after a failure.
    """

    law: Law
    index: int
    hours: float
    onset: float
    convex: float
    luck: float
    planned_at: float
    noticed_days: float
    where: str

    def severity(self, damage: Array) -> Array:
        """Return how far a part of this damage is from its onset, 0, to failure in function, 1."""
        return np.asarray(np.clip((damage - self.onset) / (1 - self.onset), 0, 1) ** self.convex)

    def effect(self, damage: Array) -> Array:
        """Return how much of its effect at failure a part of this damage has."""
        return INCIPIENT * np.minimum(damage / self.onset, 1) ** 2 + (1 - INCIPIENT) * self.severity(damage)

    @property
    def exchanged_at(self) -> float:
        """Return the damage beyond which the part is exchanged."""
        return self.onset + (1 - self.onset) * math.pow(min(self.planned_at, 1.0), 1 / self.convex)

    @property
    def repair_days(self) -> tuple[int, int]:
        """Return for how many days its machine stands in repair, planned and after failure."""
        return self.law.repair_days


class Owner(NamedTuple):
    """Whose part it is, under which seed, and how often such parts fail."""

    seed: int
    machine: str
    kind: Kind
    failures: float


def life_of(unit: Unit, law: Law, index: int) -> Life:
    """Return the life of the machine's part number `index` under a law; 0 was in it when the story began."""
    return _drawn(law, index, _owner(unit))


def lives_of(unit: Unit, indices: list[int]) -> tuple[Life, ...]:
    """Return the lives of the parts that a machine has in it, one for each law of its kind; none when none can fail."""
    return _all_drawn(_owner(unit), tuple(indices)) if unit.failures else ()


def _owner(unit: Unit) -> Owner:
    return Owner(unit.seed, unit.machine.id, unit.model.kind, unit.failures)


# The same lives are looked at every day.
@lru_cache(maxsize=4096)
def _all_drawn(owner: Owner, indices: tuple[int, ...]) -> tuple[Life, ...]:
    return tuple(_drawn(law, index, owner) for law, index in zip(laws_of(owner.kind), indices, strict=True))


def _drawn(law: Law, index: int, owner: Owner) -> Life:
    dice = Dice(owner.seed, owner.machine, "life", law.mode, index)
    sound = law.onset_h / owner.failures * dice.weibullvariate(1.0, law.shape)
    warning = math.exp(dice.uniform(*map(math.log, law.warning_h)))
    return Life(
        law,
        index,
        hours=sound + warning,
        onset=max(sound / (sound + warning), 0.02),
        convex=dice.uniform(*law.convex),
        luck=dice.random(),
        planned_at=dice.uniform(*_PLANNED_AT) if dice.random() < law.planned else math.inf,
        noticed_days=dice.uniform(*law.noticed_days),
        where=_where(owner.kind, law.mode, dice),
    )


def _where(kind: Kind, mode: FaultMode, dice: Dice) -> str:
    if mode is FaultMode.TYRE_PRESSURE_LOSS:
        return dice.choice(TYRES)
    return dice.choice(prone(kind)) if mode.is_of_sensor else ""
