"""To what misuse is an operator tempted, and when?"""

from dataclasses import dataclass

from simulators.misuse.kind import CHANCE, Misuse
from simulators.noise import Dice

# Who is as skilled as most does as much as the table of chances says; a master a tenth of that, a beginner three times.
_CARELESS, _CARELESS_POWER = 4.5, 1.5
_AT_MOST = 0.5
_ON_THE_ROAD = (Misuse.OVERSPEED, Misuse.COASTING, Misuse.HARSH_BRAKING)


@dataclass
class Habit:
    """How one operator treats a machine in one shift: `often` times as badly as is typical, 0 never badly.

    Only a truck, which goes far and down the grade, is driven too fast or in neutral.
    """

    dice: Dice
    often: float
    is_of_truck: bool = False

    @staticmethod
    def of(skill: float, often: float, dice: Dice, *, is_of_truck: bool) -> "Habit":
        """Return the habit of an operator of a skill between 0 and 1, where misuse is `often` times as usual."""
        return Habit(dice, often * _CARELESS * (1 - skill) ** _CARELESS_POWER, is_of_truck)

    def tempted(self, kind: Misuse) -> bool:
        """Return whether the operator does it at this chance."""
        return self.often > 0 and self.dice.random() < min(CHANCE[kind] * self.often, _AT_MOST)

    def on_the_road(self, *, loaded: bool) -> Misuse:
        """Return how the operator misuses the machine on a trip; nobody speeds with a load."""
        kinds = _ON_THE_ROAD[-1:] if not self.is_of_truck else _ON_THE_ROAD[1:] if loaded else _ON_THE_ROAD
        return next((kind for kind in kinds if self.tempted(kind)), Misuse.NONE)
