"""What did each signal of a machine tell last, and is that as it should be?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from models.consent import DataGroup, group_of
from models.machines import Kind
from models.signals import Signal, Subsystem, is_running, signals_of
from services.dashboard.machine.gauge import Gauge, gauge
from services.dashboard.wording import converted, shown_unit
from services.diagnostics.api import Condition, Severity
from services.telemetry.api import LatestValues


@dataclass(frozen=True)
class Reading:
    """The newest value of one signal; `outside` None where the band does not apply at this moment."""

    signal: Signal
    value: float | None
    time: datetime | None
    gauge: Gauge | None
    outside: bool | None
    severity: Severity | None

    @property
    def band(self) -> str | None:
        """Return the healthy band in words, or None for a signal without one."""
        healthy = self.signal.healthy
        if healthy is None:
            return None
        low, high = (_shown(limit, self.signal) for limit in (healthy.low, healthy.high))
        if low is not None and high is not None:
            text = f"{low:g} to {high:g}"
        else:
            text = f"at least {low:g}" if low is not None else f"at most {high:g}"
        return f"{text} {shown_unit(self.signal.unit)}" + (" while running" if healthy.while_running else "")


def _shown(limit: float | None, of: Signal) -> float | None:
    there = converted(limit, of.unit)
    return None if there is None else round(there, max(1, of.decimals))


@dataclass(frozen=True)
class Group:
    """The readings of one subsystem."""

    subsystem: Subsystem
    readings: list[Reading]

    @property
    def severity(self) -> Severity | None:
        """Return how bad the worst finding about it is."""
        found = {reading.severity for reading in self.readings}
        return next((one for one in (Severity.CRITICAL, Severity.WARNING, Severity.INFO) if one in found), None)


def groups(kind: Kind, latest: LatestValues | None, condition: Condition | None) -> list[Group]:
    """Return the newest values by subsystem, in the order in which engineers look; only signals that came."""
    known = [one for one in readings(kind, latest, condition) if one.value is not None]
    by_subsystem = sorted(known, key=lambda one: list(Subsystem).index(one.signal.subsystem))
    return [Group(name, list(part)) for name, part in groupby(by_subsystem, key=lambda one: one.signal.subsystem)]


def readings(kind: Kind, latest: LatestValues | None, condition: Condition | None) -> list[Reading]:
    """Return a reading for each signal that a machine of this kind can have."""
    values = latest.values if latest else {}
    running = is_running(kind, {name: one.value for name, one in values.items()})
    severities = {finding.signal: finding.severity for finding in condition.findings} if condition else {}
    found = []
    for signal in signals_of(kind):
        told = values.get(signal.name)
        value = told.value if told else None
        band = signal.healthy
        found.append(
            Reading(
                signal=signal,
                value=value,
                time=told.time if told else None,
                gauge=gauge(signal, value, band.low, band.high) if band else None,
                outside=_outside(signal, value, running),
                severity=severities.get(signal.name),
            )
        )
    return found


def _outside(signal: Signal, value: float | None, running: bool | None) -> bool | None:
    band = signal.healthy
    if band is None or value is None or (band.while_running and not running):
        return None
    return not band.holds(value)


def lacking(
    kind: Kind, latest: LatestValues | None, condition: Condition | None, groups: Collection[DataGroup] | None = None
) -> list[tuple[Subsystem, list[str]]]:
    """Return by subsystem what this machine's telematics never sent, in words, of the groups that a reader has."""
    known = set(latest.values) if latest else set()
    never = set(condition.never_reported) if condition else {s.name for s in signals_of(kind)} - known
    seen = (s for s in signals_of(kind) if groups is None or group_of(s) in groups)
    missing: Iterable[Signal] = (s for s in seen if s.name in never and s.name not in known)
    ordered = sorted(missing, key=lambda signal: list(Subsystem).index(signal.subsystem))
    grouped = groupby(ordered, key=lambda signal: signal.subsystem)
    return [(name, [signal.description for signal in part]) for name, part in grouped]
