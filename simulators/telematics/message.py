"""What does a telematics unit tell, and when?"""

from collections.abc import Mapping
from typing import NamedTuple


class Told(NamedTuple):
    """A message as it goes out: when (Unix seconds), by which machine, on which topic, with how many readings."""

    time_s: float
    machine: str
    topic: str
    payload: bytes
    readings: int = 0


class Reading(NamedTuple):
    """What a unit measured at one moment, to be told by a node as soon as it can; its clock was `ahead_s` ahead."""

    time_s: float
    machine: str
    values: Mapping[str, float | None]
    ahead_s: float = 0.0

    @property
    def time_ms(self) -> int:
        """Return when it was, by the machine's own clock."""
        return round(1000 * (self.time_s + self.ahead_s))
