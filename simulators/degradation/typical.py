"""How hard does a typical hour of operation try a part, by kind of machine?"""

from collections.abc import Mapping
from types import MappingProxyType

from models.machines import Kind
from simulators.degradation.stress import Driver

_LOADER, _TRUCK, _EXCAVATOR, _CRUSHER = Kind.WHEEL_LOADER, Kind.HAUL_TRUCK, Kind.EXCAVATOR, Kind.CRUSHER

# Means over running hours of a driver's size to a power, taken from a week of three quarries.
_MEANS: Mapping[tuple[Driver, float], Mapping[Kind, float]] = MappingProxyType(
    {
        (Driver.CLOCK, 1.0): {_LOADER: 1.0, _TRUCK: 1.0, _EXCAVATOR: 1.0, _CRUSHER: 1.0},
        (Driver.AIR, 1.8): {_LOADER: 0.21, _TRUCK: 0.21, _EXCAVATOR: 0.28},
        (Driver.ENGINE, 1.0): {_LOADER: 0.30, _TRUCK: 0.27, _EXCAVATOR: 0.35, _CRUSHER: 0.51},
        (Driver.ENGINE, 2.0): {_LOADER: 0.19, _TRUCK: 0.20, _EXCAVATOR: 0.25},
        (Driver.ENGINE, 3.0): {_LOADER: 0.14, _TRUCK: 0.17, _EXCAVATOR: 0.19},
        (Driver.HYDRAULIC, 1.8): {_LOADER: 0.013, _TRUCK: 0.0020, _EXCAVATOR: 0.15},
        (Driver.HYDRAULIC, 2.0): {_LOADER: 0.009, _TRUCK: 0.0015, _EXCAVATOR: 0.13},
        (Driver.DRIVE, 2.0): {_LOADER: 0.030, _TRUCK: 0.16},
        (Driver.BRAKE, 1.0): {_LOADER: 0.033, _TRUCK: 0.056},
        (Driver.WHEEL, 1.0): {_LOADER: 2.2, _TRUCK: 16.0},
        (Driver.STARTS, 1.0): {_LOADER: 0.6, _TRUCK: 0.5, _EXCAVATOR: 0.5},
        (Driver.CRUSH, 1.0): {_CRUSHER: 0.48},
        (Driver.CRUSH, 3.0): {_CRUSHER: 0.19},
    }
)


def typical(driver: Driver, power: float, kind: Kind) -> float:
    """Return the mean of the driver's size to this power over the running hours of a kind of machine."""
    return _MEANS[driver, power][kind]
