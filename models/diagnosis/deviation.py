"""How far has a machine left what is its own, in each hour, by the sums that are kept of it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.account import SUMS, Account
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.norm import Norm, Number
from models.diagnosis.quantity import GROWING, RESTING, quantities

# A window fades with so many judged minutes, and the first ones are taken for the machine's own.
WINDOW_MIN, OWN_MIN = 300.0, 1500.0
# A machine that works round the clock rests seldom, and a battery at rest is quiet.
_RESTED_MIN = 300.0
# An offset and a slope are believed from about so many minutes on.
_HELD_MIN, _TILTED_MIN = 6.0, 60.0
# A machine differs from its like by so many standard deviations at most, aspect by aspect: what is beyond that is taken
# for a fault. How restless a quantity is hangs on work and place more than on the model.
_PLAUSIBLE = np.array([2.0, 2.0, 5.0, 2.0, 2.0])
_FEWEST_MIN = 30.0
_COUNT, _U, _UU, _Z, _ZU, _STEPS, _STEPPED, _SAME, _DUE = range(len(SUMS))
# One unit in the last place of most signals, squared: what never moves has some noise too.
_LEAST = 1e-4


class Aspect(IntEnum):
    """In which way a quantity can leave what is expected of it: by an amount, by one that grows with what is expected,
    by its noise (natural logarithm), by minutes that are missing and by minutes that repeat the one before (shares)."""

    OFFSET = 0
    SLOPE = 1
    NOISE = 2
    MISSING = 3
    FROZEN = 4


@dataclass(frozen=True)
class Own:
    """What is known of machines beforehand: the mean and the spread of their own aspects (quantity, aspect), by model
    and in all, by how much the aspects of one healthy machine vary (`sigma`), and how many minutes of each quantity are
    its own healthy time."""

    models: tuple[str, ...]
    of_model: Floats
    mean: Floats
    spread: Floats
    sigma: Floats
    enough_min: Floats

    def expected(self, model: str) -> Floats:
        """Return what is expected of a machine of a model before anything is known of itself."""
        return np.asarray(self.of_model[self.models.index(model)] if model in self.models else self.mean)


@dataclass(frozen=True)
class Deviations:
    """How far a machine is from its own, `values[hour, quantity, aspect]` in standard deviations, 0 where it is not
    `known`; `hour` counts from 1970 on."""

    hour: NDArray[np.int64]
    values: Floats
    known: Flags


def aspects(sums: NDArray[Number]) -> NDArray[Number]:
    """Return the aspects (…, quantity, aspect) of sums (…, quantity, sum)."""
    count, u, uu, z, zu = (sums[..., place] for place in (_COUNT, _U, _UU, _Z, _ZU))
    a, c = count + _HELD_MIN, uu + _TILTED_MIN
    determinant = np.maximum(a * c - u * u, 1e-9)
    due, stepped = np.maximum(sums[..., _DUE], 1.0), sums[..., _STEPPED]
    noise = np.log((sums[..., _STEPS] + _LEAST) / (stepped + 1.0) + _LEAST)
    missing = np.clip(1 - count / due, 0, 1)
    frozen = -np.log(1.02 - sums[..., _SAME] / np.maximum(stepped, 1.0))
    return np.stack([(c * z - u * zu) / determinant, (a * zu - u * z) / determinant, noise, missing, frozen], axis=-1)


def faded(sums: Floats, window_min: float, begins: Flags | None = None) -> Floats:
    """Return sums that fade by each quantity's own judged minutes, and of each only from where it last began."""
    keeps = np.exp(-sums[..., _DUE] / window_min) * ~_begun(sums, begins)
    kept = np.empty_like(sums)
    state = np.zeros(sums.shape[1:])
    for place, (row, keep) in enumerate(zip(sums, keeps, strict=True)):
        state = state * keep[:, None] + row
        kept[place] = state
    return kept


def own_sums(sums: Floats, enough_min: Floats, begins: Flags | None = None) -> Floats:
    """Return in each hour the sums of the first judged minutes up to then of each quantity, so many since it began."""
    begun = _begun(sums, begins)
    early = _since(np.cumsum(sums[..., _DUE], axis=0), begun) - sums[..., _DUE] < enough_min
    return _since(np.cumsum(np.where(early[..., None], sums, 0.0), axis=0), begun)


def _begun(sums: Floats, begins: Flags | None) -> Flags:
    return np.zeros(sums.shape[:2], dtype=bool) if begins is None else begins


def _since(total: Floats, begins: Flags) -> Floats:
    """Return running totals (hour, quantity, …) counted from where each quantity last began."""
    last = np.maximum.accumulate(np.where(begins, np.arange(len(total))[:, None], 0), axis=0)
    before = np.concatenate([np.zeros_like(total[:1]), total[:-1]])
    index = last.reshape(last.shape + (1,) * (total.ndim - 2))
    return np.asarray(total - np.take_along_axis(before, np.broadcast_to(index, total.shape), axis=0))


def deviations(account: Account, model: str, own: Own, begins: Flags | None = None) -> Deviations:
    """Return how far a machine is from its own healthy time, which is shrunk to what its model's fleet shows.

    `begins[hour, quantity]` says where a quantity's own time begins anew, because a part of the machine was repaired.
    """
    usual = usual_of(own_sums(account.sums, own.enough_min, begins), own.expected(model), own)
    return Deviations(account.hour, *left(faded(account.sums, WINDOW_MIN, begins), usual, own.sigma))


def usual_of(first: Floats, expected: Floats, own: Own) -> Floats:
    """Return the aspects that are usual for machines (…, quantity, aspect) by the sums of their own healthy time, held
    near what is expected of their like; minutes that are missing are NaN where none ever came."""
    minutes = first[..., _DUE][..., None]
    trusted = own.spread**2 / (own.spread**2 + own.sigma**2 * WINDOW_MIN / np.maximum(minutes, 1.0))
    away = np.clip(aspects(first) - expected, -_PLAUSIBLE * own.spread, _PLAUSIBLE * own.spread)
    usual = np.asarray(expected + trusted * away)
    usual[..., Aspect.MISSING][first[..., _COUNT] <= 0] = np.nan
    return usual


def left(recent: NDArray[Number], usual: NDArray[Number], sigma: NDArray[Number]) -> tuple[NDArray[Number], Flags]:
    """Return how far fading sums are from what is usual (…, quantity, aspect), 0 where that is not known, and where it
    is, in standard deviations `sigma`."""
    values = (aspects(recent) - usual) / sigma
    known = np.repeat((recent[..., _DUE] >= _FEWEST_MIN)[..., None], len(Aspect), axis=-1)
    # What does not come says nothing but that; what never came, not even that.
    came = recent[..., _COUNT] >= _FEWEST_MIN / 3
    known[..., [Aspect.OFFSET, Aspect.SLOPE, Aspect.NOISE, Aspect.FROZEN]] &= came[..., None]
    known[..., Aspect.MISSING] &= np.isfinite(usual[..., Aspect.MISSING])
    return np.where(known, values, np.zeros_like(values)), known


def learn(norm: Norm, accounts: Sequence[Account], models: Sequence[str], healthy: Sequence[Flags]) -> Own:
    """Return what healthy hours of several machines tell of their like."""
    names = tuple(sorted(set(models)))
    totals = [aspects(account.sums[well].sum(axis=0)) for account, well in zip(accounts, healthy, strict=True)]
    heard = [
        account.sums[well][..., _COUNT].sum(axis=0) > OWN_MIN / 2
        for account, well in zip(accounts, healthy, strict=True)
    ]
    totals = [np.where(told[:, None], total, np.nan) for total, told in zip(totals, heard, strict=True)]
    mean = _mean(totals)
    of_model = np.array([_mean([t for t, m in zip(totals, models, strict=True) if m == name], mean) for name in names])
    rest = np.array([t - of_model[names.index(m)] for t, m in zip(totals, models, strict=True)])
    freedom = max(len(models) - len(names), 0)
    usual, spread = np.abs(norm.usual)[:, None], norm.spread[:, None]
    # What few machines show is held together with what such parts differ by anyway.
    before = _DIFFER * (usual * _OF_USUAL + spread * _OF_SPREAD) + _NOISY
    within = np.maximum(np.sqrt(np.nansum(rest**2, axis=0) / max(freedom, 1)), before)
    enough_min = np.array([_RESTED_MIN if name == RESTING else OWN_MIN for name in quantities(norm.kind)])
    moved = [_moved(account, well, enough_min) for account, well in zip(accounts, healthy, strict=True)]
    sigma = _robust(np.concatenate([m for m in moved if len(m)]))
    least = _DRIFTS * usual + 0.02 * spread
    least[[quantities(norm.kind).index(name) for name in GROWING if name in quantities(norm.kind)]] = _GROWS
    sigma = np.maximum(sigma, least * _ASPECT + _FLOORS)
    return Own(names, of_model, mean, np.maximum(within, 0.5 * sigma), sigma, enough_min)


# An aspect that hardly ever moves in health is not taken to be known better than so.
_FLOORS = np.array([1e-3, 1e-3, 0.1, 0.03, 0.25])
_ASPECT = np.array([1.0, 0.3, 0.0, 0.0, 0.0])
_OF_USUAL, _OF_SPREAD = np.array([1.0, 0.0, 0.0, 0.0, 0.0]), np.array([1.0, 2.0, 0.0, 0.0, 0.0])
_NOISY = np.array([0.0, 0.0, 0.2, 0.01, 0.3])
# Machines differ by so much of what is usual, and drift by so much; a quantity that is a logarithm by that.
_DIFFER, _DRIFTS, _GROWS = 0.07, 0.0015, 0.004


def _mean(rows: Sequence[Floats], otherwise: Floats | float = 0.0) -> Floats:
    told = np.isfinite(rows)
    count = told.sum(axis=0)
    total = np.where(told, rows, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), otherwise)


def _moved(account: Account, healthy: Flags, enough_min: Floats) -> Floats:
    """Return how far the windows of a healthy machine are from its own first time, NaN where too little came."""
    sums = account.sums[healthy]
    recent, first = faded(sums, WINDOW_MIN), own_sums(sums, enough_min)
    moved = aspects(recent) - aspects(first)
    behind = (np.cumsum(sums[..., _DUE], axis=0) > enough_min) & (recent[..., _COUNT] > _FEWEST_MIN)
    return np.where(behind[..., None], moved, np.nan)


def _robust(moved: Floats) -> Floats:
    """Return a standard deviation that neither forgets the tails nor trusts single hours."""
    told = np.isfinite(moved).any(axis=0)
    size = np.abs(np.where(told, moved, 0.0))
    middle, tail = np.nanquantile(size, 0.6827, axis=0), np.nanquantile(size, 0.99, axis=0) / 2.576
    return np.asarray(np.maximum(middle, tail))
