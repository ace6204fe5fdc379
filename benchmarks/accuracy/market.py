"""What is known of a simulated market, and which of its groups may be told of?"""

import numpy as np

from models.benchmarking.cell import OWNERS as FEWEST
from models.benchmarking.cell import SHARE, Path, publishable
from models.benchmarking.haulage import Cycles
from models.benchmarking.unit import Hauls, Machines
from simulators.market.haul import Market, haul
from simulators.market.land import MODELS, REGIONS, settle
from simulators.noise import key

OWNERS, MACHINES = 20, 8


def market_of(seed: int, number: int, cycles: int) -> Market:
    """Return one of the markets of a seed, each with a truth of its own."""
    dice = np.random.default_rng(key(seed, "market", number))
    return haul(dice, settle(dice, OWNERS, MACHINES), cycles)


def machines_of(market: Market) -> Machines:
    """Return what is known of a market's trucks."""
    land = market.machines
    way = [f"{site}-{metres:.3f}" for site, metres in zip(land.site.tolist(), land.leg_m[:, 0].tolist(), strict=True)]
    kinds = np.stack([land.model, land.material], axis=-1)
    return Machines(land.owner.astype(str), land.site.astype(str), np.array(way), land.material, kinds)


def hauls_of(market: Market) -> Hauls:
    """Return what a market's trucks hauled, as it is measured."""
    told = market.hauled
    mass = market.machines.mass_kg[told.machine]
    cycles = Cycles(mass, told.payload_kg, told.distance_m, told.climb_m, told.lift_m, told.air_c, told.queue_s)
    return Hauls(told.machine, cycles, told.fuel_l)


def unsafe_cells(seed: int, markets: int = 60) -> int:
    """Return how many groups that are told of some markets, or follow from those told, break a rule.

    Markets have from three owners to forty, some far larger than the others. Every sum and difference of told groups of
    which one holds the other is looked at with rules that are written out here once more.
    """
    return sum(_broken(np.random.default_rng(key(seed, "cells", number))) for number in range(markets))


def _broken(dice: np.random.Generator) -> int:
    leaves: dict[Path, dict[str, float]] = {}
    for owner in range(int(dice.integers(3, 40))):
        for region in dice.choice(list(REGIONS), dice.integers(1, 3), replace=False).tolist():
            for model in dice.choice(list(MODELS), dice.integers(1, 4), replace=False).tolist():
                leaves.setdefault((region, model), {})[str(owner)] = float(dice.lognormal(0, 0.8))
    told = sorted(publishable(leaves))
    sums = {path: _held(leaves, path) for path in told}
    nested = [(one, other) for one in told for other in told if one != other and other[: len(one)] == one]
    differences = [sums[one] - sums[other] for one, other in nested]
    # All told children of a group at once leave the least of it.
    differences += [sums[one] - sum((sums[kid] for kid in told if kid and kid[:-1] == one), 0.0) for one in told]
    return sum(_breaks(held) for held in [*sums.values(), *differences])


def _held(leaves: dict[Path, dict[str, float]], path: Path) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total = np.zeros(40)
    for leaf, owners in leaves.items():
        if leaf[: len(path)] == path:
            for owner, weight in owners.items():
                total[int(owner)] += weight
    return total


def _breaks(held: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    ordered = np.sort(held[held > 1e-9])[::-1]
    if not len(ordered):
        return False
    rest = ordered.sum() - ordered[:2].sum()
    return bool(len(ordered) < FEWEST or ordered[0] > SHARE * ordered.sum() + 1e-9 or rest < 0.25 * ordered[0])
