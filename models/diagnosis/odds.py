"""How much better does each failure explain deviations than health does, and how far would it be gone?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from models.diagnosis.condition import Flags, Floats
from models.diagnosis.mode import Mode
from models.diagnosis.signature import SIGNS, Signatures, Stack
from models.diagnosis.standing import Singles

# A sensor fails less often in one of its many ways than a part does in its one.
_SENSOR_PRIOR = -2.0
# Which part of what it is by now a quantity moved within twenty judged hours: mean and spread for a sudden failure, one
# that creeps, and any other.
_SUDDEN, _CREEPING, _ANY = (0.9, 0.2), (0.25, 0.15), (0.4, 0.3)
# The log odds of what nobody thinks of.
NOTHING = -50.0
# The sign of a sensor's failure is one from so many standard deviations on.
SIGN = 3.0
# The log likelihood of an effect that its own quantity has not reached: less than any other.
_NEVER = np.float32(-1e4)
# So many rows are weighed at once: what they need stays in a processor's own memory.
_AT_ONCE = 256


class Odds(NamedTuple):
    """Log odds of each failure against health (row, failure), and how far it is gone if it is the one: mean and
    standard deviation of the share of its effect."""

    odds: Floats
    severity: Floats
    spread: Floats


def odds_of(found: Signatures, values: Floats, known: Flags, jump: Floats) -> Odds:
    """Return how well failures explain rows of deviations, as far as those are known; `jump` is as of `jumps`.

    A failure's likelihood is the mean of those of its effects, each grown so far: nobody knows beforehand how far. One
    that its own quantity has not reached does not count, whatever else it would explain.
    """
    parts = [slice(begin, begin + _AT_ONCE) for begin in range(0, max(len(values), 1), _AT_ONCE)]
    told = [_gathered(found.stack, _logs(found.stack, values[part], known[part])) for part in parts]
    odds, severity, spread = (np.concatenate(one) for one in zip(*told, strict=True))
    odds += priors(found.modes, jump[:, found.main])
    odds = np.where(_told(found, values, known), np.maximum(odds, NOTHING), NOTHING)
    return Odds(odds, severity, spread)


def _logs(stack: Stack, values: Floats, known: Flags) -> Singles:
    """Return the log likelihoods (effect, row) of all effects against health."""
    logs = stack.squares @ (values**2 * known).T.astype(np.float32)
    logs += stack.values @ (values * known).T.astype(np.float32)
    logs += constants(stack.flags, known).T
    return np.where(stack.reached(values).T, logs, _NEVER)


def _gathered(stack: Stack, logs: Singles) -> tuple[Floats, Floats, Floats]:
    """Return mean likelihood, mean and spread of sizes of each failure by log likelihoods (effect, row) of effects."""
    begins, counts = stack.first[:-1], np.diff(stack.first)
    most = np.maximum.reduceat(logs, begins, axis=0)
    logs -= np.repeat(most, counts, axis=0)
    weights = np.exp(logs, out=logs)
    total = np.add.reduceat(weights, begins, axis=0).T.astype(np.float64)
    sizes = stack.sizes[:, None]
    mean = np.add.reduceat(weights * sizes, begins, axis=0).T / total
    squared = np.add.reduceat(weights * sizes**2, begins, axis=0).T / total
    return most.T + np.log(total / counts), mean, np.sqrt(np.maximum(squared - mean**2, 0.0))


def constants(flags: Floats, known: Flags) -> Singles:
    """Return (row, effect) what does not depend on values: rows of a fleet lack few different sets of places."""
    packed = np.ascontiguousarray(np.packbits(known, axis=1))
    whole = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, which = np.unique(whole, return_index=True, return_inverse=True)
    return np.asarray((known[first].astype(np.float64) @ flags.T).astype(np.float32)[which])


def priors(modes: Sequence[Mode], jump: Floats) -> Floats:
    """Return the log odds of failures before anything but how suddenly the quantity of each moved is looked at."""
    middle, spread = np.array([_pace(mode) for mode in modes]).T
    beforehand = np.array([_SENSOR_PRIOR if mode.is_of_sensor else 0.0 for mode in modes])
    return np.asarray(beforehand - 0.5 * ((jump - middle) / spread) ** 2 - np.log(spread))


def _pace(mode: Mode) -> tuple[float, float]:
    return {"sensor_offset": _SUDDEN, "sensor_drift": _CREEPING}.get(mode.name, _ANY)


def _told(found: Signatures, values: Floats, known: Flags) -> Flags:
    """Return which failures (row, failure) could be told: the own quantity of each is known, and shows its sign."""
    by_sign = np.array([mode.name in SIGNS for mode in found.modes])
    return np.asarray(known[:, found.own] & (~by_sign | (values[:, found.own] > SIGN)))
