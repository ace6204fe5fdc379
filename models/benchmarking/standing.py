"""How far is each machine from typical, how sure is that, and how likely is it among the worst tenth?"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.benchmarking.haulage import Array

WORST = 0.10
# Standard deviations of the logarithm that are looked at: of owners, of sites and of ways (what no covariate tells of
# them) and of machines with those who drive them.
_OWNERS = (0.0, 0.008, 0.02, 0.04)
_SITES = (0.0, 0.006, 0.012, 0.03)
_WAYS = (0.0, 0.006, 0.012, 0.03)
_MACHINES = (0.015, 0.03, 0.045, 0.065, 0.09, 0.14)
_DRAWS, _SURE = 2000, 0.95


@dataclass(frozen=True)
class Peers:
    """Machines of one kind, an entry each: who has them, where and on which way between two places, the logarithm of
    observed over expected, the standard deviation of what is random in it, and what was expected over again."""

    owner: NDArray[np.str_]
    site: NDArray[np.str_]
    way: NDArray[np.str_]
    log_index: Array
    sd: Array
    again: Array


@dataclass(frozen=True)
class Standings:
    """Where machines stand: index (1 is typical, more is worse), its 95 % interval, the band of ranks (shares of the
    peers that are better) and the probability of being among the worst tenth; and what was learnt of the spread of
    owners, sites, ways and machines."""

    index: Array
    low: Array
    high: Array
    rank_low: Array
    rank_high: Array
    worst_tenth: Array
    spread: tuple[float, ...]


@dataclass(frozen=True)
class _Guesses:
    """Guesses of the spreads, how well each fits, and what then follows of all machines: means (guesses x machines) and
    roots of the covariance, owner by owner (guesses x machines x machines)."""

    spread: Array
    fits: Array
    mean: Array
    roots: Sequence[tuple[NDArray[np.int64], Array]]


def stand(peers: Peers, seed: int = 0) -> Standings:
    """Return where machines stand among one another.

    Owners, machines, sites and ways are random effects; those of sites and ways are ground that no covariate tells and
    no operator decides, so they are noise. Small samples are drawn towards their owner's others and the market
    (empirical Bayes), over all spreads that fit; intervals and ranks are quantiles of 2000 draws, as even the best
    ranks remain unsure.
    """
    guesses = _guesses(peers)
    chance = np.exp(guesses.fits - guesses.fits.max())
    chance /= chance.sum()
    dice = np.random.default_rng(seed)
    drawn = np.concatenate([*_draws(guesses, chance, dice)])
    # What is typical is the middle of the peers.
    drawn -= drawn.mean(1, keepdims=True)
    return _told(drawn, chance @ guesses.spread)


def _draws(guesses: _Guesses, chance: Array, dice: np.random.Generator) -> Iterator[Array]:
    for place, count in enumerate(dice.multinomial(_DRAWS, chance).tolist()):
        if count:
            drawn = np.tile(guesses.mean[place], (count, 1))
            for rows, roots in guesses.roots:
                drawn[:, rows] += dice.normal(size=(count, len(rows))) @ roots[place].T
            yield drawn


def _told(drawn: Array, spread: Array) -> Standings:
    ranks = drawn.argsort(1).argsort(1) / max(drawn.shape[1] - 1, 1)
    edges = ((1 - _SURE) / 2, (1 + _SURE) / 2)
    low, high = np.exp(np.quantile(drawn, edges, axis=0))
    rank_low, rank_high = np.quantile(ranks, edges, axis=0)
    worst = (drawn >= np.quantile(drawn, 1 - WORST, axis=1, keepdims=True)).mean(0)
    return Standings(np.exp(drawn.mean(0)), low, high, rank_low, rank_high, worst, tuple(spread.tolist()))


def _guesses(peers: Peers) -> _Guesses:
    """Return what follows from each guess: owners are independent of one another, so each is looked at alone."""
    spread = np.array([*itertools.product(_OWNERS, _SITES, _WAYS, _MACHINES)])
    blocks = [np.flatnonzero(peers.owner == name).astype(np.int64) for name in np.unique(peers.owner)]
    own = [_own(len(rows), spread) for rows in blocks]
    inverse = [np.linalg.inv(one + _noise(peers, rows, spread)) for one, rows in zip(own, blocks, strict=True)]
    weights = np.zeros((len(spread), len(peers.owner)))
    for rows, one in zip(blocks, inverse, strict=True):
        weights[:, rows] = one.sum(1)
    middle = weights @ peers.log_index / weights.sum(1)
    away = peers.log_index - middle[:, None]
    roots: list[tuple[NDArray[np.int64], Array]] = []
    mean, fits = np.empty_like(away), -0.5 * np.log(weights.sum(1))
    for rows, one, turned in zip(blocks, own, inverse, strict=True):
        pull = np.einsum("gij,gj->gi", turned, away[:, rows])
        mean[:, rows] = middle[:, None] + np.einsum("gij,gj->gi", one, pull)
        left = one - one @ turned @ one + 1e-12 * np.eye(len(rows))
        roots.append((rows, np.asarray(np.linalg.cholesky(left), np.float64)))
        fits += 0.5 * (np.linalg.slogdet(turned)[1] - (away[:, rows] * pull).sum(1))
    return _Guesses(spread, fits, mean, roots)


def _own(machines: int, spread: Array) -> Array:
    """Return the covariance of an owner's machines themselves, a guess each."""
    owners, _, _, alone = (spread.T**2)[:, :, None, None]
    return np.asarray(owners + alone * np.eye(machines))


def _noise(peers: Peers, rows: NDArray[np.int64], spread: Array) -> Array:
    """Return the covariance of what is no merit of an owner's machines: luck, unknown ground, and what is expected."""
    _, sites, ways, _ = (spread.T**2)[:, :, None, None]
    here = peers.site[rows, None] == peers.site[rows]
    same = here & (peers.way[rows, None] == peers.way[rows])
    unsure = np.atleast_2d(np.cov(peers.again[:, rows], rowvar=False))
    return np.asarray(sites * here + ways * same + np.diag(peers.sd[rows] ** 2) + unsure)
