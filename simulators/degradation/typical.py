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
        (Driver.AIR, 1.8): {_LOADER: 0.22, _TRUCK: 0.21, _EXCAVATOR: 0.34},
        (Driver.ENGINE, 1.0): {_LOADER: 0.30, _TRUCK: 0.28, _EXCAVATOR: 0.44, _CRUSHER: 0.50},
        (Driver.ENGINE, 2.0): {_LOADER: 0.20, _TRUCK: 0.20, _EXCAVATOR: 0.32},
        (Driver.ENGINE, 3.0): {_LOADER: 0.15, _TRUCK: 0.17, _EXCAVATOR: 0.26},
        (Driver.HYDRAULIC, 1.8): {_LOADER: 0.011, _TRUCK: 0.0017, _EXCAVATOR: 0.17},
        (Driver.HYDRAULIC, 2.0): {_LOADER: 0.008, _TRUCK: 0.0012, _EXCAVATOR: 0.15},
        (Driver.DRIVE, 2.0): {_LOADER: 0.032, _TRUCK: 0.16},
        (Driver.BRAKE, 1.0): {_LOADER: 0.031, _TRUCK: 0.051},
        (Driver.WHEEL, 1.0): {_LOADER: 2.4, _TRUCK: 16.0},
        (Driver.STARTS, 1.0): {_LOADER: 0.7, _TRUCK: 0.5, _EXCAVATOR: 0.5},
        (Driver.CRUSH, 1.0): {_CRUSHER: 0.46},
        (Driver.CRUSH, 3.0): {_CRUSHER: 0.18},
    }
)


def typical(driver: Driver, power: float, kind: Kind) -> float:
    """Return the mean of the driver's size to this power over the running hours of a kind of machine."""
    return _MEANS[driver, power][kind]
