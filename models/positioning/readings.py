"""What did a machine tell of its way and its work, with the holes that matter left open?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.positioning import trace
from models.positioning.ground import Flags, Floats, Ground
from models.positioning.trace import Trace, bridge, trace_of

_WORK = ("payload_kg", "body_angle_deg", "brake_pressure_bar", "engine_speed_rpm", "odometer_km")
SIGNALS = (*trace.SIGNALS, *_WORK)
_BODY_RISES_DEG, _DOWN_DEG = 15.0, 2.0
_RUNS_RPM = 500.0
_HELD_BAR = 5.0


@dataclass(frozen=True)
class Readings:
    """A machine's way, and by signal what else it told at the same moments, NaN where it did not."""

    trace: Trace
    values: Mapping[str, Floats] = field(repr=False)

    def told(self, name: str) -> Floats | None:
        """Return a signal at every moment, its holes filled with what was told before, or None if it never was."""
        values = self.values.get(name)
        if values is None or np.isnan(values).all():
            return None
        known = np.flatnonzero(~np.isnan(values))
        last = np.searchsorted(known, np.arange(len(values)), side="right") - 1
        return values[known[np.maximum(last, 0)]]

    @cached_property
    def payload_kg(self) -> Floats | None:
        """Return the payload by the machine's own scale, or None if it has none."""
        return self.told("payload_kg")

    @cached_property
    def driven_km(self) -> Floats | None:
        """Return what the odometer shows, or None if that is not told."""
        return self.told("odometer_km")

    @cached_property
    def body_deg(self) -> Floats | None:
        """Return the angle of a truck's body, or None if that is not told or never moves."""
        angle = self.told("body_angle_deg")
        return None if angle is None or angle.max() < _BODY_RISES_DEG else angle

    @cached_property
    def lowered(self) -> NDArray[np.int64]:
        """Return the places at which the body is down, none where its angle is not told."""
        return np.flatnonzero(self.body_deg < _DOWN_DEG) if self.body_deg is not None else np.empty(0, dtype=np.int64)

    @cached_property
    def running(self) -> Flags:
        """Return where the engine runs; a machine that does not tell is taken to."""
        rpm = self.told("engine_speed_rpm")
        return np.ones(len(self.trace), dtype=bool) if rpm is None else rpm > _RUNS_RPM

    @cached_property
    def held(self) -> Flags | None:
        """Return where the service brake is held, or None if that is not told."""
        pressure = self.told("brake_pressure_bar")
        return None if pressure is None else pressure > _HELD_BAR


def readings_of(ground: Ground, time_s: Floats, values: Mapping[str, NDArray[np.floating]]) -> Readings:
    """Return readings in order of time, each moment once; `values` holds those of the `SIGNALS` that are sent."""
    kept = np.flatnonzero(np.diff(time_s, prepend=-np.inf) > 0)
    work = {name: np.asarray(values[name], dtype=np.float64)[kept] for name in _WORK if name in values}
    if "payload_kg" in work:
        work["payload_kg"] = bridge(time_s[kept], work["payload_kg"])
    return Readings(trace_of(ground, time_s, values), work)
