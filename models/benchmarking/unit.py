"""How does each machine of a market stand by what it hauled, whatever it hauled?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.benchmarking.expectation import Work, expected
from models.benchmarking.haulage import Array, Cycles, factors
from models.benchmarking.standing import Peers, Standings, stand

# Litres a kWh by the handbook: work at the wheels through the driveline (half of it on each ground), friction while
# driving, standing and being served, and cooling.
_USUAL = (0.145, 0.145, 0.020, 0.010, 0.035, 0.003)
# Trucks' own scales are right to about a hundredth, the same way for all loads; fuel feels about half of it.
_SCALE = 0.005
# Of so few cycles nobody tells how much they differ from one another; and they differ by about so much.
_FEW, _USUAL_CV = 20, 0.15


@dataclass(frozen=True)
class Machines:
    """The machines of a market, an entry each: who has them, on which site and way between two places they haul, and
    of which kinds they and their ground are (machines x kinds: model, material …)."""

    owner: NDArray[np.str_]
    site: NDArray[np.str_]
    way: NDArray[np.str_]
    ground: NDArray[np.str_]
    kinds: NDArray[np.str_]


@dataclass(frozen=True)
class Hauls:
    """Haul cycles (`machine` is the entry of each), machine by machine in order of time, and the litres of each."""

    machine: NDArray[np.int64]
    cycles: Cycles
    fuel_l: Array


@dataclass(frozen=True)
class Judged:
    """How machines stand: what they burnt, what others would have, the number of cycles, by how much cycles
    differ for no reason, and the standings."""

    measured: Array
    expected: Array
    cycles: NDArray[np.int64]
    cv: float
    standings: Standings


def judge(machines: Machines, hauls: Hauls, seed: int = 0) -> Judged:
    """Return how machines stand by the fuel of their haul cycles; raises TooFewPeers beside fewer than five others."""
    work, count, cv = work_of(machines, hauls)
    typical = expected(work, _USUAL, seed)
    log_index = np.log(work.measured / typical.value)
    peers = Peers(
        machines.owner, machines.site, machines.way, log_index, np.hypot(cv / np.sqrt(count), _SCALE), typical.again
    )
    return Judged(work.measured, typical.value, count, cv, stand(peers, seed))


def work_of(machines: Machines, hauls: Hauls) -> tuple[Work, NDArray[np.int64], float]:
    """Return what machines worked, in how many cycles, and by how much these differ for no reason."""
    of, count = hauls.machine, np.bincount(hauls.machine, minlength=len(machines.owner))
    each = factors(hauls.cycles)
    sums = np.array([np.bincount(of, column, len(count)) for column in each.T], np.float64).T
    fuel = np.array(np.bincount(of, hauls.fuel_l, len(count)), np.float64)
    work = Work(machines.owner, fuel, sums, _covariates(hauls.cycles, of, count), machines.ground, machines.kinds)
    plain = each @ np.array(_USUAL)
    return work, count, _luck(np.log(hauls.fuel_l / plain), of)


def _covariates(cycles: Cycles, of: NDArray[np.int64], count: NDArray[np.int64]) -> Array:
    """Return distance, grade both ways together, lift by distance, payload and air, as means of each machine."""
    mean = [
        np.bincount(of, column, len(count)) / count
        for column in (cycles.distance_m, cycles.climb_m, cycles.lift_m, cycles.payload_kg / cycles.mass_kg)
    ]
    metres, climb, lift, payload = mean
    air = np.bincount(of, cycles.air_c, len(count)) / count
    return np.stack([np.log(metres), 2 * lift / metres, climb / metres, np.log(payload), air], axis=-1)


def _luck(log_ratio: Array, of: NDArray[np.int64]) -> float:
    """Return by how much cycles differ for no reason: from those right before them, and of all machines alike.

    Who drives next is no luck: between neighbours there is mostly the same operator (von Neumann's successive
    differences, 1941).
    """
    steps = np.diff(log_ratio)[of[1:] == of[:-1]]
    return float(np.sqrt(np.mean(steps**2) / 2)) if len(steps) >= _FEW else _USUAL_CV
