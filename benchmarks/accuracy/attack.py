"""What does a customer, or two who tell one another everything, learn about a third from all that they are told?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.market import hauls_of, machines_of
from models.benchmarking.answer import answer
from models.benchmarking.haulage import Array
from models.benchmarking.unit import Judged, judge
from simulators.market.haul import haul
from simulators.market.land import Machines as Land
from simulators.market.land import settle
from simulators.noise import key

# The smallest market that may be compared is the easiest to attack, short of one in which an owner is always missing.
_OWNERS, _MACHINES, _CYCLES = 8, 4, 150
_LEARNT = 0.6
_HOLDS = (10.0, 100.0, 1e3, 1e4, 1e6)
_ATTACKERS, _VICTIMS = ((0,), (0, 1)), (2, 3, 4)


@dataclass(frozen=True)
class _World:
    """A world that fits what attackers know: what the owner of each machine is told, and what is to be found out."""

    told: Array
    secret: Array


@dataclass(frozen=True)
class Gain:
    """By how much the best linear attack errs less, as a share: than who knows the mean of all owners, which a safe
    group may tell, and what they burnt themselves; and than who knows nothing but what is typical."""

    beyond_mean: float
    in_all: float


def attack(seed: int, worlds: int) -> Gain:
    """Return what attackers gain of a third owner's mean efficiency: 0 or less is no better than chance.

    They know everything of the smallest market but what others burnt: all machines, owners, sites, ways, and how litres
    come about. They see markets that differ in nothing else, with what they would be told in each and with the secret,
    fit a ridge regression to three in five of these worlds, and are judged by the others.
    """
    land = settle(np.random.default_rng(key(seed, "attacked")), _OWNERS, _MACHINES)
    seen = [_world(seed, number, land) for number in range(worlds)]
    told, secret = np.array([one.told for one in seen]), np.array([one.secret for one in seen])
    pairs = [(attackers, victim) for attackers in _ATTACKERS for victim in _VICTIMS]
    errs = np.array([_errs(told[:, np.isin(land.owner, one)], secret[:, victim]) for one, victim in pairs])
    public = np.array([_errs(_public(secret, one), secret[:, victim]) for one, victim in pairs])
    blind = np.array([float(np.std(secret[_learnt(secret) :, victim])) for _, victim in pairs])
    return Gain(float(1 - np.mean(errs / public)), float(1 - np.mean(errs / blind)))


def _public(secret: Array, attackers: Sequence[int]) -> Array:
    """Return what attackers know without being told: what is typical of all owners, and how good they are."""
    return np.column_stack([secret.mean(1), secret[:, attackers]])


def _world(seed: int, number: int, land: Land) -> _World:
    market = haul(np.random.default_rng(key(seed, "attacked", number)), land, _CYCLES)
    judged = judge(machines_of(market), hauls_of(market), number)
    owners = [float(np.log(market.efficiency[land.owner == one]).mean()) for one in range(_OWNERS)]
    return _World(np.array([_known(judged, place) for place in range(len(land))]), np.array(owners))


def _known(judged: Judged, place: int) -> list[float]:
    """Return what an owner knows of a machine: what others would have burnt (from its own litres)."""
    told = answer(judged, place)
    assert told.index
    assert told.worst_tenth is not None
    burnt = float(np.log(judged.measured[place]))
    return [burnt - float(np.log(told.index)), burnt, told.worst_tenth]


def _learnt(worlds: Array) -> int:
    return int(_LEARNT * len(worlds))


def _errs(told: Array, secret: Array) -> float:
    """Return by how much a ridge regression errs; how far it is held is chosen by what it learnt."""
    told = told.reshape(len(secret), -1)
    count = _learnt(secret)
    learnt, tried = told[:count], told[count:]
    scale = np.maximum(learnt.std(0), 1e-9)
    known, asked = (learnt - learnt.mean(0)) / scale, (tried - learnt.mean(0)) / scale
    middle = secret[:count].mean()
    target = secret[:count] - middle
    hold = min(_HOLDS, key=lambda one: _left_out(known, target, one))
    slope = np.linalg.solve(known.T @ known + hold * np.eye(known.shape[1]), known.T @ target)
    return float(np.sqrt(np.mean((secret[count:] - middle - asked @ slope) ** 2)))


def _left_out(known: Array, target: Array, hold: float) -> float:
    """Return the squared error of each world by the others (a ridge's closed form)."""
    hat = known @ np.linalg.solve(known.T @ known + hold * np.eye(known.shape[1]), known.T)
    return float(np.sum(((target - hat @ target) / (1 - np.diag(hat))) ** 2))
