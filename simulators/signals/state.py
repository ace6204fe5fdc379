"""What is known of a machine at some moments, before its sensors measure it?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from simulators.counter import Totals
from simulators.day import MachineDay
from simulators.effort import SLIPS, Effort
from simulators.engine import RATED_RPM
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.noise import drift
from simulators.operation import Unit
from simulators.work.timeline import Phase

# A turbocharger follows the engine's load so many seconds late, and a worn one more of it.
_SPOOLS_S, _SPOOLING, _SPOOLING_WORN = 4.0, 0.35, 0.35
_CRANKS_RPM, _CRANKS_S, _CRANKS_COLD_S, _CRANKS_WEAK_S = 170.0, 1.4, 1.0, 3.5
_HUNTS_RPM, _HUNTS_S = 13.0, 1.1
# The last part of a soot filter's filling is its regeneration.
_REGENERATES_FROM = 0.975


@dataclass(frozen=True)
class State:
    """One machine at some moments: its effort, temperatures (one a row), counters and how full its tank is.

    `rpm` is the speed of engine or drive, `switched_s` how long it has been running or standing, `breath` the load that
    the turbocharger feels as a share of rated power, `soot` how far the soot filter has filled since it was first used.
    """

    unit: Unit
    time_s: Array
    effort: Effort
    celsius: Array
    totals: Totals
    fuel_share: Array
    rpm: Array
    switched_s: Array
    cranking: NDArray[np.bool_]
    breath: Array
    soot: Array

    @property
    def running(self) -> NDArray[np.bool_]:
        """Return where the drive runs."""
        return self.effort.moment.running

    @property
    def speed(self) -> Array:
        """Return the engine speed as a share of its rated speed."""
        return self.rpm / RATED_RPM

    @property
    def flow(self) -> Array:
        """Return the air that the engine takes as a share of what it takes at rated power."""
        return self.speed * (0.35 + 0.65 * self.breath)

    @property
    def regenerating(self) -> NDArray[np.bool_]:
        """Return where the soot filter is burnt free."""
        return self.running & (self.soot % 1 >= _REGENERATES_FROM)

    @property
    def soot_share(self) -> Array:
        """Return how full of soot the filter is, 0 to 1."""
        filled = self.soot % 1
        return np.minimum(filled / _REGENERATES_FROM, (1 - filled) / (1 - _REGENERATES_FROM))

    def trait(self, name: str, spread: float) -> float:
        """Return a factor near 1 by which this machine differs from its like."""
        return 1 + spread * self.unit.trait(name)


def state_at(day: MachineDay, time_s: Array, *, lagging: bool = True) -> State:
    """Return the state of a machine at some moments of one day."""
    celsius = day.temperatures_c(time_s)
    effort = day.effort(time_s, lagging=lagging).derated(celsius[0])
    switched_s = day.operation.since_switched_s(time_s)
    cranking = _cranking(effort, switched_s)
    return State(
        day.unit,
        time_s,
        effort,
        celsius,
        day.totals(effort.moment),
        day.fuel_share(time_s),
        rpm=np.where(cranking, _CRANKS_RPM, effort.duty.engine_rpm * _slipping(effort) + _hunting(effort)),
        switched_s=switched_s,
        cranking=cranking,
        breath=_breath(day, effort) if lagging else effort.share,
        soot=np.interp(time_s, day.decay.time_s, day.decay.soot),
    )


def _cranking(effort: Effort, switched_s: Array) -> NDArray[np.bool_]:
    """Return where the starter turns the engine: longer in frost and with a weak battery."""
    if effort.model.kind is Kind.CRUSHER:
        return np.zeros(len(switched_s), dtype=bool)
    cold = np.clip((5 - effort.air_c) / 20, 0, 1)
    seconds = _CRANKS_S + _CRANKS_COLD_S * cold + _CRANKS_WEAK_S * effort.wear.of(FaultMode.BATTERY_WEAR)
    return np.asarray(effort.moment.running & (switched_s < seconds))


def _slipping(effort: Effort) -> Array | float:
    """Return how many times faster than its wheels take it the engine turns where the clutch slips."""
    slipping = effort.wear.of(FaultMode.CLUTCH_SLIP)
    return 1 + SLIPS * slipping * (effort.moment.motion.power > 0) if slipping.any() else 1.0


def _hunting(effort: Effort) -> Array | float:
    """Return how the idle speed hunts where the injectors do not all inject alike."""
    fouled = effort.wear.of(FaultMode.INJECTOR_FOULING)
    if not fouled.any():
        return 0.0
    idling = effort.moment.during(Phase.IDLE, Phase.QUEUE, Phase.WAIT, Phase.BEING_LOADED)
    return _HUNTS_RPM * fouled * idling * drift(effort.unit.stream("hunting"), effort.moment.time_s, _HUNTS_S)


def _breath(day: MachineDay, effort: Effort) -> Array:
    if effort.model.kind is Kind.CRUSHER:
        return effort.share
    moment = effort.moment
    before = day.operation.moment(day.operation.earlier(moment.time_s, _SPOOLS_S), moment.weak)
    duty = day.operation.duty(before, lagging=False)
    share = np.clip(duty.engine_kw / effort.model.rated_power_kw, 0, 1)
    late = _SPOOLING + _SPOOLING_WORN * effort.wear.of(FaultMode.TURBOCHARGER_WEAR)
    return np.asarray(effort.share * (1 - late) + share * late)
