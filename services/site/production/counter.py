"""How much did machines burn and move in a period, by their own counters?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.kit.column import Columns
from services.kit.parameter import Period
from services.kit.telemetry import Resolution, TelemetryReader, statistics

_SIGNALS = {"fuel": "fuel_used_l", "loads": "load_count", "payload": "payload_total_kg"}
_COLUMNS = statistics([*_SIGNALS.values()], "min", "max")
# Before and behind the period it is looked so far for what the counter stood at: a shift that nothing was told of.
_AROUND = timedelta(hours=12)
# A longer period is read by the day.
_BY_HOUR = timedelta(days=8)
_SECONDS: dict[Resolution, float] = {"minute": 60.0, "hour": 3600.0, "day": 86_400.0}
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counter:
    """What a counter stood at since the first time, at times in Unix seconds, both rising."""

    time_s: Floats
    value: Floats

    def between(self, edges_s: Sequence[float]) -> list[float | None]:
        """Return by how much it grew between each time and the next, None where none of that is known."""
        edges = np.array(edges_s)
        stood = np.interp(edges, self.time_s, self.value)
        known = (edges[1:] > self.time_s[0]) & (edges[:-1] < self.time_s[-1])
        return [float(grown) if here else None for grown, here in zip(np.diff(stood), known, strict=True)]

    def seconds_known(self, from_s: float, to_s: float) -> float:
        """Return for how much of a period it is known what the counter stood at, before and behind."""
        return max(min(to_s, float(self.time_s[-1])) - max(from_s, float(self.time_s[0])), 0.0)


@dataclass(frozen=True)
class Counters:
    """A machine's counters of litres, of loads (a digger's are passes) and of kg, None where one is not known."""

    fuel: Counter | None
    loads: Counter | None
    payload: Counter | None

    @property
    def until_s(self) -> float | None:
        """Return when a counter was last read, in Unix seconds."""
        return max((float(one.time_s[-1]) for one in (self.fuel, self.loads, self.payload) if one), default=None)


async def list_counters(telemetry: TelemetryReader, machines: Sequence[str], during: Period) -> dict[str, Counters]:
    """Return what the counters of machines stood at around a period, of those of which any is known."""
    parts: dict[str, list[tuple[Columns, float]]] = {}
    for resolution, from_, to in _looks(during):
        found = await telemetry.columns_of(machines, _COLUMNS, from_, to, resolution=resolution)
        for machine, columns in found.items():
            parts.setdefault(machine, []).append((columns, _SECONDS[resolution]))
    return {
        machine: Counters(**{name: _counter(told, signal) for name, signal in _SIGNALS.items()})
        for machine, told in parts.items()
    }


def _looks(during: Period) -> list[tuple[Resolution, datetime, datetime]]:
    """Return by which resolutions to look when: hours whose middle is asked for are read by the minute."""
    long = during.to - during.from_ > _BY_HOUR
    looks: list[tuple[Resolution, datetime, datetime]] = []
    if long:
        looks.append(("day", during.from_, during.to))
        looks += [("hour", edge - _AROUND, edge + _AROUND) for edge in (during.from_, during.to)]
    else:
        looks.append(("hour", during.from_ - _AROUND, during.to + _AROUND))
    for edge in (during.from_, during.to):
        hour = edge.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        if hour != edge:
            looks.append(("minute", hour, hour + timedelta(hours=1)))
    return looks


def _points(columns: Columns, signal: str, lasts_s: float) -> tuple[Floats, Floats]:
    """Return the least value of each bucket at its begin and the greatest at its end."""
    begins = columns.time_us / 1e6
    time_s = np.concatenate([begins, begins + lasts_s - 1e-3])
    value = np.concatenate([columns.values[f"{signal}_min"], columns.values[f"{signal}_max"]])
    known = np.isfinite(value)
    return time_s[known], value[known]


def _counter(parts: Sequence[tuple[Columns, float]], signal: str) -> Counter | None:
    points = [_points(columns, signal, lasts_s) for columns, lasts_s in parts]
    time_s, value = (np.concatenate([point[place] for point in points]) for place in (0, 1))
    if not len(time_s):
        return None
    order = np.lexsort((value, time_s))
    grown = np.diff(value[order], prepend=value[order][0])
    # What is read by the minute and by the hour need not agree to the second; a unit that was replaced begins anew.
    return Counter(time_s[order], np.cumsum(np.maximum(grown, 0.0)))
