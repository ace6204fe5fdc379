"""Which kinds of misuse are there, and how often is an operator tempted to each?"""

from collections.abc import Mapping
from enum import IntEnum, unique
from types import MappingProxyType


@unique
class Misuse(IntEnum):
    """How a machine is misused in a phase of its work; 0 is not at all."""

    NONE = 0
    OVERLOAD = 1
    OVERSPEED = 2
    COASTING = 3
    HOT_SHUTDOWN = 4
    COLD_FULL_LOAD = 5
    HARSH_BRAKING = 6
    LONG_IDLING = 7
    OUTSIDE_ZONE = 8
    OUTSIDE_HOURS = 9


# How likely a typical operator does it at each chance: a load, a trip, a stop or a start of the engine, a wait at the
# face, a shift, a night.
CHANCE: Mapping[Misuse, float] = MappingProxyType(
    {
        Misuse.OVERLOAD: 0.04,
        Misuse.OVERSPEED: 0.015,
        Misuse.COASTING: 0.012,
        Misuse.HOT_SHUTDOWN: 0.10,
        Misuse.COLD_FULL_LOAD: 0.15,
        Misuse.HARSH_BRAKING: 0.02,
        Misuse.LONG_IDLING: 0.006,
        Misuse.OUTSIDE_ZONE: 0.02,
        Misuse.OUTSIDE_HOURS: 0.02,
    }
)
