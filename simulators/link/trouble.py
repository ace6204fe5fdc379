"""Which troubles can a machine's link have, how often, and for how long?"""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import NamedTuple


@unique
class LinkTrouble(StrEnum):
    """What is wrong with a link, or with the telematics unit at its end."""

    OFFLINE = "offline"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    CLOCK = "clock"
    REBOOT = "reboot"


class Rate(NamedTuple):
    """How often a trouble begins in a day, for how many seconds (median) and with which spread of its logarithm."""

    a_day: float
    seconds: float
    spread: float


RATES: Mapping[LinkTrouble, Rate] = MappingProxyType(
    {
        # Machines work behind walls of rock; most holes are short, some take half a shift.
        LinkTrouble.OFFLINE: Rate(1.5, 900.0, 1.2),
        LinkTrouble.DUPLICATE: Rate(0.5, 1200.0, 0.8),
        LinkTrouble.REORDER: Rate(0.5, 1200.0, 0.8),
        LinkTrouble.CLOCK: Rate(0.08, 3 * 3600.0, 0.8),
        LinkTrouble.REBOOT: Rate(0.15, 0.0, 0.0),
    }
)
# Nothing lasts longer, so that who looks at a day and the one before it has seen all.
LONGEST_S = 20 * 3600.0
# By how many seconds a clock is wrong at least and at most, early or late.
WRONG_S = (2.0, 3600.0)


class Trouble(NamedTuple):
    """One trouble, in Unix seconds; `size` is by how many seconds a clock is ahead, else 0."""

    kind: LinkTrouble
    start_s: float
    stop_s: float
    size: float = 0.0

    @property
    def detail(self) -> str:
        """Return what there is to say beyond its kind."""
        return f"{self.size:+.1f} s" if self.kind is LinkTrouble.CLOCK else ""
