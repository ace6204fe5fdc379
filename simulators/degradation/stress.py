"""How hard does its work try each part of a machine, compared with what is typical for its kind?"""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from types import MappingProxyType

import numpy as np

from models.machines import Kind
from simulators.engine import RATED_RPM, delivered_kw
from simulators.fleet import Model
from simulators.fleet.geography import Array
from simulators.kinds import Duty, Moment
from simulators.operation import Operation
from simulators.work.timeline import Phase, runs

# The state of a machine is looked at once a minute, and added up over an hour.
LOOK_S, SPAN_S = 60.0, 3600.0
# A cold engine is hard to start: a start in frost counts up to four times.
_COLD_C, _FROST_PER_C = 10.0, 0.1


class Driver(Enum):
    """What wears on a part."""

    CLOCK = auto()
    AIR = auto()
    ENGINE = auto()
    HYDRAULIC = auto()
    DRIVE = auto()
    BRAKE = auto()
    WHEEL = auto()
    STARTS = auto()
    CRUSH = auto()


def stresses(operation: Operation) -> dict[Driver, Array]:
    """Return the size of every driver at each look of the day: shares of rated power, starts an hour, m/s loaded."""
    day, unit = operation.day, operation.unit
    time_s = np.arange(day.start_s + LOOK_S / 2, day.stop_s, LOOK_S)
    moment = operation.moment(time_s)
    duty = operation.duty(moment, lagging=False)
    found = {driver: measure(moment, duty, unit.model) * moment.running for driver, measure in _MEASURES.items()}
    return found | {Driver.STARTS: _starts(operation, time_s)}


def _starts(operation: Operation, time_s: Array) -> Array:
    """Return the starts of the engine in every minute, as a rate for each hour; in frost a start counts more."""
    rows, frost = operation.rows, _FROST_PER_C * (_COLD_C - operation.unit.weather.air_c(time_s))
    started = runs(rows.phase[1:]) & ~runs(rows.phase[:-1])
    minute = ((rows.start_s[1:][started] - operation.day.start_s) / LOOK_S).astype(np.int64)
    counts = np.bincount(minute, minlength=len(time_s))[: len(time_s)]
    return np.asarray(counts * (3600 / LOOK_S) * (1 + np.clip(frost, 0, 3)))


def _share(duty: Duty, model: Model) -> Array:
    if model.kind is Kind.CRUSHER:
        return duty.engine_kw / model.rated_power_kw
    return np.maximum(delivered_kw(model.rated_power_kw, duty.engine_rpm, duty.engine_kw), 0) / model.rated_power_kw


def _clock(moment: Moment, _: Duty, __: Model) -> Array:
    return np.ones_like(moment.time_s)


def _engine(_: Moment, duty: Duty, model: Model) -> Array:
    return _share(duty, model)


def _air(_: Moment, duty: Duty, model: Model) -> Array:
    return duty.engine_rpm / RATED_RPM * (0.35 + 0.65 * _share(duty, model))


def _hydraulic(_: Moment, duty: Duty, model: Model) -> Array:
    return duty.hydraulic_bar * duty.hydraulic_lpm / 600 / model.rated_power_kw


def _drive(moment: Moment, _: Duty, model: Model) -> Array:
    return np.abs(moment.motion.power) / model.rated_power_kw


def _brake(_: Moment, duty: Duty, model: Model) -> Array:
    return duty.brake_kw / model.rated_power_kw


def _wheel(moment: Moment, _: Duty, model: Model) -> Array:
    # A bearing's life falls with the cube of what it carries (ISO 281), and with every turn.
    return np.asarray(moment.motion.speed * (1 + moment.load_kg / model.mass_kg) ** 3)


def _crush(moment: Moment, duty: Duty, model: Model) -> Array:
    return np.asarray(duty.engine_kw / model.rated_power_kw * (moment.phase == Phase.CRUSH))


_MEASURES: Mapping[Driver, Callable[[Moment, Duty, Model], Array]] = MappingProxyType(
    {
        Driver.CLOCK: _clock,
        Driver.AIR: _air,
        Driver.ENGINE: _engine,
        Driver.HYDRAULIC: _hydraulic,
        Driver.DRIVE: _drive,
        Driver.BRAKE: _brake,
        Driver.WHEEL: _wheel,
        Driver.CRUSH: _crush,
    }
)
