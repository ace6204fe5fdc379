"""What would typical operators have needed for the same work, judged by others than the one who is judged?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from models.benchmarking.haulage import Array

# How many units' worth of doubt hold each correction of the handbook towards none, and each price to the handbook's:
# (so many owners by those there are)^4. Few owners must not move a price, or it tells of each of them.
_HOLDS, _MOVE = 40.0, 9.5
_OWNERS, _AGAIN = 5, 12
# By how much the secret weights of owners vary (the square of the coefficient of variation): the more, the fewer.
_HIDES = 12.0
# The level itself is free.
_FREE = 1e-6
# The first factors cost more on one ground than on another.
_CROSSED = 2


class TooFewPeers(ValueError):
    """There are not enough other owners to say what is typical."""

    def __init__(self, owners: int) -> None:
        super().__init__(f"{owners} other owners do not make a typical one; right are at least {_OWNERS}")


@dataclass(frozen=True)
class Work:
    """Work of units (machines over some time), an entry each: who has them, what was measured (litres), the factors it
    follows from by the handbook (units x factors, as sums; the first two by the ground), what else no operator decides
    (units x covariates: distance, grade, payload, air …), the ground, and of which kinds it is (units x kinds)."""

    owner: NDArray[np.str_]
    measured: Array
    factors: Array
    covariates: Array
    ground: NDArray[np.str_]
    kinds: NDArray[np.str_]

    def __getitem__(self, rows: NDArray[np.bool_]) -> "Work":
        return Work(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Expectation:
    """What is typical: a price for each factor, and corrections of its logarithm by covariates and kinds.

    What fewer than five owners have, of ground or kind, has no name here: it would tell of them. Grounds without a name
    share their prices, so whoever tells others of this sees to it that enough owners have those together.
    """

    prices: Array
    middle: Array
    scale: Array
    grounds: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    corrections: Array

    def of(self, work: Work) -> Array:
        """Return what typical operators would have needed for each unit's work."""
        return np.asarray(_crossed(work, self.grounds) @ self.prices * np.exp(_design(work, self) @ self.corrections))


def fit(work: Work, usual: Sequence[float], counts: Array | float = 1.0) -> Expectation:
    """Return what is typical of some work, near the `usual` prices of its factors; each owner counts as much as any
    other, however many machines they have, times `counts`."""
    _, owner, machines = np.unique(work.owner, return_inverse=True, return_counts=True)
    weight = np.sqrt(counts / machines[owner])
    grounds = _common(work.owner, work.ground)
    crossed = _crossed(work, grounds)
    doubt = (_MOVE / len(machines)) ** 2 * np.sqrt(np.mean(weight**2))
    prices = _prices(crossed / work.measured[:, None], weight, _spread(usual, grounds), doubt)
    middle, scale = work.covariates.mean(0), np.maximum(work.covariates.std(0), 1e-9)
    names = tuple(_common(work.owner, column) for column in work.kinds.T)
    design = _design(work, Expectation(prices, middle, scale, grounds, names, np.zeros(0)))
    wrong = np.log(work.measured / (crossed @ prices))
    held = design.T @ (design * weight[:, None] ** 2) + _HOLDS * np.mean(weight**2) * np.diag(
        [_FREE] + [1.0] * (design.shape[1] - 1)
    )
    corrections = np.linalg.solve(held, design.T @ (wrong * weight**2))
    return Expectation(prices, middle, scale, grounds, names, corrections)


def _prices(relative: Array, weight: Array, usual: Array, doubt: float) -> Array:
    """Return the prices, none below 0, at which factors make up what was measured, held to the usual ones."""
    held = doubt * np.eye(len(usual))
    share, _ = nnls(np.vstack([weight[:, None] * relative * usual, held]), np.concatenate([weight, held.sum(1)]))
    return np.asarray(share * usual)


def _common(owner: NDArray[np.str_], column: NDArray[np.str_]) -> tuple[str, ...]:
    """Return the names in a column that enough owners have."""
    pairs = set(zip(owner.tolist(), column.tolist(), strict=True))
    count = Counter(name for _, name in pairs)
    return tuple(sorted(name for name, owners in count.items() if owners >= _OWNERS))


def _crossed(work: Work, grounds: Sequence[str]) -> Array:
    """Return the factors, the first of them in columns of their own for each ground, and for any other."""
    here = np.column_stack([work.ground == name for name in grounds] or [np.zeros(len(work.ground), bool)])
    place = np.column_stack([here, ~here.any(1)]).astype(np.float64)
    first = [place * work.factors[:, [one]] for one in range(_CROSSED)]
    return np.column_stack([*first, work.factors[:, _CROSSED:]])


def _spread(usual: Sequence[float], grounds: Sequence[str]) -> Array:
    columns = max(len(grounds), 1) + 1
    return np.array([price for price in usual[:_CROSSED] for _ in range(columns)] + [*usual[_CROSSED:]])


def _design(work: Work, known: Expectation) -> Array:
    """Return the columns that correct the handbook; far beyond the usual range a covariate corrects no further."""
    scaled = np.clip((work.covariates - known.middle) / known.scale, -2.5, 2.5)
    kinds = [work.kinds[:, place] == name for place, names in enumerate(known.names) for name in names]
    return np.column_stack([np.ones(len(scaled)), scaled, *kinds])


@dataclass(frozen=True)
class Expected:
    """What is expected of units, and its logarithm over again from other peers drawn at random (draws x units): how far
    these differ is how unsure it is, and units of one owner are unsure together."""

    value: Array
    again: Array


def expected(work: Work, usual: Sequence[float], secret: int = 0) -> Expected:
    """Return what is expected of each unit, from the work of all owners but its own.

    `usual` are the handbook's prices of the factors. Other owners count by weights that nobody knows, drawn once for
    all who are judged: so what is told does not follow from what one of them did. Raises TooFewPeers where fewer than
    five other owners remain.
    """
    dice = np.random.default_rng(secret)
    names, owner = np.unique(work.owner, return_inverse=True)
    if len(names) <= _OWNERS:
        raise TooFewPeers(len(names) - 1)
    hides = _HIDES / len(names)
    hidden = dice.gamma(1 / hides, hides, len(names))
    weights = np.vstack([hidden, dice.exponential(size=(_AGAIN, len(names)))])[:, owner]
    told = np.empty((1 + _AGAIN, len(work.measured)))
    for place in range(len(names)):
        mine, others = owner == place, work[owner != place]
        for draw, weight in zip(told, weights, strict=True):
            draw[mine] = np.log(fit(others, usual, weight[~mine]).of(work[mine]))
    # Drawn weights differ from equal ones by as much as chance makes of who the peers are; the secret ones add to it.
    return Expected(np.exp(told[0]), np.sqrt(1 + hides) * told[1:])
