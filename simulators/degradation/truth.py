"""What really wore, failed and was repaired, and how much fuel was really burnt?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulators.day import MachineDay
from simulators.degradation.condition import Condition
from simulators.degradation.decay import Decay
from simulators.degradation.forced import CONVEX, TYRE, forced_effect, forced_growth
from simulators.degradation.law import Law, law_of, laws_of
from simulators.degradation.life import life_of
from simulators.fleet import Fault, FaultMode, Machine, Site
from simulators.fleet.geography import Array
from simulators.operation import Unit
from simulators.shift import Day, day_at
from simulators.world import MachineStory

Row = Mapping[str, object]

_HOUR_S, _DAY_S = 3600.0, 86_400.0


@dataclass(frozen=True)
class Truth:
    """Rows of the truth of one machine: `degradation` has one for each life of a part that passed its onset or was
    exchanged, `severity` one for each hour of a part beyond its onset. Times are Unix seconds, None: not yet.
    """

    degradation: list[Row]
    severity: list[Row]


def truth_of(story: MachineStory, start_s: float, stop_s: float) -> Truth:
    """Return what wore on a machine on the days of its site that hold the moments from start to before stop."""
    site, machine = story.site, story.unit.machine.id
    ordinals = _ordinals(site.layout.site, start_s, stop_s)
    severity = [row for ordinal in ordinals for row in severities(site.day(ordinal).decay(machine))]
    return Truth([*lives(story, start_s, stop_s)], severity)


def lives(story: MachineStory, start_s: float, stop_s: float) -> Iterator[Row]:
    """Yield the lives of parts that passed their onset or were exchanged on the days from start to before stop."""
    ordinals = _ordinals(story.site.layout.site, start_s, stop_s)
    yield from _lives(story, ordinals)
    yield from _forced_lives(story.unit, ordinals)


def severities(decay: Decay) -> Iterator[Row]:
    """Yield the severity and the damage of every part beyond its onset, at every whole hour of a day."""
    day, machine = decay.operation.day, decay.operation.unit.machine
    time_s = _hours(day)
    for life, damage in zip(decay.lives, decay.damage, strict=False):
        if damage[-1] > life.onset:
            now = np.interp(time_s, decay.time_s, damage)
            yield from _severities(machine.id, life.law.mode, (time_s, life.severity(now), now))
    for fault in machine.faults:
        grown = forced_growth(fault, time_s - day.start_s, day.ordinal)
        severity = np.minimum(forced_effect(fault, time_s - day.start_s, day.ordinal), 1.0)
        yield from _severities(machine.id, fault.mode, (time_s, severity, grown))


def fuel(day: MachineDay) -> Iterator[Row]:
    """Yield what a machine burnt and how long it ran in each hour of a day, the first and the last perhaps in part."""
    if day.unit.model.tank_l is None:
        return
    edges = np.unique(np.concatenate([[day.day.start_s], _hours(day.day), [day.day.stop_s]]))
    running_s = np.diff(day.totals(day.operation.moment(edges)).running_s)
    for start, burnt, ran in zip(edges[:-1].tolist(), np.diff(day.burnt_l(edges)), running_s, strict=True):
        yield {"machine": day.unit.machine.id, "hour": start, "fuel_l": float(burnt), "running_s": float(ran)}


def _ordinals(site: Site, start_s: float, stop_s: float) -> range:
    first, last = day_at(site, start_s), day_at(site, float(np.nextafter(stop_s, start_s)))
    return range(first.ordinal, last.ordinal + 1)


def _hours(day: Day) -> Array:
    return np.asarray(np.arange(np.ceil(day.start_s / _HOUR_S) * _HOUR_S, day.stop_s, _HOUR_S))


def _severities(machine: str, mode: FaultMode, columns: tuple[Array, Array, Array]) -> Iterator[Row]:
    for time, severity, damage in zip(*(column.tolist() for column in columns), strict=True):
        if severity > 0:
            yield {"machine": machine, "mode": mode.value, "time": time, "severity": severity, "damage": damage}


def _lives(story: MachineStory, ordinals: range) -> Iterator[Row]:
    """Yield the lives of each part that passed their onset or ended in some days of the site."""
    site, unit = story.site, story.unit
    site.day(ordinals.stop)
    for place, law in enumerate(laws_of(unit.model.kind) if unit.failures else ()):
        for ordinal in ordinals:
            ended, after = site.ended[ordinal][unit.machine.id], site.conditions[ordinal + 1][unit.machine.id]
            if after.life[place] != ended.life[place]:
                yield _life(unit, law, ended, (place, Day(site.layout.site, ordinal + 1).start_s))
            elif ordinal == ordinals[-1] and not np.isnan(ended.onset_s[place]):
                yield _life(unit, law, ended, (place, float("nan")))


def _life(unit: Unit, law: Law, ended: Condition, of: tuple[int, float]) -> Row:
    place, repair = of
    life = life_of(unit, law, int(ended.life[place]))
    passed = {"onset_at": ended.onset_s[place], "failure_at": ended.failure_s[place], "repair_at": repair}
    times = {name: None if np.isnan(time_s) else float(time_s) for name, time_s in passed.items()}
    return {**_named(unit.machine, law, life.where), "life": life.index, **times}


def _forced_lives(unit: Unit, ordinals: range) -> Iterator[Row]:
    """Yield the periods of the faults of the fleet file."""
    for fault in unit.machine.faults:
        for period in range(ordinals.start // fault.period_days, ordinals[-1] // fault.period_days + 1):
            yield _forced_life(unit, fault, period)


def _forced_life(unit: Unit, fault: Fault, period: int) -> Row:
    site, begin = unit.weather.site, period * fault.period_days
    fails = fault.onset_day + fault.growth_days * fault.reach ** (-1 / CONVEX)
    where = (fault.where or TYRE) if fault.mode is FaultMode.TYRE_PRESSURE_LOSS else fault.where or ""
    return {
        **_named(unit.machine, law_of(fault.mode), where),
        "life": period,
        "onset_at": _moment(site, begin + fault.onset_day),
        "failure_at": _moment(site, begin + fails) if fault.reach >= 1 else None,
        "repair_at": _moment(site, begin + fault.period_days),
    }


def _named(machine: Machine, law: Law, where: str) -> dict[str, object]:
    return {
        "machine": machine.id,
        "component": f"{law.component} {where}".strip(),
        "mode": law.mode.value,
        "consequence": law.consequence.value,
        "sensor_fault": law.mode.is_of_sensor,
    }


def _moment(site: Site, days: float) -> float:
    """Return when so many days of the site have passed."""
    return Day(site, int(days)).start_s + days % 1 * _DAY_S
