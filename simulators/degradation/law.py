"""By which law does each part wear out, how long does it last, and what follows when it has failed?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import partial
from types import MappingProxyType

from models.machines import Kind
from simulators.degradation.stress import Driver
from simulators.fleet import KINDS, FaultMode


@unique
class Consequence(StrEnum):
    """What a part that has failed in function does to its machine until it is repaired."""

    NONE = "none"
    DERATE = "derate"
    STOP = "stop"


@dataclass(frozen=True)
class Law:
    """How one mode of failure comes about.

    Damage grows by `dt * (stress / typical)^power`, times the site's dust where `dusty`, so that it lasts `onset_h`
    hours of typical work (the scale of a Weibull distribution of this `shape`) until its effect can be seen, and then
    between the two `warning_h` until failure in function. Severity is convex with a power between the two of `convex`,
    damage comes in jumps of about `jump` of the time of warning. A share `planned` of all parts is exchanged before
    failure. A repair takes a number of days, planned and after failure; a failure is noticed after between
    `noticed_days`.
    """

    mode: FaultMode
    component: str
    driver: Driver
    power: float
    onset_h: float
    shape: float
    warning_h: tuple[float, float]
    convex: tuple[float, float] = (1.5, 3.0)
    dusty: bool = False
    jump: float = 0.03
    planned: float = 0.4
    repair_days: tuple[int, int] = (0, 1)
    noticed_days: tuple[float, float] = (0.0, 0.0)
    consequence: Consequence = Consequence.DERATE


_sensor = partial(
    Law,
    component="sensor",
    driver=Driver.CLOCK,
    power=1.0,
    onset_h=13_000.0,
    shape=1.1,
    planned=0.0,
    repair_days=(0, 0),
    noticed_days=(1.5, 8.0),
    consequence=Consequence.NONE,
)
_AT_ONCE = (0.2, 1.0)

# Sizes and warning times are those of the reference table, in hours of operation.
LAWS: tuple[Law, ...] = (
    Law(FaultMode.AIR_FILTER_CLOGGING, "air filter", Driver.AIR, 1.8, 7500, 2.5, (60, 220), dusty=True, planned=0.6),
    Law(FaultMode.RADIATOR_FOULING, "radiator", Driver.AIR, 1.8, 11_000, 2.5, (120, 440), dusty=True, planned=0.5),
    Law(FaultMode.COOLANT_LEAK, "cooling system", Driver.CLOCK, 1.0, 9000, 1.1, (8, 90), jump=0.08, planned=0.3),
    Law(
        FaultMode.HYDRAULIC_PUMP_WEAR,
        "hydraulic pump",
        Driver.HYDRAULIC,
        2.0,
        20_000,
        3.0,
        (240, 900),
        convex=(2.4, 3.0),
        repair_days=(1, 2),
    ),
    Law(FaultMode.CYLINDER_LEAK, "boom cylinders", Driver.HYDRAULIC, 2.0, 18_000, 2.5, (240, 720), planned=0.6),
    Law(
        FaultMode.HYDRAULIC_FILTER_CLOGGING,
        "hydraulic filter",
        Driver.HYDRAULIC,
        1.8,
        9000,
        2.5,
        (60, 270),
        planned=0.6,
    ),
    Law(FaultMode.TURBOCHARGER_WEAR, "turbocharger", Driver.ENGINE, 2.0, 16_000, 2.5, (120, 450), repair_days=(1, 2)),
    Law(FaultMode.INJECTOR_FOULING, "injectors", Driver.ENGINE, 1.0, 19_000, 2.5, (240, 900), planned=0.5),
    Law(FaultMode.DPF_CLOGGING, "soot filter", Driver.ENGINE, 1.0, 7500, 2.0, (25, 180), planned=0.3),
    Law(
        FaultMode.ENGINE_BEARING_WEAR,
        "engine bearings",
        Driver.ENGINE,
        3.0,
        22_000,
        3.0,
        (65, 440),
        repair_days=(2, 4),
        consequence=Consequence.STOP,
    ),
    Law(FaultMode.CLUTCH_SLIP, "transmission clutch", Driver.DRIVE, 2.0, 18_000, 3.0, (240, 900), repair_days=(1, 3)),
    Law(FaultMode.BRAKE_DRAG, "service brake", Driver.BRAKE, 1.0, 15_000, 2.0, (120, 440)),
    Law(
        FaultMode.WHEEL_BEARING_WEAR,
        "final drive bearing",
        Driver.WHEEL,
        1.0,
        17_000,
        3.0,
        (120, 540),
        consequence=Consequence.STOP,
    ),
    Law(
        FaultMode.TYRE_PRESSURE_LOSS,
        "tyre",
        Driver.WHEEL,
        1.0,
        4000,
        1.1,
        (8, 170),
        convex=(1.0, 1.6),
        jump=0.06,
        repair_days=(0, 0),
        consequence=Consequence.STOP,
    ),
    Law(FaultMode.ALTERNATOR, "alternator", Driver.CLOCK, 1.0, 11_000, 1.2, (14, 260), consequence=Consequence.STOP),
    Law(FaultMode.BATTERY_WEAR, "battery", Driver.STARTS, 1.0, 9000, 2.0, (14, 260), consequence=Consequence.STOP),
    Law(
        FaultMode.CRUSHER_BEARING_WEAR,
        "crusher bearing",
        Driver.CRUSH,
        3.0,
        9000,
        3.0,
        (240, 1300),
        repair_days=(1, 3),
        consequence=Consequence.STOP,
    ),
    Law(
        FaultMode.CRUSHER_LINER_WEAR,
        "jaw liners",
        Driver.CRUSH,
        1.0,
        5000,
        2.5,
        (260, 1300),
        planned=0.7,
        repair_days=(1, 1),
    ),
    _sensor(FaultMode.SENSOR_OFFSET, warning_h=_AT_ONCE),
    _sensor(FaultMode.SENSOR_DRIFT, warning_h=(60, 400), convex=(1.0, 1.4)),
    _sensor(FaultMode.SENSOR_STUCK, warning_h=_AT_ONCE),
    _sensor(FaultMode.SENSOR_NOISE, warning_h=(2, 60)),
    _sensor(FaultMode.SENSOR_DROPOUT, warning_h=(2, 60)),
)

_OF_KIND: Mapping[Kind, tuple[Law, ...]] = MappingProxyType(
    {kind: tuple(law for law in LAWS if kind in KINDS[law.mode]) for kind in Kind}
)


def law_of(mode: FaultMode) -> Law:
    """Return the law of a mode of failure."""
    return next(law for law in LAWS if law.mode is mode)


def laws_of(kind: Kind) -> tuple[Law, ...]:
    """Return the laws of the parts that machines of this kind have."""
    return _OF_KIND[kind]
