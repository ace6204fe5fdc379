"""Which failure explains best how a machine left what is its own, and how sure is that?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect, Deviations, Own
from models.diagnosis.jump import jumps
from models.diagnosis.mode import Mode, modes_of
from models.diagnosis.norm import Norm
from models.diagnosis.quantity import AIR, BOOMS, GROWING, HELD, RESTING, WAITED, quantities
from models.machines import Kind

# How far a failure may have gone, as a share of its effect in the handbook, and how far a sensor may be off, in
# standard deviations.
GROWN = np.array([0.08, 0.15, 0.25, 0.4, 0.6, 0.9, 1.3, 1.9])
_OFF = np.array([4.0, 7.0, 12.0, 20.0, 35.0, 60.0, 110.0, 200.0])
# Health varies by more than its standard deviation says; an effect is known to a share of itself, and others leak in.
HEALTH, SURE, _SENSOR_SURE = 1.3, 0.4, 0.15
_LEAKS = np.array([0.02, 0.01, 0.01, 0.0, 0.0])
# A sensor fails less often in one of its many ways than a part does in its one.
_SENSOR_PRIOR = -2.0
# Which part of what it is by now a quantity moved within twenty judged hours: mean and spread for a sudden failure, one
# that creeps, and any other.
_SUDDEN, _CREEPING, _ANY = (0.9, 0.2), (0.25, 0.15), (0.4, 0.3)
# The log odds of what nobody thinks of.
NOTHING = -50.0
# No deviation counts as more than that (standard deviations), and where none is more than this nothing is suspected.
_MOST, _REMARKABLE = 300.0, 2.5
# Some failures of a sensor have a sign of their own, without which nobody would think of them.
_SIGNS, _SIGN = {"sensor_stuck": Aspect.FROZEN, "sensor_noise": Aspect.NOISE, "sensor_dropout": Aspect.MISSING}, 3.0


@dataclass(frozen=True)
class Signatures:
    """What each failure of a kind of machine looks like: `means[failure, grown, place]` in standard deviations and the
    `sigmas` of that, over the places (quantity, aspect) of deviations in one row."""

    modes: tuple[Mode, ...]
    means: Floats
    sigmas: Floats
    main: NDArray[np.intp]
    touched: Flags


@dataclass(frozen=True)
class Weight:
    """How well each failure explains rows of deviations: the natural logarithm of its odds against health, the same for
    what the best leaves unexplained, and how far it has gone if it is the one (mean and standard deviation).

    That is a share of its effect at failure in function, or of sixty standard deviations for a sensor.
    """

    odds: Floats
    beside: Floats
    severity: Floats
    spread: Floats


@dataclass(frozen=True)
class Verdicts:
    """For each hour how much better each failure explains what is seen than health does (natural logarithm of the
    odds); `beside` is the same for what the best of them leaves unexplained."""

    hour: NDArray[np.int64]
    modes: tuple[Mode, ...]
    odds: Floats
    beside: Floats

    @property
    def statistic(self) -> Floats:
        """Return the log odds that something is wrong, all failures together."""
        return together(self.odds)


def together(odds: Floats) -> Floats:
    """Return the log odds that any of the failures explains a row, all together."""
    most = odds.max(axis=1)
    return np.asarray(most + np.log(np.exp(odds - most[:, None]).sum(axis=1)))


def signatures(kind: Kind, norm: Norm, own: Own) -> Signatures:
    """Return what the failures of a kind of machine look like under a norm and the spread of its health."""
    modes = modes_of(kind)
    found = [*_signatures(norm, own, modes)]
    return Signatures(
        modes,
        np.array([means for means, _, _ in found]),
        np.array([sigmas for _, sigmas, _ in found]),
        np.array([main for _, _, main in found]),
        np.array([_touched(norm, means) for means, _, _ in found]),
    )


def _signatures(norm: Norm, own: Own, modes: Sequence[Mode]) -> Iterator[tuple[Floats, Floats, int]]:
    for mode in modes:
        at_failure, free, main = _of_sensor(norm, own, mode) if mode.is_of_sensor else _of_machine(norm, own, mode)
        means = (_OFF if mode.is_of_sensor else GROWN)[:, None] * at_failure.ravel()
        size = np.abs(means).max(axis=1, keepdims=True)
        sure = _SENSOR_SURE if mode.is_of_sensor else SURE
        leaks = np.tile(_LEAKS, len(free))
        sigmas = np.sqrt(HEALTH**2 + (sure * means) ** 2 + (leaks * size) ** 2 + (free.ravel() * size) ** 2)
        yield means, sigmas, main


def _touched(norm: Norm, means: Floats) -> Flags:
    """Return which places a failure takes with it, when it has gone far: those of the quantities that it moves."""
    names = quantities(norm.kind)
    moved = (np.abs(means[-1]) > 0.02 * np.abs(means[-1]).max()).reshape(len(names), -1).any(axis=1)
    if moved[names.index("battery_voltage_v")] if "battery_voltage_v" in names else False:
        moved[names.index(RESTING)] = True
    for one in BOOMS:
        if one in names and moved[names.index("boom_head_pressure_bar")]:
            moved[names.index(one)] = True
    return np.repeat(moved, len(Aspect))


def _of_machine(norm: Norm, own: Own, mode: Mode) -> tuple[Floats, Floats, int]:
    names = quantities(norm.kind)
    found = np.zeros(own.sigma.shape)
    for name, effect in mode.effects.items():
        if name in names:
            place = names.index(name)
            growing = name in GROWING
            grown = np.log1p(effect.gain) if growing else effect.gain * norm.usual[place]
            found[place, Aspect.OFFSET] = effect.add + grown
            found[place, Aspect.SLOPE] = 0.0 if growing else effect.gain * norm.spread[place]
            found[place, Aspect.NOISE] = effect.noise
    found = found / own.sigma
    free = np.zeros_like(found)
    free[np.ix_([names.index(name) for name in mode.effects if name in names], [Aspect.SLOPE, Aspect.NOISE])] = 0.1
    return found, free, int(np.abs(found).max(axis=1).argmax()) * len(Aspect)


def _of_sensor(norm: Norm, own: Own, mode: Mode) -> tuple[Floats, Floats, int]:
    names = quantities(norm.kind)
    place = names.index(mode.where)
    found, free = np.zeros(own.sigma.shape), np.zeros(own.sigma.shape)
    match mode.name:
        case "sensor_stuck":
            found[place, Aspect.FROZEN], free[place] = 0.35, 1.0
        case "sensor_noise":
            found[place, Aspect.NOISE], free[place] = 1.0, 0.4
        case "sensor_dropout":
            found[place, Aspect.MISSING], free[place] = 1.0, 0.3
        case _:
            found = _shifted(norm, own, mode.where)
            free[place, [Aspect.SLOPE, Aspect.NOISE]] = 0.05
    return found, free, place * len(Aspect)


def _shifted(norm: Norm, own: Own, name: str) -> Floats:
    """Return what an offset of a sensor by one standard deviation moves: itself, and what it helps to expect."""
    names = quantities(norm.kind)
    place = names.index(name)
    found = np.zeros(own.sigma.shape)
    found[place, Aspect.OFFSET] = own.sigma[place, Aspect.OFFSET]
    if name == "boom_head_pressure_bar":
        for one in (HELD, WAITED):
            found[names.index(one), Aspect.OFFSET] = own.sigma[place, Aspect.OFFSET]
    if name in (AIR, "hydraulic_pressure_bar"):
        column, unit = (5, 30.0) if name == AIR else (-2, 300.0)
        moved = norm.weights[1:][: len(norm.centre)][column] / norm.scale[column] / unit
        moved[place] = 0.0
        found[:, Aspect.OFFSET] -= own.sigma[place, Aspect.OFFSET] * moved
    found = found / own.sigma
    return np.asarray(found / np.abs(found).max())


def judge(found: Signatures, deviations: Deviations) -> Verdicts:
    """Return how well each failure explains the deviations of each hour of one machine."""
    values = deviations.values.reshape(len(deviations.hour), -1)
    weight = weigh(found, values, deviations.known.reshape(values.shape), jumps(clipped(values)))
    return Verdicts(deviations.hour, found.modes, weight.odds, weight.beside)


def weigh(found: Signatures, values: Floats, known: Flags, jump: Floats) -> Weight:
    """Return how well each failure explains rows of deviations, of whichever machines; `jump` is as of `jumps`.

    Rows in which nothing is remarkable are not weighed: no failure explains them.
    """
    values, rows = clipped(values), np.flatnonzero(remarkable(values, known))
    odds, beside = (np.full((len(values), len(found.modes)), NOTHING) for _ in range(2))
    severity, spread = np.zeros_like(odds), np.zeros_like(odds)
    odds[rows], severity[rows], spread[rows] = _odds(found, values[rows], known[rows], jump[rows])
    left = known[rows] & ~found.touched[odds[rows].argmax(axis=1)]
    beside[rows] = _odds(found, values[rows], left, jump[rows])[0]
    return Weight(odds, beside, severity, spread)


def clipped(values: Floats) -> Floats:
    """Return deviations within bounds: beyond any doubt is beyond any doubt, and one place does not outvote all."""
    return np.clip(values, -_MOST, _MOST)


def remarkable(values: Floats, known: Flags) -> Flags:
    """Return which rows of deviations are worth to be weighed."""
    return np.asarray((np.abs(values) * known).max(axis=1, initial=0.0) > _REMARKABLE)


def _odds(found: Signatures, values: Floats, flags: Flags, jump: Floats) -> tuple[Floats, Floats, Floats]:
    known = flags.astype(np.float64)
    healthy = likelihood(values, known, np.zeros((1, values.shape[1])), np.full((1, values.shape[1]), HEALTH))
    odds = np.full((len(values), len(found.modes)), -np.inf)
    severity, spread = np.zeros_like(odds), np.zeros_like(odds)
    for place, mode in enumerate(found.modes):
        sides = (1, -1) if mode.name in ("sensor_offset", "sensor_drift") else (1,)
        each = [likelihood(values, known, side * found.means[place], found.sigmas[place]) for side in sides]
        best = np.concatenate(each, axis=1)
        odds[:, place] = _mean(best) - healthy[:, 0] + _prior(mode, jump[:, found.main[place]])
        severity[:, place], spread[:, place] = _grown(
            best, np.tile(_OFF / _OFF[5] if mode.is_of_sensor else GROWN, len(sides))
        )
        # A failure whose own quantity is not known is none that could be told.
        told = flags[:, found.main[place] + _SIGNS.get(mode.name, Aspect.OFFSET)]
        if mode.name in _SIGNS:
            told = told & (values[:, found.main[place] + _SIGNS[mode.name]] > _SIGN)
        odds[:, place] = np.where(told, odds[:, place], NOTHING)
    return odds, severity, spread


def _grown(logs: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of sizes by the logarithms of their likelihoods, a row each."""
    weights = np.exp(logs - logs.max(axis=1, keepdims=True, initial=-np.inf))
    weights /= weights.sum(axis=1, keepdims=True)
    mean = weights @ sizes
    return mean, np.sqrt(np.maximum(weights @ sizes**2 - mean**2, 0.0))


def likelihood(values: Floats, known: Floats, means: Floats, sigmas: Floats) -> Floats:
    """Return log likelihoods (hour, grown) of independent normal places; unknown ones say nothing."""
    weight = 1 / sigmas**2
    squares = (values**2 * known) @ weight.T - 2 * (values * known) @ (means * weight).T + known @ (means**2 * weight).T
    return np.asarray(-0.5 * squares - known @ np.log(sigmas).T)


def _mean(logs: Floats) -> Floats:
    most = logs.max(axis=1)
    return np.asarray(most + np.log(np.exp(logs - most[:, None]).mean(axis=1)))


def _prior(mode: Mode, jump: Floats) -> Floats:
    middle, spread = _SUDDEN if mode.name == "sensor_offset" else _CREEPING if mode.name == "sensor_drift" else _ANY
    told = -0.5 * ((jump - middle) / spread) ** 2 - np.log(spread)
    return np.asarray(told + (_SENSOR_PRIOR if mode.is_of_sensor else 0.0))
