"""What does an old telematics unit tell, every ten minutes and in the words of ISO 15143-3?"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson

from models.messages import Severity, Stream, instant, topic
from models.messages.element import ELEMENTS
from models.signals import is_running, signal
from simulators.alarm import Occurrence
from simulators.fleet.geography import Array
from simulators.telematics.message import Told
from simulators.world import MachineStory

PERIOD_S = 600.0
# A unit asks its control units one after the other: so long before the snapshot each element was read.
_AGES_S = (0.0, 15.0, 40.0)
_SEVERITIES = {Severity.INFO: "Low", Severity.WARNING: "Medium", Severity.DERATE: "High", Severity.SHUTDOWN: "Critical"}

Element = dict[str, Any]


@dataclass
class SnapshotFeed:
    """The snapshots of one machine; an element that says what it said keeps the time at which it said it first."""

    story: MachineStory
    _said: dict[str, Element] = field(default_factory=dict)
    _until_s: float | None = None

    def messages(self, start_s: float, stop_s: float) -> list[Told]:
        """Return the snapshots of the moments from start to before stop, on a grid of the machine's own."""
        offset = self.story.unit.stream("clock") % int(PERIOD_S)
        first, last = (math.ceil((time_s - offset) / PERIOD_S) for time_s in (start_s, stop_s))
        return [self.snapshot(number * PERIOD_S + offset, start_s) for number in range(first, last)]

    def snapshot(self, time_s: float, since_s: float) -> Told:
        """Return the snapshot of a moment: what happened since the one before, or since `since_s` in the first."""
        machine = self.story.unit.machine
        since_s, self._until_s = self._until_s or since_s, time_s
        moments = np.array([max(time_s - age_s, since_s) for age_s in reversed(_AGES_S)])
        measured = self.story.measured(np.unique(moments))
        elements = dict(self._elements(measured, np.unique(moments)))
        faults = [_fault(one) for one in self.story.occurrences(since_s, time_s) if one.active]
        header = {"OEMName": self.story.unit.model.make, "Model": self.story.unit.model.name, "PIN": machine.pin}
        told = {"snapshotTime": _datetime(time_s), "EquipmentHeader": header, **elements}
        payload = orjson.dumps({**told, "FaultCode": faults} if faults else told)
        return Told(time_s, machine.id, topic(machine.id, Stream.SNAPSHOT), payload, len(elements))

    def _elements(self, measured: Mapping[str, Array], moments: Array) -> Iterator[tuple[str, Element]]:
        for place, (name, children) in enumerate(ELEMENTS.items()):
            at = place % len(moments)
            values = {key: float(column[at]) for key, column in measured.items() if not np.isnan(column[at])}
            if name == "EngineStatus":
                running = is_running(self.story.unit.model.kind, values)
                element = {} if running is None else {"EngineNumber": "1", "Running": running}
            else:
                known = ((child, values.get(child.signal)) for child in children)
                element = {child.child: _rounded(child.signal, value) for child, value in known if value is not None}
            if element:
                yield name, self._dated(name, element, float(moments[at]))

    def _dated(self, name: str, element: Element, time_s: float) -> Element:
        before = self._said.get(name)
        if before is None or {**before, "datetime": None} != {"datetime": None, **element}:
            self._said[name] = {"datetime": _datetime(time_s), **element}
        return self._said[name]


def _rounded(name: str, value: float) -> float:
    return round(value, signal(name).decimals)


def _fault(one: Occurrence) -> Element:
    return {
        "datetime": _datetime(one.time_s),
        "CodeIdentifier": one.rule.code,
        "CodeDescription": one.rule.text,
        "CodeSeverity": _SEVERITIES[one.rule.severity],
    }


def _datetime(time_s: float) -> str:
    return instant(int(time_s) * 1000).strftime("%Y-%m-%dT%H:%M:%SZ")
