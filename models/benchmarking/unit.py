"""How does each machine of a market stand by what it hauled, whatever it hauled?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.benchmarking.expectation import Work, expected
from models.benchmarking.haulage import Array, Cycles
from models.benchmarking.standing import Peers, Standings, stand
from models.benchmarking.tally import USUAL, Tally, tally

# Trucks' own scales are right to about a hundredth, the same way for all loads; fuel feels about half of it.
_SCALE = 0.005


@dataclass(frozen=True)
class Machines:
    """The machines of a market, an entry each: who has them, on which site and way between two places they haul, and
    of which kinds they and their ground are (machines x kinds: model, material, kind of site …)."""

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
    differ for no reason, how unsure an index stays after however many (ground that nobody measured, scales, what is
    expected; a standard deviation of its logarithm), and the standings."""

    measured: Array
    expected: Array
    cycles: NDArray[np.int64]
    cv: float
    beyond: float
    standings: Standings


def judge(machines: Machines, hauls: Hauls, seed: int = 0) -> Judged:
    """Return how machines stand by the fuel of their haul cycles; raises TooFewPeers beside fewer than five others."""
    return judge_tally(machines, tally(hauls.machine, hauls.cycles, hauls.fuel_l, len(machines.owner)), seed)


def judge_tally(machines: Machines, told: Tally, seed: int = 0) -> Judged:
    """Return how machines stand by what their haul cycles come to, of each at least one; raises TooFewPeers.

    `seed` draws the weights by which owners count in what is expected of others: who knows it knows them.
    """
    work = Work(machines.owner, told.fuel_l, told.factors, told.covariates, machines.ground, machines.kinds)
    typical = expected(work, USUAL, seed)
    log_index = np.log(told.fuel_l / typical.value)
    sd = np.hypot(told.cv / np.sqrt(told.cycles), _SCALE)
    peers = Peers(machines.owner, machines.site, machines.way, log_index, sd, typical.again)
    standings = stand(peers, seed)
    return Judged(told.fuel_l, typical.value, told.cycles, told.cv, _beyond(peers, standings), standings)


def _beyond(peers: Peers, standings: Standings) -> float:
    """Return the standard deviation of what is no merit of a machine and does not go away with more cycles."""
    _, sites, ways, _ = standings.spread
    expected_again = float(np.mean(np.var(peers.again, axis=0)))
    return float(np.sqrt(sites**2 + ways**2 + _SCALE**2 + expected_again))
