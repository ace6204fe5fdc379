"""Who drives a machine in a shift, how well, and by which habits?"""

import math
from dataclasses import dataclass

from simulators.fleet import Machine
from simulators.noise import Dice, key
from simulators.shift import Window

_DAY_S = 86_400.0
# Everybody stays on a machine for some months; one shift in ten somebody else has it.
_STAYS_DAYS, _RELIEVED = 130.0, 0.10
# Most are good at it, some are masters, few are poor; who is new on a machine is less so for some weeks.
_SKILL, _NEW, _LEARNS_DAYS = (5.0, 2.7), 0.3, 12.0
_TYPICAL, _SLOWER = 0.65, 0.15
_FROM_DAY_TO_DAY = 0.03
# Who lacks so much skill presses the machine far too hard; beside skill it is a matter of temper.
_UNSKILLED, _TEMPER, _PRESSES = 0.40, 0.25, (-1.0, 1.6)
# How full a typical operator's buckets are, and how much emptier those of somebody who presses far too hard.
_FULL, _EMPTIER = 0.93, 0.045


@dataclass(frozen=True)
class Driver:
    """Who has a machine in a shift: `skill` from 0 to 1, `pace` above 1 is slower than typical.

    `press` is how much more than it takes is asked of the machine: 0 is typical, 1 far too much, below 0 less.
    """

    name: str
    skill: float
    pace: float
    press: float
    leaves_engine_on: bool

    @property
    def fill(self) -> float:
        """Return how full the buckets are: who rushes into the pile with spinning wheels brings less of it back."""
        return _FULL - _EMPTIER * self.press


def driver_of(machine: Machine, window: Window, seed: int) -> Driver:
    """Return who drives a machine in a shift; the same person comes day after day."""
    dice = Dice(seed, machine.id, "roster", window.start_s)
    name, days = _who(machine, window, seed)
    if dice.random() < _RELIEVED:
        name, days = f"{machine.id}-{window.shift}-relief", math.inf
    person = Dice(seed, "person", name)
    skill = person.betavariate(*_SKILL) - _NEW * math.exp(-days / _LEARNS_DAYS)
    skill = min(max(skill, 0.05), 1.0)
    pace = math.exp(_SLOWER * (_TYPICAL - skill)) * dice.about(1.0, _FROM_DAY_TO_DAY)
    press = (_TYPICAL - skill) / _UNSKILLED + person.gauss(0.0, _TEMPER)
    press = min(max(press, _PRESSES[0]), _PRESSES[1])
    return Driver(name, skill, pace, press, dice.random() < 0.6 - 0.4 * skill)


def _who(machine: Machine, window: Window, seed: int) -> tuple[str, float]:
    """Return who regularly has the machine in this shift, and for how many days by then."""
    hired = key(seed, machine.id, window.shift, "hired") % 1000 / 1000
    terms = window.start_s / (_DAY_S * _STAYS_DAYS) + hired
    return f"{machine.id}-{window.shift}-{int(terms)}", terms % 1 * _STAYS_DAYS
