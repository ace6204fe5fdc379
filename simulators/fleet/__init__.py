"""Which sites, models and machines does a fleet file describe?"""

from simulators.fleet.fault import KINDS, FaultMode
from simulators.fleet.likeness import copy_fleet
from simulators.fleet.load import BadFleet, load_fleet
from simulators.fleet.shape import (
    Climate,
    Customer,
    Fault,
    Fleet,
    Machine,
    Model,
    Region,
    Road,
    Shift,
    Site,
    Tenure,
    TenureKind,
    Zone,
    ZoneKind,
)

__all__ = [
    "KINDS",
    "BadFleet",
    "Climate",
    "Customer",
    "Fault",
    "FaultMode",
    "Fleet",
    "Machine",
    "Model",
    "Region",
    "Road",
    "Shift",
    "Site",
    "Tenure",
    "TenureKind",
    "Zone",
    "ZoneKind",
    "copy_fleet",
    "load_fleet",
]
