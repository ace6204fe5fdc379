"""What did a machine tell, second by second?"""

from dataclasses import dataclass, fields

import numpy as np

from models.misuse.episode import Array, Flags

_RUNS_RPM = 300.0


@dataclass(frozen=True)
class Seconds:
    """What a machine told, in order of time (Unix seconds); NaN: not measured."""

    time_s: Array
    ground_speed_kmh: Array
    engine_speed_rpm: Array
    engine_load_percent: Array
    coolant_temperature_c: Array
    exhaust_temperature_c: Array
    brake_pressure_bar: Array
    payload_kg: Array

    @property
    def runs(self) -> Flags:
        """Return where the engine runs."""
        return np.asarray(self.engine_speed_rpm > _RUNS_RPM)

    def where(self, kept: Flags) -> "Seconds":
        """Return some of the readings."""
        return Seconds(**{one.name: getattr(self, one.name)[kept] for one in fields(self)})

    def between(self, from_s: float, to_s: float) -> "Seconds":
        """Return what was told of [from_s, to_s)."""
        return self.where((self.time_s >= from_s) & (self.time_s < to_s))
