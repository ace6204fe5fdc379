"""What does an old telematics unit tell, every ten minutes and in the words of ISO 15143-3?"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from models.messages import Severity, Stream, instant, topic
from models.messages.element import ELEMENTS, Child
from models.signals import drive_speed, is_running, signal
from simulators.alarm import Occurrence
from simulators.fleet.geography import Array
from simulators.telematics.message import Told
from simulators.world import MachineStory

PERIOD_S = 600.0
# A unit asks its control units one after the other: so long before the snapshot each element was read.
_AGES_S = (0.0, 15.0, 40.0)
_SEVERITIES = {Severity.INFO: "Low", Severity.WARNING: "Medium", Severity.DERATE: "High", Severity.SHUTDOWN: "Critical"}

Element = dict[str, Any]


@dataclass(frozen=True)
class _Measured:
    """What was measured at the moments `times`, by signal; NaN where it was not."""

    times: Array
    signals: Mapping[str, Array]

    def values(self, names: Sequence[str], place: int) -> dict[str, float]:
        """Return what was measured of some signals at one of the moments."""
        values = {name: float(self.signals[name][place]) for name in names if name in self.signals}
        return {name: value for name, value in values.items() if not math.isnan(value)}


def snapshot_times(story: MachineStory, start_s: float, stop_s: float) -> Array:
    """Return when a machine tells snapshots from start to before stop: on a grid of its own."""
    offset = story.unit.stream("clock") % int(PERIOD_S)
    first, last = (math.ceil((time_s - offset) / PERIOD_S) for time_s in (start_s, stop_s))
    return np.arange(first, last, dtype=np.float64) * PERIOD_S + offset


@dataclass
class SnapshotFeed:
    """The snapshots of one machine; an element that says what it said keeps the time at which it said it first."""

    story: MachineStory
    _said: dict[str, Element] = field(default_factory=dict)
    _until_s: float | None = None

    def messages(self, start_s: float, stop_s: float) -> list[Told]:
        """Return the snapshots of the moments from start to before stop, on a grid of the machine's own.

        Each tells what happened since the one before, the first what happened since start.
        """
        times = snapshot_times(self.story, start_s, stop_s)
        return self._snapshots(times, start_s) if len(times) else []

    def rest(self) -> list[Told]:
        """Return nothing: all is told at once."""
        return []

    def snapshot(self, time_s: float) -> Told:
        """Return the snapshot of a moment, which is told at once."""
        return self._snapshots(np.array([time_s]), time_s)[0]

    def _snapshots(self, times: Array, start_s: float) -> list[Told]:
        moments = np.maximum(times[:, np.newaxis] - _AGES_S[::-1], start_s)
        read = np.unique(moments)
        measured = _Measured(read, self.story.measured(read))
        places = (np.unique(np.searchsorted(read, ages)) for ages in moments)
        return [self._snapshot(one, start_s, measured, at) for one, at in zip(times.tolist(), places, strict=True)]

    def _snapshot(self, time_s: float, start_s: float, measured: _Measured, places: NDArray[np.intp]) -> Told:
        machine = self.story.unit.machine
        since_s, self._until_s = self._until_s or start_s, time_s
        elements = dict(self._elements(measured, places.tolist()))
        faults = [_fault(one) for one in self.story.occurrences(since_s, time_s) if one.active]
        header = {"OEMName": self.story.unit.model.make, "Model": self.story.unit.model.name, "PIN": machine.pin}
        told = {"snapshotTime": _datetime(time_s), "EquipmentHeader": header, **elements}
        payload = orjson.dumps({**told, "FaultCode": faults} if faults else told)
        return Told(time_s, machine.id, topic(machine.id, Stream.SNAPSHOT), payload, len(elements))

    def _elements(self, measured: _Measured, places: Sequence[int]) -> Iterator[tuple[str, Element]]:
        for number, (name, children) in enumerate(ELEMENTS.items()):
            place = places[number % len(places)]
            element = self._engine(measured, place) if name == "EngineStatus" else _told(children, measured, place)
            if element:
                yield name, self._dated(name, element, float(measured.times[place]))

    def _engine(self, measured: _Measured, place: int) -> Element:
        kind = self.story.unit.model.kind
        running = is_running(kind, measured.values([drive_speed(kind)[0]], place))
        return {} if running is None else {"EngineNumber": "1", "Running": running}

    def _dated(self, name: str, element: Element, time_s: float) -> Element:
        before = self._said.get(name)
        if before is None or {**before, "datetime": None} != {"datetime": None, **element}:
            self._said[name] = {"datetime": _datetime(time_s), **element}
        return self._said[name]


def _told(children: Sequence[Child], measured: _Measured, place: int) -> Element:
    values = measured.values([child.signal for child in children], place)
    known = [child for child in children if child.signal in values]
    return {child.child: round(values[child.signal], signal(child.signal).decimals) for child in known}


def _fault(one: Occurrence) -> Element:
    return {
        "datetime": _datetime(one.time_s),
        "CodeIdentifier": one.rule.code,
        "CodeDescription": one.rule.text,
        "CodeSeverity": _SEVERITIES[one.rule.severity],
    }


def _datetime(time_s: float) -> str:
    return instant(int(time_s) * 1000).strftime("%Y-%m-%dT%H:%M:%SZ")
