"""What do haul cycles come to, as sums that can be kept, added and corrected?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.benchmarking.haulage import Array, Cycles, factors

# Litres a kWh by the handbook: work at the wheels through the driveline (half of it on each ground), friction while
# driving, standing and being served, and cooling.
USUAL = (0.145, 0.145, 0.020, 0.010, 0.035, 0.003)
# Of so few cycles nobody tells how much they differ from one another; and they differ by about so much.
_FEW, _USUAL_CV = 20, 0.15
MEANS = ("distance_m", "climb_m", "lift_m", "payload_share", "air_c")


@dataclass(frozen=True)
class Tally:
    """Sums over haul cycles, an entry for each machine (or week of one): how many, litres, the factors that fuel
    follows from (entries x `FACTORS`, kWh), what else no operator decides (entries x `MEANS`), and by how much cycles
    differ from those right before them (sum of squares of the logarithm, and of how many)."""

    cycles: NDArray[np.int64]
    fuel_l: Array
    factors: Array
    means: Array
    steps2: Array
    steps: NDArray[np.int64]

    def __getitem__(self, rows: int | NDArray[np.int64]) -> "Tally":
        """Return some of the entries."""
        kept = np.atleast_1d(rows)
        return Tally(
            self.cycles[kept],
            self.fuel_l[kept],
            self.factors[kept],
            self.means[kept],
            self.steps2[kept],
            self.steps[kept],
        )

    def grouped(self, into: Sequence[int] | NDArray[np.int64], count: int) -> "Tally":
        """Return what entries come to together: `into` says of each to which of `count` it belongs."""
        rows = np.asarray(into)
        return Tally(
            cycles=np.bincount(rows, self.cycles, count).astype(np.int64),
            fuel_l=_added(self.fuel_l, rows, count),
            factors=_added(self.factors, rows, count),
            means=_added(self.means, rows, count),
            steps2=_added(self.steps2, rows, count),
            steps=np.bincount(rows, self.steps, count).astype(np.int64),
        )

    @property
    def covariates(self) -> Array:
        """Return distance, grade both ways together, lift by distance, payload and air, as means of each entry."""
        metres, climb, lift, payload, air = (self.means / self.cycles[:, None]).T
        return np.stack([np.log(metres), 2 * lift / metres, climb / metres, np.log(payload), air], axis=-1)

    @property
    def cv(self) -> float:
        """Return by how much cycles differ for no reason: from those right before them, and of all entries alike.

        Who drives next is no luck: between neighbours there is mostly the same operator (von Neumann's successive
        differences, 1941).
        """
        steps = int(self.steps.sum())
        return float(np.sqrt(self.steps2.sum() / steps / 2)) if steps >= _FEW else _USUAL_CV


def tally(of: NDArray[np.int64], cycles: Cycles, fuel_l: Array, count: int) -> Tally:
    """Return what cycles come to, of `count` machines: `of` says whose each is, machine by machine in order of time."""
    each = factors(cycles)
    log_ratio = np.log(fuel_l / (each @ np.array(USUAL)))
    follows = np.append(False, of[1:] == of[:-1]) if len(of) else np.zeros(0, bool)
    steps2 = np.where(follows, np.diff(log_ratio, prepend=0.0) ** 2, 0.0)
    told = (cycles.distance_m, cycles.climb_m, cycles.lift_m, cycles.payload_kg / cycles.mass_kg, cycles.air_c)
    alone = Tally(np.ones(len(of), np.int64), fuel_l, each, np.stack(told, axis=-1), steps2, follows.astype(np.int64))
    return alone.grouped(of, count)


def _added(column: Array, into: NDArray[np.int64], count: int) -> Array:
    total = np.zeros((count, *column.shape[1:]))
    np.add.at(total, into, column)
    return total
