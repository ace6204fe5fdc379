"""How does the damage of a machine's parts grow over one day?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulators.degradation.condition import Condition
from simulators.degradation.forced import forced, forced_effect
from simulators.degradation.law import Law, laws_of
from simulators.degradation.life import Life, lives_of
from simulators.degradation.stress import LOOK_S, SPAN_S, Driver, stresses
from simulators.degradation.typical import typical
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.operation import Operation

_LOOKS = round(SPAN_S / LOOK_S)
# Hours of typical work in which a sound soot filter fills, and how much faster a clogged and a fouled engine fill it.
_SOOT_H = (28.0, 44.0)
_CLOGGED_FASTER, _FOULED_FASTER = 4.6, 0.6
# Which share of all wear comes with load; the rest comes with every hour that a machine runs.
_WITH_LOAD = 0.6
# Rain lays so much of the dust.
_LAID = 0.7
# Before this share of its time until onset nothing of a part's ageing can be measured.
_NOTHING = 0.2


@dataclass(frozen=True)
class Decay:
    """The damage of every part of a machine on one day: a row for each life, a column for each of `time_s`.

    Where no part can fail there are no lives. `soot` counts fillings of the soot filter.
    """

    operation: Operation
    condition: Condition
    lives: tuple[Life, ...]
    time_s: Array
    damage: Array
    soot: Array

    @cached_property
    def effects(self) -> Mapping[FaultMode, tuple[Life, Array]]:
        """Return the parts whose effect can be measured, and the effect at each time."""
        aged = [
            (life, row) for life, row in zip(self.lives, self.damage, strict=False) if row[-1] > _NOTHING * life.onset
        ]
        return {life.law.mode: (life, life.effect(row)) for life, row in aged}

    def effect(self, mode: FaultMode) -> Array | float:
        """Return the effect of one mode at each time, by itself or by the fleet file; 0 where it cannot be measured."""
        day = self.operation.day
        for fault in self.operation.unit.machine.faults:
            if fault.mode is mode:
                return forced_effect(fault, self.time_s - day.start_s, day.ordinal)
        rows = zip(self.lives, self.damage, strict=False)
        return next((life.effect(row) for life, row in rows if life.law.mode is mode), 0.0)

    def end(self) -> Condition:
        """Return the condition after the day, before anything is repaired."""
        before, soot = self.condition, float(self.soot[-1])
        if not self.lives:
            return replace(before, soot=soot)
        onsets = np.array([life.onset for life in self.lives])
        return replace(
            before,
            damage=self.damage[:, -1],
            onset_s=self._passed_s(onsets, before.onset_s),
            failure_s=self._passed_s(np.ones(len(onsets)), before.failure_s),
            soot=soot,
        )

    def _passed_s(self, limits: Array, before_s: Array) -> Array:
        """Return when the damage of each part passed its limit, in this day or before it, NaN where it did not."""
        passed_s = before_s.copy()
        for row in np.flatnonzero((self.damage[:, -1] >= limits) & np.isnan(before_s)).tolist():
            passed_s[row] = np.interp(limits[row], self.damage[row], self.time_s)
        return passed_s


def decay_of(operation: Operation, condition: Condition, found: Mapping[Driver, Array] | None = None) -> Decay:
    """Return how the parts of a machine decay on a day that it begins in this condition.

    `found` are the stresses of the day where they are known already.
    """
    unit, day = operation.unit, operation.day
    time_s = np.arange(day.start_s, day.stop_s + 1.0, SPAN_S)
    found = stresses(operation) if found is None else found
    lives = lives_of(unit, condition.life.tolist())
    laws = laws_of(unit.model.kind)
    grown = np.zeros((len(laws), len(time_s) - 1))
    if lives:
        hours = _hours(laws, found, operation)
        grown = _jumping(hours / np.array([[life.hours] for life in lives]), lives, operation)
        grown[forced(unit.machine, laws)] = 0.0
    damage = np.minimum(condition.damage[:, None] + np.pad(np.cumsum(grown, axis=1), ((0, 0), (1, 0))), 1.0)
    decay = Decay(operation, condition, lives, time_s, damage, np.full(len(time_s), condition.soot))
    return replace(decay, soot=condition.soot + _soot(decay, found[Driver.ENGINE]))


def _hours(laws: Sequence[Law], found: Mapping[Driver, Array], operation: Operation) -> Array:
    """Return the hours of typical work that each hour of the day amounts to under each law."""
    kind, weather = operation.unit.model.kind, operation.unit.weather
    hours = operation.day.start_s + SPAN_S * (np.arange(len(found[Driver.CLOCK]) // _LOOKS) + 0.5)
    dust = weather.site.climate.dust * (1 - _LAID * weather.wet(np.asarray(hours, dtype=np.float64)))
    loads = {
        (driver, power): found[driver] ** power / typical(driver, power, kind)
        for driver, power in {(law.driver, law.power) for law in laws}
    }
    run = _summed(found[Driver.CLOCK])
    tried = {key: _WITH_LOAD * _summed(load) + (1 - _WITH_LOAD) * run for key, load in loads.items()}
    return np.array([tried[law.driver, law.power] * (dust if law.dusty else 1.0) for law in laws])


def _summed(looks: Array) -> Array:
    """Return what a quantity for each hour amounts to in each hour of the day."""
    return np.asarray(looks.reshape(-1, _LOOKS).sum(axis=1) * LOOK_S / 3600)


def _jumping(grown: Array, lives: tuple[Life, ...], operation: Operation) -> Array:
    """Return a gamma process of this mean: damage comes in jumps."""
    unit = operation.unit
    generator = np.random.Generator(np.random.PCG64(unit.stream("damage", operation.day.ordinal)))
    jump = np.array([[life.law.jump * (1 - life.onset)] for life in lives])
    return np.asarray(generator.gamma(grown / jump) * jump)


def _soot(decay: Decay, share: Array) -> Array:
    """Return how often the soot filter has been filled since the day began; a regeneration empties it each time."""
    unit = decay.operation.unit
    luck = unit.stream("soot") % 1000 / 1000
    filling = _SOOT_H[0] + (_SOOT_H[1] - _SOOT_H[0]) * luck
    hours = _summed(share) / typical(Driver.ENGINE, 1.0, unit.model.kind)
    clogged, fouled = decay.effect(FaultMode.DPF_CLOGGING), decay.effect(FaultMode.INJECTOR_FOULING)
    faster = 1 + _CLOGGED_FASTER * clogged + _FOULED_FASTER * fouled + np.zeros(len(decay.time_s))
    return np.concatenate([[0.0], np.cumsum(hours * faster[:-1] / filling)])
