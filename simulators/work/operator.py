"""Who drives a machine in a shift, how fast, and when do they rest?"""

from dataclasses import dataclass, field
from typing import NamedTuple

from simulators.misuse.habit import Habit
from simulators.misuse.kind import Misuse
from simulators.noise import Dice
from simulators.shift import Window
from simulators.work.post import Trip
from simulators.work.roster import Driver
from simulators.work.timeline import Phase, Timeline

_MINUTE = 60.0
# Who speeds takes such a share of a trip's time, who hurries with a cold engine such a one, after so many seconds.
_SPEEDS, _HURRIES, _AT_ONCE_S = (0.68, 0.80), (0.84, 0.92), 15.0

# A wait that will be longer than this is long: the engine idles for so many minutes, and is switched off.
_LONG_WAIT_S, _IDLES_MIN = 12 * _MINUTE, (2.5, 6.0)
# Nobody rests, and nothing is mended, when it is nearly time to go home.
_HOMEWARD_S = 20 * _MINUTE


class Break(NamedTuple):
    """When the work of a machine is interrupted, for how long, and by which phase."""

    due_s: float
    seconds: float
    phase: Phase


@dataclass
class Operator:
    """One person on one machine for one shift: `pace` above 1 is slower than typical, `fill` how full buckets are.

    `breaks` are when work is interrupted next, for how many seconds, and by which phase: a rest, or a small repair.
    """

    dice: Dice
    window: Window
    pace: float
    leaves_engine_on: bool
    fill: float
    habit: Habit
    hurries: bool = False
    breaks: list[Break] = field(default_factory=list)

    @staticmethod
    def on(window: Window, driver: Driver, habit: Habit, dice: Dice, breaks: list[Break]) -> "Operator":
        """Return who drives a machine in a shift, with what interrupts the work in order of time."""
        return Operator(dice, window, driver.pace, driver.leaves_engine_on, driver.fill, habit, breaks=breaks)

    @property
    def home_by_s(self) -> float:
        """Return by when the machine stands in its place; then the engine cools down, and the tank is filled."""
        return self.window.stop_s - 8 * _MINUTE

    def time(self, trip: Trip) -> float:
        """Return the seconds that this operator takes for a trip this time."""
        return self.dice.about(1.04 * trip.seconds * self.pace, 0.05)

    def drive(self, timeline: Timeline, phase: Phase, trip: Trip, load_kg: float = 0.0, slower: float = 1.0) -> None:
        """Make a trip, as this operator is used to; a load beyond the rated one makes it slower."""
        misuse = self.habit.on_the_road(loaded=load_kg > 0)
        seconds = self.time(trip) * slower
        if misuse is Misuse.OVERSPEED or self.hurries:
            seconds = self.habit.dice.uniform(*(_SPEEDS if misuse is Misuse.OVERSPEED else _HURRIES)) * trip.seconds
        self.hurries = False
        timeline.spend(phase, seconds, trip, (load_kg, load_kg), misuse=misuse)

    def start(self, timeline: Timeline, place: Trip) -> None:
        """Begin the shift: climb in some minutes after its start, and let the engine warm up, or not."""
        timeline.until(Phase.OFF, self.window.start_s + self.dice.uniform(2, 8) * _MINUTE, place)
        warms = self.dice.uniform(3, 6) * _MINUTE
        self.hurries = self.habit.tempted(Misuse.COLD_FULL_LOAD)
        timeline.spend(Phase.IDLE, _AT_ONCE_S if self.hurries else warms, place)

    def stop(self, timeline: Timeline, place: Trip) -> None:
        """End the shift: let the engine cool down, or not, and switch it off."""
        cools = self.dice.uniform(1.5, 3.5) * _MINUTE
        timeline.spend(Phase.IDLE, self._cools_s(cools), place)

    def linger(self, timeline: Timeline, place: Trip) -> bool:
        """Stand for some time with the engine on, if tempted to; return whether it was so."""
        if not self.habit.tempted(Misuse.LONG_IDLING):
            return False
        timeline.spend(Phase.IDLE, self.habit.dice.uniform(6, 15) * _MINUTE, place)
        return True

    def wait(self, timeline: Timeline, phase: Phase, until_s: float, place: Trip, load_kg: float = 0.0) -> None:
        """Wait where the machine stands; the engine is switched off where that takes long, unless one leaves it on."""
        if until_s - timeline.now_s > _LONG_WAIT_S and not self.leaves_engine_on:
            idles = self.dice.uniform(*_IDLES_MIN) * _MINUTE
            timeline.until(phase, timeline.now_s + idles, place, load_kg)
            timeline.until(Phase.OFF, until_s, place, load_kg)
        timeline.until(phase, until_s, place, load_kg)

    def rest(self, timeline: Timeline, place: Trip) -> bool:
        """Take the break that is due, if one is, where the machine stands; return whether there was one."""
        if not self.breaks or timeline.now_s < self.breaks[0].due_s:
            return False
        _, seconds, phase = self.breaks.pop(0)
        seconds = min(seconds, self.home_by_s - _HOMEWARD_S - timeline.now_s)
        if seconds < _MINUTE:
            return False
        if phase is Phase.REPAIR:
            timeline.spend(phase, seconds, place)
            return True
        cools = self._cools_s(self.dice.uniform(1, 4) * _MINUTE)
        idling = seconds if self.leaves_engine_on else min(seconds, cools)
        timeline.spend(Phase.IDLE, idling, place)
        timeline.until(Phase.OFF, timeline.now_s + seconds - idling, place)
        return True

    def _cools_s(self, usual_s: float) -> float:
        return self.habit.dice.uniform(2, 9) if self.habit.tempted(Misuse.HOT_SHUTDOWN) else usual_s


def rests(window: Window, dice: Dice, crew: Dice) -> list[Break]:
    """Return when somebody rests in a shift; the crew rests at about the same time."""
    hours = (window.stop_s - window.start_s) / 3600
    shares = (0.24, 0.5, 0.77) if hours >= 6 else (0.5,)
    due = [window.start_s + 3600 * hours * share + crew.uniform(-6, 6) * _MINUTE for share in shares]
    lengths = [dice.uniform(30, 40) if share == 0.5 else dice.uniform(12, 18) for share in shares]
    return [Break(time, length * _MINUTE, Phase.IDLE) for time, length in zip(due, lengths, strict=True)]
