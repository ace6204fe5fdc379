"""On which grounds, ways and in which air do the trucks of a market work?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.fleet.geography import Array

# Rolling resistance of each material's roads; that of a site differs from it by some hundredths, and nobody knows.
MATERIALS = {"limestone": 0.026, "granite": 0.030, "clay": 0.036}
_GROUND = 0.01
# Mean of the air in °C, and how far the sites of a region differ from it.
REGIONS = {"andes": (9.0, 4.0), "gulf": (29.0, 3.0), "northern-europe": (4.0, 3.0), "south-east-asia": (26.0, 2.0)}
# Mass, rated payload (kg) and rated power (kW) of the models.
MODELS = {
    "norrberg-a30": (23_300.0, 28_000.0, 270.0),
    "norrberg-a40": (30_600.0, 39_000.0, 350.0),
    "ironvale-r60": (44_000.0, 55_000.0, 530.0),
}
LEGS = 4
_ROUND_M, _LIFT_M, _LIMIT_MPS = (1100.0, 5200.0), (-30.0, 75.0), (8.3, 11.1)


@dataclass(frozen=True)
class Machines:
    """A market's trucks, an entry each: who has them, where they work and on which way.

    The way from face to dump has `LEGS` legs: metres, rise in m and limit in m/s of each (machines x legs).
    """

    owner: NDArray[np.int64]
    site: NDArray[np.int64]
    region: NDArray[np.str_]
    model: NDArray[np.str_]
    material: NDArray[np.str_]
    mass_kg: Array
    rated_kg: Array
    rated_kw: Array
    rolling: Array
    air_c: Array
    leg_m: Array
    rise_m: Array
    limit_mps: Array

    def __len__(self) -> int:
        return len(self.owner)


def settle(dice: np.random.Generator, owners: int, machines: int) -> Machines:
    """Return the trucks of so many owners, so many each, on two sites with two ways a site."""
    site = np.repeat(np.arange(2 * owners), machines // 2)
    way = 2 * site + np.tile(np.arange(machines // 2) % 2, 2 * owners)
    names = list(REGIONS)
    region = np.array(names)[(site // 2) % len(names)]
    material = dice.choice(list(MATERIALS), 2 * owners)
    model = dice.choice(list(MODELS), 4 * owners)[way]
    rolling = np.array([MATERIALS[one] for one in material]) * np.exp(dice.normal(0, _GROUND, 2 * owners))
    mean_c, differs_c = np.array([REGIONS[one] for one in region]).T
    mass, rated, power = np.array([MODELS[one] for one in model]).T
    leg_m, rise_m, limit = _ways(dice, 4 * owners)
    return Machines(
        owner=site // 2,
        site=site,
        region=region,
        model=model,
        material=material[site],
        mass_kg=mass,
        rated_kg=rated,
        rated_kw=power,
        rolling=rolling[site],
        air_c=mean_c + differs_c * dice.normal(size=2 * owners)[site],
        leg_m=leg_m[way],
        rise_m=rise_m[way],
        limit_mps=limit[way],
    )


def _ways(dice: np.random.Generator, count: int) -> tuple[Array, Array, Array]:
    """Return the legs of ways: most climb or fall throughout, and all dip and rise a little."""
    shares = dice.dirichlet(np.full(LEGS, 6.0), count)
    metres = shares * dice.uniform(*_ROUND_M, (count, 1)) / 2
    lift = np.clip(dice.uniform(*_LIFT_M, (count, 1)), -0.09 * metres.sum(1, keepdims=True), None)
    lift = np.minimum(lift, 0.09 * metres.sum(1, keepdims=True))
    rises = lift * dice.dirichlet(np.full(LEGS, 6.0), count)
    dips = dice.normal(0, 2.0, (count, LEGS))
    return metres, rises + dips - dips.mean(1, keepdims=True), dice.uniform(*_LIMIT_MPS, (count, LEGS))
