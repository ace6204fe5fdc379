"""What is a signal, and when is its value healthy?"""

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum, unique
from typing import Literal

from models.machines import Kind

EVERY_KIND = frozenset(Kind)
MOBILE = frozenset({Kind.WHEEL_LOADER, Kind.HAUL_TRUCK, Kind.EXCAVATOR})
WHEELED = frozenset({Kind.WHEEL_LOADER, Kind.HAUL_TRUCK})
BOOMED = frozenset({Kind.WHEEL_LOADER, Kind.EXCAVATOR})
TRUCK = frozenset({Kind.HAUL_TRUCK})
CRUSHER = frozenset({Kind.CRUSHER})


@unique
class Subsystem(StrEnum):
    """The part of a machine that a signal tells about, in the order in which engineers look."""

    ENGINE = "engine"
    COOLING = "cooling"
    FUEL = "fuel"
    AIR = "air and exhaust"
    HYDRAULICS = "hydraulics"
    BOOM = "boom"
    PAYLOAD = "payload"
    BRAKES = "brakes"
    TRANSMISSION = "transmission"
    TYRES = "tyres"
    ELECTRICS = "electrics"
    CRUSHER = "crusher"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Band:
    """The values between which a signal is healthy, both included; None leaves a side open.

    With `while_running` the band says nothing about a machine that stands still with its drive off.
    """

    low: float | None = None
    high: float | None = None
    while_running: bool = False

    def holds(self, value: float) -> bool:
        """Return whether the value is within the band."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Signal:
    """One measured quantity: its name carries the unit, `low` to `high` is what the sensor can physically report.

    `spn` is the J1939 suspect parameter number and `iso15143` the ISO 15143-3 element, None where there is none.
    A counter only ever grows on a healthy machine.
    """

    name: str
    unit: str
    description: str
    low: float
    high: float
    _: KW_ONLY
    subsystem: Subsystem
    kinds: frozenset[Kind] = EVERY_KIND
    healthy: Band | None = None
    spn: int | None = None
    iso15143: str | None = None
    decimals: int = 1
    counter: bool = False
    precise: bool = False

    @property
    def column_type(self) -> Literal["real", "double precision"]:
        """Return the PostgreSQL type that keeps the signal's resolution: a `real` holds about seven digits."""
        return "double precision" if self.precise or self.counter else "real"


def always(low: float | None = None, high: float | None = None) -> Band:
    """Return a band that holds whether the machine runs or not."""
    return Band(low, high)


def running(low: float | None = None, high: float | None = None) -> Band:
    """Return a band that holds only while the machine's drive runs."""
    return Band(low, high, while_running=True)
