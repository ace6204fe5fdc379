"""Who drives a machine in a shift, how fast, and when do they rest?"""

from dataclasses import dataclass, field

from simulators.noise import Dice
from simulators.shift import Window
from simulators.work.post import Trip
from simulators.work.timeline import Phase, Timeline

_MINUTE = 60.0


@dataclass
class Operator:
    """One person on one machine for one shift: `pace` above 1 is slower than typical."""

    dice: Dice
    window: Window
    pace: float
    leaves_engine_on: bool
    breaks: list[tuple[float, float]] = field(default_factory=list)

    @staticmethod
    def on(window: Window, seed: int, machine: str, crew: Dice) -> "Operator":
        """Return the operator of a machine; the crew rests at about the same time."""
        dice = Dice(seed, machine, "operator", window.start_s)
        return Operator(dice, window, dice.about(1.0, 0.04), dice.random() < 0.35, _breaks(window, dice, crew))

    @property
    def home_by_s(self) -> float:
        """Return by when the machine stands in its place; then the engine cools down, and the tank is filled."""
        return self.window.stop_s - 8 * _MINUTE

    def time(self, trip: Trip) -> float:
        """Return the seconds that this operator takes for a trip this time."""
        return self.dice.about(1.04 * trip.seconds * self.pace, 0.05)

    def start(self, timeline: Timeline, place: Trip) -> None:
        """Begin the shift: climb in some minutes after its start, and let the engine warm up."""
        timeline.until(Phase.OFF, self.window.start_s + self.dice.uniform(2, 8) * _MINUTE, place)
        timeline.spend(Phase.IDLE, self.dice.uniform(3, 6) * _MINUTE, place)

    def stop(self, timeline: Timeline, place: Trip) -> None:
        """End the shift: let the engine cool down and switch it off."""
        timeline.spend(Phase.IDLE, self.dice.uniform(1.5, 3.5) * _MINUTE, place)

    def rest(self, timeline: Timeline, place: Trip) -> bool:
        """Take the break that is due, if one is, where the machine stands; return whether there was one."""
        if not self.breaks or timeline.now_s < self.breaks[0][0]:
            return False
        _, seconds = self.breaks.pop(0)
        idling = seconds if self.leaves_engine_on else min(seconds, self.dice.uniform(1, 4) * _MINUTE)
        timeline.spend(Phase.IDLE, idling, place)
        timeline.until(Phase.OFF, timeline.now_s + seconds - idling, place)
        return True


def _breaks(window: Window, dice: Dice, crew: Dice) -> list[tuple[float, float]]:
    hours = (window.stop_s - window.start_s) / 3600
    shares = (0.24, 0.5, 0.77) if hours >= 6 else (0.5,)
    due = [window.start_s + 3600 * hours * share + crew.uniform(-6, 6) * _MINUTE for share in shares]
    lengths = [dice.uniform(30, 40) if share == 0.5 else dice.uniform(12, 18) for share in shares]
    return [(time, length * _MINUTE) for time, length in zip(due, lengths, strict=True)]
