"""What does each failure of a kind of machine look like, in deviations from its own health?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect, Own
from models.diagnosis.mode import Mode, modes_of
from models.diagnosis.norm import Norm
from models.diagnosis.quantity import AIR, BOOMS, GROWING, HELD, RESTING, WAITED, quantities, scaled
from models.diagnosis.standing import Singles
from models.machines import Kind
from models.signals import signal

# How far a failure may have gone, as a share of its effect in the handbook, and how far a sensor may be off, in
# standard deviations.
GROWN = np.array([0.08, 0.15, 0.25, 0.4, 0.6, 0.9, 1.3, 1.9])
OFF = np.array([4.0, 7.0, 12.0, 20.0, 35.0, 60.0, 110.0, 200.0])
# Health varies by more than its standard deviation says; an effect is known to a share of itself, and others leak in.
HEALTH, SURE, _SENSOR_SURE = 1.3, 0.4, 0.15
_LEAKS = np.array([0.02, 0.01, 0.01, 0.0, 0.0])
# A failure has not gone so far where its own quantity moved less than so much of what it then should: two standard
# deviations below. Nor does what moves beside it, which is another failure's, make up for that.
_LEAST = 1 - 2 * SURE
# Which failures of a sensor move what it tells to either side, and how far one that is carried so to the end of its
# range may seem to stand still, as a share of how far it is off.
_SHIFTED, _STANDS = ("sensor_offset", "sensor_drift"), 0.3
# Some failures of a sensor have a sign of their own, without which nobody would think of them; of all others it is the
# offset of their quantity.
SIGNS = {"sensor_stuck": Aspect.FROZEN, "sensor_noise": Aspect.NOISE, "sensor_dropout": Aspect.MISSING}


@dataclass(frozen=True)
class Signatures:
    """What each failure of a kind of machine looks like: `means[failure, grown, place]` in standard deviations and the
    `sigmas` of that, over the places (quantity, aspect) of deviations in one row."""

    modes: tuple[Mode, ...]
    means: Floats
    sigmas: Floats
    main: NDArray[np.intp]
    touched: Flags

    def sides(self, place: int) -> tuple[int, ...]:
        """Return the signs that a failure's effect can have: both where a sensor may be off to either side."""
        return (1, -1) if self.modes[place].name in _SHIFTED else (1,)

    @cached_property
    def own(self) -> NDArray[np.intp]:
        """Return the place by which each failure is told first."""
        return np.asarray(self.main + [SIGNS.get(mode.name, Aspect.OFFSET) for mode in self.modes])

    @cached_property
    def stack(self) -> "Stack":
        """Return the effects of all failures one below the other, each grown and to each side."""
        places = range(len(self.modes))
        means = np.concatenate([side * self.means[place] for place in places for side in self.sides(place)])
        sigmas = np.concatenate([self.sigmas[place] for place in places for _ in self.sides(place)])
        sizes = [OFF / OFF[5] if self.modes[place].is_of_sensor else GROWN for place in places]
        each = [np.tile(own, len(self.sides(place))) for place, own in zip(places, sizes, strict=True)]
        weight = 1 / sigmas**2
        own = np.repeat(self.own, [len(one) for one in each])
        return Stack(
            (-0.5 * (weight - 1 / HEALTH**2)).astype(np.float32),
            (means * weight).astype(np.float32),
            -0.5 * means**2 * weight - np.log(sigmas / HEALTH),
            np.concatenate(each).astype(np.float32),
            np.cumsum([0, *(len(one) for one in each)]),
            own,
            means[np.arange(len(own)), own].astype(np.float32),
        )


@dataclass(frozen=True)
class Stack:
    """Effects one below the other: those of failure i are from `first[i]` on, grown to `sizes`, shares of its effect.

    The log likelihood of an effect against health is the sum over places of independent normal deviations, which is
    `squares` times their squares, `values` times them and `flags` of those that are known (effect, place). Single
    precision is right to some hundredths even at the largest deviations. `own` is the place by which an effect is told
    first, and `expected` what it does there.
    """

    squares: Singles
    values: Singles
    flags: Floats
    sizes: Singles
    first: NDArray[np.intp]
    own: NDArray[np.intp]
    expected: Singles

    def reached(self, values: Floats) -> Flags:
        """Return which effects (row, effect) the own quantity of each may have reached in rows of deviations."""
        toward = np.sign(self.expected)
        return np.asarray(values[:, self.own] * toward >= _LEAST * np.abs(self.expected))


def signatures(kind: Kind, norm: Norm, own: Own) -> Signatures:
    """Return what the failures of a kind of machine look like under a norm and the spread of its health."""
    modes = modes_of(kind)
    found = [*_signatures(norm, own, modes)]
    return Signatures(
        modes,
        np.array([means for means, _, _ in found]),
        np.array([sigmas for _, sigmas, _ in found]),
        np.array([main for _, _, main in found]),
        np.array([_touched(norm, mode, means) for mode, (means, _, _) in zip(modes, found, strict=True)]),
    )


def _signatures(norm: Norm, own: Own, modes: Sequence[Mode]) -> Iterator[tuple[Floats, Floats, int]]:
    for mode in modes:
        at_failure, free, main = _of_sensor(norm, own, mode) if mode.is_of_sensor else _of_machine(norm, own, mode)
        means = (OFF if mode.is_of_sensor else GROWN)[:, None] * at_failure.ravel()
        size = np.abs(means).max(axis=1, keepdims=True)
        sure = _SENSOR_SURE if mode.is_of_sensor else SURE
        # Only into what the failure moves: what moves elsewhere is not its own, and no reason to think of it.
        leaks = np.tile(_LEAKS, len(free)) * _touched(norm, mode, means)
        loose = np.hypot(free.ravel(), _ended(norm, own, mode, np.abs(means[:, main]))) * size
        sigmas = np.sqrt(HEALTH**2 + (sure * means) ** 2 + (leaks * size) ** 2 + loose**2)
        yield means, sigmas, main


def _touched(norm: Norm, mode: Mode, means: Floats) -> Flags:
    """Return which places a failure takes with it, when it has gone far: those of the quantities that it moves."""
    names = quantities(norm.kind)
    moved = (np.abs(means[-1]) > 0.02 * np.abs(means[-1]).max()).reshape(len(names), -1).any(axis=1)
    if moved[names.index("battery_voltage_v")] if "battery_voltage_v" in names else False:
        moved[names.index(RESTING)] = True
    for one in BOOMS:
        if one in names and moved[names.index("boom_head_pressure_bar")]:
            moved[names.index(one)] = True
    touched = np.tile(moved[:, None], len(Aspect))
    if not mode.is_of_sensor:
        # What wears neither ceases to come nor stands still.
        touched[:, [Aspect.MISSING, Aspect.FROZEN]] = False
    return touched.ravel()


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


def _ended(norm: Norm, own: Own, mode: Mode, off: Floats) -> Floats:
    """Return by which share of its size each place (size, place) of a sensor's offsets is unknown, since it may be at
    the end of its range: there it repeats itself, as one that is stuck does."""
    loose = np.zeros((len(off), own.sigma.size))
    if mode.name in _SHIFTED:
        place = quantities(norm.kind).index(mode.where)
        low, high = scaled(mode.where, np.array([signal(mode.where).low, signal(mode.where).high]))
        room = min(norm.usual[place] - low, high - norm.usual[place]) / own.sigma[place, Aspect.OFFSET]
        loose[off >= room, place * len(Aspect) + Aspect.FROZEN] = _STANDS
    return loose


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
