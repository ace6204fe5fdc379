"""What was measured of units over their lives, cycle by cycle?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class History:
    """Rows of units in order of age, unit after unit.

    `unit` (n) numbers the unit of each row, `age` (n) is its life so far in cycles or operating hours, `settings`
    (n, k) how it was operated (k may be 0), `sensors` (n, m) what it showed. Raises ValueError for arrays that do not
    fit together, for units whose rows are apart or not in order of age, and for values that are no numbers.
    """

    unit: Integers
    age: Floats
    settings: Floats
    sensors: Floats

    def __post_init__(self) -> None:
        lengths = {len(self.unit), len(self.age), len(self.settings), len(self.sensors)}
        if len(lengths) != 1:
            raise ValueError(f"The arrays of a history have different lengths: {sorted(lengths)}.")
        if not all(np.isfinite(part).all() for part in (self.age, self.settings, self.sensors)):
            raise ValueError("A history holds a value that is no number.")
        if len(self.starts) != len(np.unique(self.unit)):
            raise ValueError("The rows of a unit are apart; sort by unit and age.")
        if (np.diff(self.age)[np.diff(self.unit) == 0] <= 0).any():
            raise ValueError("The rows of a unit are not in order of age; sort by unit and age.")

    def __len__(self) -> int:
        return len(self.unit)

    @property
    def starts(self) -> Integers:
        """The first row of each unit."""
        return np.flatnonzero(np.diff(self.unit, prepend=self.unit[:1] - 1) != 0)

    @property
    def ends(self) -> Integers:
        """The last row of each unit, in the order of `starts`."""
        return np.append(self.starts[1:], len(self)) - 1

    def spans(self) -> Iterator[slice]:
        """Yield the rows of each unit."""
        for start, end in zip(self.starts, self.ends, strict=True):
            yield slice(start, end + 1)

    def at(self, rows: Flags | slice) -> "History":
        """Return some of the rows, whole units as a rule."""
        return History(self.unit[rows], self.age[rows], self.settings[rows], self.sensors[rows])

    def life_left(self) -> Floats:
        """Return (n) how much life was left at each row, of units that all ran to failure at their last row."""
        lengths = self.ends - self.starts + 1
        return np.asarray(np.repeat(self.age[self.ends], lengths) - self.age, dtype=np.float64)
