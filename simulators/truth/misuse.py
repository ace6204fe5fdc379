"""Who drove which machine when, and how was it really misused?"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from simulators.day import MachineDay
from simulators.engine import load_percent
from simulators.fleet.geography import Array
from simulators.heat import COOLANT, EXHAUST
from simulators.kinds import Moment
from simulators.misuse.kind import Misuse
from simulators.truth.table import Row
from simulators.work.roster import driver_of
from simulators.work.timeline import Phase
from simulators.work.truck import OVERLOADED

# Harder than this is harsh; longer idling is long; an engine that stops so warm, so soon after its work, stops hot.
_HARSH_MPS2, _LONG_S, _HOT_C, _SOON_S = 3.0, 300.0, 200.0, 30.0
# A cold engine under full load, for so many seconds within the first minutes of its run.
_COLD_C, _FULL_PERCENT, _LEAST_S, _FIRST_S = 50.0, 70.0, 5, 900.0
_COASTS_S = 5
_MPS_TO_KMH = 3.6

Spans = Iterator[tuple[float, float, float]]


def operators(day: MachineDay) -> Iterator[Row]:
    """Yield who drove a machine in each of its shifts of a day: skill from 0 to 1, a pace above 1 is slower."""
    unit = day.unit
    if unit.model.kind is Kind.CRUSHER:
        return
    for window in day.day.windows():
        if window.shift in unit.machine.shifts and _worked(day, window.start_s, window.stop_s):
            driver = driver_of(unit.machine, window, unit.seed)
            span = {"machine": unit.machine.id, "start": window.start_s, "stop": window.stop_s}
            yield {**span, "operator": driver.name, "skill": driver.skill, "pace": driver.pace}


def misuses(day: MachineDay) -> Iterator[Row]:
    """Yield the episodes of misuse of a machine on a day as they really came about, kind by kind."""
    if day.unit.model.kind is Kind.CRUSHER:
        return
    for kind, unit, find in _FINDERS:
        for start, stop, size in find(day):
            row = {"machine": day.unit.machine.id, "kind": kind.name.lower(), "unit": unit}
            yield {**row, "start": start, "stop": stop, "size": size}


def _worked(day: MachineDay, start_s: float, stop_s: float) -> bool:
    rows = day.rows
    return bool(((rows.phase != Phase.OFF) & (rows.start_s >= start_s) & (rows.stop_s <= stop_s)).any())


def _overloads(day: MachineDay) -> Spans:
    """A truck or a carrying loader with more than its rated load, from setting out until it is empty."""
    rows, most = day.rows, OVERLOADED * day.unit.model.payload_kg
    for place in np.flatnonzero((rows.phase == Phase.LOADED_TRIP) & (rows.load_kg > most)).tolist():
        empty = place + int(np.argmax(rows.end_load_kg[place:] == 0))
        yield float(rows.start_s[place]), float(rows.stop_s[empty]), rows.load_kg[place] / day.unit.model.payload_kg


def _overspeeds(day: MachineDay) -> Spans:
    """A trip driven faster than the way may be driven anywhere, with the highest speed in km/h."""
    for place in _places(day, Misuse.OVERSPEED):
        time_s, moment = _seconds(day, place)
        speed, limit = moment.motion.speed, day.unit.atlas.tracks[day.rows.track[place]].speed.max()
        for span in _runs(speed > 1.05 * limit, 1):
            yield float(time_s[span.start]), float(time_s[span.stop - 1]), float(speed[span].max() * _MPS_TO_KMH)


def _coastings(day: MachineDay) -> Spans:
    """A truck that rolls downhill in neutral, with the highest speed in km/h."""
    for place in _places(day, Misuse.COASTING):
        time_s, moment = _seconds(day, place)
        speed = moment.motion.speed
        for span in _runs((moment.motion.power < 0) & (speed > 2.0), _COASTS_S):
            yield float(time_s[span.start]), float(time_s[span.stop - 1]), float(speed[span].max() * _MPS_TO_KMH)


def _brakings(day: MachineDay) -> Spans:
    """Braking harder than 3 m/s², with the hardest."""
    for place in _places(day, Misuse.HARSH_BRAKING):
        time_s, moment = _seconds(day, place, step_s=0.1)
        slows = -np.gradient(moment.motion.speed, time_s)
        for span in _runs(slows > _HARSH_MPS2, 2):
            yield float(time_s[span.start]), float(time_s[span.stop - 1]), float(slows[span].max())


def _hot_shutdowns(day: MachineDay) -> Spans:
    """An engine switched off soon after its work, with the exhaust's temperature in °C."""
    rows = day.rows
    for place in np.flatnonzero((rows.phase[1:] == Phase.OFF) & (rows.phase[:-1] == Phase.IDLE)).tolist():
        start, stop = float(rows.start_s[place]), float(rows.stop_s[place])
        exhaust = float(day.temperatures_c(np.array([stop]))[EXHAUST, 0])
        if stop - start < _SOON_S and exhaust > _HOT_C:
            yield start, stop, exhaust


def _cold_loads(day: MachineDay) -> Spans:
    """Full load before the coolant is warm, with the coldest of it in °C."""
    rows = day.rows
    for place in np.flatnonzero((rows.phase[1:] != Phase.OFF) & (rows.phase[:-1] == Phase.OFF)).tolist():
        time_s = np.arange(rows.start_s[place + 1], min(rows.start_s[place + 1] + _FIRST_S, day.day.stop_s))
        celsius = day.temperatures_c(time_s)[COOLANT]
        if len(time_s) == 0 or celsius[0] > _COLD_C:
            continue
        effort = day.effort(time_s)
        percent = load_percent(day.unit.model.rated_power_kw, effort.duty.engine_rpm, effort.power_kw)
        bad = np.flatnonzero((celsius < _COLD_C) & (percent > _FULL_PERCENT) & effort.moment.running)
        if len(bad) >= _LEAST_S:
            yield float(time_s[bad[0]]), float(time_s[bad[-1]]), float(celsius[bad].min())


def _idlings(day: MachineDay) -> Spans:
    """An engine that runs for more than five minutes with nothing to do or to wait for, with the minutes.

    Whoever queues, waits for a truck or lets an engine warm up has a reason.
    """
    rows = day.rows
    warms = np.concatenate([[False], rows.phase[:-1] == Phase.OFF])
    for span in _runs((rows.phase == Phase.IDLE) & ~warms, 1):
        start, stop = float(rows.start_s[span.start]), float(rows.stop_s[span.stop - 1])
        if stop - start > _LONG_S:
            yield start, stop, (stop - start) / 60


def _outings(kind: Misuse) -> Callable[[MachineDay], Spans]:
    """Return how to find rides off the site, or by night, with the metres driven."""

    def find(day: MachineDay) -> Spans:
        rows = day.rows
        for span in _runs(rows.misuse == kind, 1):
            metres = float(day.unit.atlas.metres[rows.track[span]].sum())
            yield float(rows.start_s[span.start]), float(rows.stop_s[span.stop - 1]), metres

    return find


def _places(day: MachineDay, kind: Misuse) -> list[int]:
    places: list[int] = np.flatnonzero(day.rows.misuse == kind).tolist()
    return places


def _seconds(day: MachineDay, place: int, step_s: float = 1.0) -> tuple[Array, Moment]:
    time_s = np.arange(day.rows.start_s[place], day.rows.stop_s[place] - step_s, step_s)
    return time_s, day.operation.moment(time_s)


def _runs(where: NDArray[np.bool_], least: int) -> Iterator[slice]:
    """Yield where something holds without a break for at least so many places."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], where, [False]]).astype(np.int8))).tolist()
    yield from (slice(start, stop) for start, stop in list(pairwise(edges))[::2] if stop - start >= least)


_FINDERS = (
    (Misuse.OVERLOAD, "share of rated", _overloads),
    (Misuse.OVERSPEED, "km/h", _overspeeds),
    (Misuse.COASTING, "km/h", _coastings),
    (Misuse.HOT_SHUTDOWN, "°C", _hot_shutdowns),
    (Misuse.COLD_FULL_LOAD, "°C", _cold_loads),
    (Misuse.HARSH_BRAKING, "m/s²", _brakings),
    (Misuse.LONG_IDLING, "min", _idlings),
    (Misuse.OUTSIDE_ZONE, "m", _outings(Misuse.OUTSIDE_ZONE)),
    (Misuse.OUTSIDE_HOURS, "m", _outings(Misuse.OUTSIDE_HOURS)),
)
