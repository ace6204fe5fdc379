"""Which groups of a machine's data can be shared apart, and for which purposes?"""

from collections.abc import Iterable
from enum import StrEnum, unique
from functools import reduce
from operator import or_

from models.signals import Signal, Subsystem, signal


@unique
class DataGroup(StrEnum):
    """Data that belong together when somebody says who may have them; what comes later is added at the end."""

    ENGINE = "engine"
    FUEL = "fuel"
    HYDRAULICS = "hydraulics"
    PAYLOAD = "payload"
    DRIVELINE = "driveline"
    CRUSHER = "crusher"
    POSITION = "position"
    EVENTS = "events"
    HEALTH = "health"
    PRODUCTION = "production"
    BENCHMARK = "benchmark"

    @property
    def bit(self) -> int:
        """Return the bit by which the database keeps the group."""
        return 1 << list(DataGroup).index(self)


@unique
class Purpose(StrEnum):
    """What data are used for: people read for support and for a contract, programs compute for the rest."""

    SUPPORT = "support"
    CONTRACT = "contract"
    SERVICE = "service"
    BENCHMARKING = "benchmarking"
    TRAINING = "training"


# What machines tell, as opposed to what services make of it.
TELEMETRY: tuple[DataGroup, ...] = (
    DataGroup.ENGINE,
    DataGroup.FUEL,
    DataGroup.HYDRAULICS,
    DataGroup.PAYLOAD,
    DataGroup.DRIVELINE,
    DataGroup.CRUSHER,
    DataGroup.POSITION,
    DataGroup.EVENTS,
)

_GROUPS = {
    Subsystem.ENGINE: DataGroup.ENGINE,
    Subsystem.COOLING: DataGroup.ENGINE,
    Subsystem.FUEL: DataGroup.FUEL,
    Subsystem.AIR: DataGroup.ENGINE,
    Subsystem.HYDRAULICS: DataGroup.HYDRAULICS,
    Subsystem.BOOM: DataGroup.HYDRAULICS,
    Subsystem.PAYLOAD: DataGroup.PAYLOAD,
    Subsystem.BRAKES: DataGroup.DRIVELINE,
    Subsystem.TRANSMISSION: DataGroup.DRIVELINE,
    Subsystem.TYRES: DataGroup.DRIVELINE,
    Subsystem.ELECTRICS: DataGroup.ENGINE,
    Subsystem.CRUSHER: DataGroup.CRUSHER,
    Subsystem.POSITION: DataGroup.POSITION,
}


def group_of(signal: Signal) -> DataGroup:
    """Return the group in which a signal of the catalogue is shared."""
    return _GROUPS[signal.subsystem]


def mask(groups: Iterable[DataGroup]) -> int:
    """Return groups as the database keeps them: a bit for each."""
    return reduce(or_, (group.bit for group in groups), 0)


def groups_of(names: Iterable[str]) -> int:
    """Return the groups in which signals of the catalogue are shared, a bit each; raises UnknownSignal."""
    return mask(group_of(signal(name)) for name in names)
