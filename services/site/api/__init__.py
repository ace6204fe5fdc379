"""What does the site service answer?"""

from services.site.api.production import (
    DiggerRow,
    Fuel,
    KnownPart,
    Loader,
    MissingPart,
    RouteRow,
    ShiftReport,
    SiteMachine,
    SiteProduction,
    StepRow,
    Targets,
    Tonnes,
    Totals,
    TruckRow,
)
from services.site.api.shift import PlannedShift, Shift, ShiftPlan, SiteShifts, Weekday

__all__ = [
    "DiggerRow",
    "Fuel",
    "KnownPart",
    "Loader",
    "MissingPart",
    "PlannedShift",
    "RouteRow",
    "Shift",
    "ShiftPlan",
    "ShiftReport",
    "SiteMachine",
    "SiteProduction",
    "SiteShifts",
    "StepRow",
    "Targets",
    "Tonnes",
    "Totals",
    "TruckRow",
    "Weekday",
]
