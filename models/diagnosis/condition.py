"""How hard did a machine work in each minute, in which air, and did it run long enough to be judged?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from models.signals import drive_speed

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Values = Mapping[str, NDArray[np.floating]]

# So long after a start temperatures and pressures are on their way, and after a stop the battery is.
_SETTLES_MIN, _RESTS_MIN = 10.0, 45.0
# A diesel engine's highest load at each share of its rated speed (2,000 rpm), as a share of rated power.
_SPEED, _POWER = (0.30, 0.45, 0.60, 0.75, 0.85, 1.00, 1.10), (0.16, 0.40, 0.71, 0.94, 1.0, 1.0, 0.80)
_RATED_RPM = 2000.0


@dataclass(frozen=True)
class Conditions:
    """The minutes of a machine: when they began, under which conditions (a column each, scaled to about 1), and in
    which of them its drive had settled, stood for long, or idled, and the machine travelled."""

    time_min: Floats
    columns: Floats
    settled: Flags
    resting: Flags
    idling: Flags
    travelling: Flags


def conditions_of(kind: Kind, time_min: Floats, values: Values) -> Conditions | None:
    """Return the conditions of minutes in order of time, None where the machine does not tell them.

    `values[name][i]` is the mean of a signal in minute i, NaN where it did not come.
    """
    speed, limit = drive_speed(kind)
    needed = ("crusher_throughput_tph",) if kind is Kind.CRUSHER else ("engine_load_percent", "ambient_temperature_c")
    if any(name not in values or not np.isfinite(values[name]).any() for name in (speed, *needed)):
        return None
    running = _given(values, speed, len(time_min)) > limit
    columns = _crusher(time_min, values, running) if kind is Kind.CRUSHER else _mobile(time_min, values, running)
    travel = _given(values, "ground_speed_kmh", len(time_min))
    idling = running & (_given(values, speed, len(time_min)) < 1000) & (travel < 1)
    return Conditions(
        time_min,
        np.column_stack([*columns]),
        running & (_since(time_min, ~running) > _SETTLES_MIN),
        ~running & (_since(time_min, running) > _RESTS_MIN),
        idling,
        travel > 4,
    )


def _mobile(time: Floats, values: Values, running: Flags) -> Iterator[Floats]:
    def given(name: str) -> Floats:
        return _given(values, name, len(time))

    load, speed = given("engine_load_percent") / 100, given("engine_speed_rpm") / _RATED_RPM
    power = load * np.interp(speed, _SPEED, _POWER) * running
    travel, pitch = given("ground_speed_kmh") / 30, given("pitch_deg") / 6
    pressure, air = given("hydraulic_pressure_bar") / 300, _filled(values["ambient_temperature_c"]) / 30
    braking = given("brake_pressure_bar") / 30 * (travel > 0.06)
    yield from (load, speed, power, travel, pitch, air)
    yield from (_lately(time, power, minutes) for minutes in (2.0, 8.0, 25.0, 70.0))
    yield from (_lately(time, running.astype(np.float64), minutes) for minutes in (15.0, 60.0))
    yield from (_lately(time, travel, 15.0), _lately(time, travel, 60.0))
    yield from (_lately(time, braking, 15.0), _lately(time, np.maximum(-pitch, 0) * travel, 15.0))
    yield given("payload_kg") / 30_000
    # The last ones say how the hydraulics are used: they are none for themselves.
    yield from (given("boom_angle_deg") / 40, pressure, _lately(time, pressure, 25.0))


# Which of them are the travel, the pitch, the payload and the angle of the boom, and how many the hydraulics' own.
CARRIAGE, HYDRAULIC = (3, 4, 16, 17), 3


def _crusher(time: Floats, values: Values, running: Flags) -> Iterator[Floats]:
    fed = _given(values, "crusher_throughput_tph", len(time)) / 400 * running
    # A crusher does not measure the air; it is warm by the sun's time.
    hour = 2 * np.pi * (time % 1440) / 1440 + np.radians(_middle(values, "longitude_deg"))
    yield from (fed, _lately(time, fed, 20.0), _lately(time, fed, 60.0), np.sin(hour), np.cos(hour))
    yield from (_lately(time, running.astype(np.float64), minutes) for minutes in (20.0, 60.0))


def _given(values: Values, name: str, rows: int) -> Floats:
    """Return a signal with 0 where it did not come: a condition that is unknown is taken for none."""
    return np.nan_to_num(np.asarray(values[name], dtype=np.float64)) if name in values else np.zeros(rows)


def _filled(column: NDArray[np.floating]) -> Floats:
    seen = np.flatnonzero(np.isfinite(column))
    return np.interp(np.arange(len(column)), seen, column[seen].astype(np.float64))


def _middle(values: Values, name: str) -> float:
    column = values.get(name)
    return float(np.nanmedian(column)) if column is not None and np.isfinite(column).any() else 0.0


def _lately(time: Floats, column: Floats, minutes: float) -> Floats:
    """Return the mean over the last so many minutes."""
    total = np.concatenate([[0.0], np.cumsum(column)])
    first = np.searchsorted(time, time - minutes, side="right")
    behind = np.arange(1, len(time) + 1)
    return np.asarray((total[behind] - total[first]) / (behind - first))


def _since(time: Floats, flags: Flags) -> Floats:
    """Return how long ago the flag was last up, from the first minute on at least."""
    return np.asarray(time - np.maximum.accumulate(np.where(flags, time, time[:1])))
