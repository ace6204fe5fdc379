"""In which condition does a machine begin a day?"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulators.degradation.forced import forced
from simulators.degradation.law import laws_of
from simulators.degradation.life import Life, lives_of
from simulators.fleet.geography import Array
from simulators.noise import Dice
from simulators.operation import Unit

# Machines run for less than half of the time: an hour of operation takes so many seconds.
_SECONDS_PER_H = 2.2 * 3600


@dataclass(frozen=True)
class Condition:
    """What wears on a machine, an entry for each law of its kind: which life its part is in, its damage from 0 to 1,
    and when it passed its onset and failed (Unix seconds, NaN: not yet).

    `soot` counts the fillings of the soot filter, `back` is the site's day on which the machine works again, or 0.
    """

    life: NDArray[np.int64]
    damage: Array
    onset_s: Array
    failure_s: Array
    soot: float
    back: int = 0

    def written(self) -> dict[str, Any]:
        """Return the condition as JSON can hold it."""
        lists = {name: value.tolist() for name, value in asdict(self).items() if isinstance(value, np.ndarray)}
        return lists | {"soot": self.soot, "back": self.back}

    @staticmethod
    def read(told: dict[str, Any]) -> "Condition":
        """Return the condition that was written."""
        numbers = {name: np.array(told[name], dtype=np.float64) for name in ("damage", "onset_s", "failure_s")}
        return Condition(np.array(told["life"], dtype=np.int64), **numbers, soot=told["soot"], back=told["back"])


def first_condition(unit: Unit, begins_s: float) -> Condition:
    """Return the condition in which a machine's story begins: its parts are of any age."""
    laws = laws_of(unit.model.kind)
    count = len(laws)
    lives = lives_of(unit, [0] * count)
    dice = Dice(unit.seed, unit.machine.id, "ages")
    damage = np.array([dice.random() * life.exchanged_at for life in lives] or [0.0] * count)
    damage[forced(unit.machine, laws)] = 0.0
    onset_s = np.array([_onset_s(life, one, begins_s) for life, one in zip(lives, damage, strict=False)])
    never = np.full(count, np.nan)
    return Condition(np.zeros(count, np.int64), damage, onset_s if lives else never, never, dice.random())


def _onset_s(life: Life, damage: float, begins_s: float) -> float:
    """Return about when a part passed its onset, NaN when it has not."""
    return begins_s - (damage - life.onset) * life.hours * _SECONDS_PER_H if damage >= life.onset else np.nan
