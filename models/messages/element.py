"""Which signal does a value of an ISO 15143-3 snapshot belong to, and in which unit may it come?"""

from collections.abc import Mapping
from typing import NamedTuple


class Child(NamedTuple):
    """The value `child` of an element: `unit` names the child that tells its unit, and `factors` the units taken.

    Without that child the value is in the first of these units, which is the signal's own.
    """

    child: str
    signal: str
    unit: str | None = None
    factors: Mapping[str, float] = {}


_METRES = {"metre": 1.0, "meter": 1.0, "foot": 0.3048}
_KILOMETRES = {"kilometre": 1.0, "kilometer": 1.0, "mile": 1.609344}
_LITRES = {"litre": 1.0, "liter": 1.0}
_KILOGRAMS = {"kilogram": 1.0, "tonne": 1000.0, "metric ton": 1000.0, "pound": 0.45359237}

# What the catalogue does not know yet goes by a name of its own, with its unit.
ELEMENTS: Mapping[str, tuple[Child, ...]] = {
    "Location": (
        Child("Latitude", "latitude_deg"),
        Child("Longitude", "longitude_deg"),
        Child("Altitude", "altitude_m", "AltitudeUnits", _METRES),
    ),
    "CumulativeOperatingHours": (Child("Hour", "engine_hours_h"),),
    "CumulativeIdleHours": (Child("Hour", "idle_hours_h"),),
    "CumulativeIdleNonOperatingHours": (Child("Hour", "idle_non_operating_hours_h"),),
    "CumulativePowerTakeOffHours": (Child("Hour", "power_take_off_hours_h"),),
    "CumulativeActiveRegenerationHours": (Child("Hour", "active_regeneration_hours_h"),),
    "FuelUsed": (Child("FuelConsumed", "fuel_used_l", "FuelUnits", _LITRES),),
    "FuelUsedLast24": (Child("FuelConsumed", "fuel_used_last_24_h_l", "FuelUnits", _LITRES),),
    "FuelRemaining": (Child("Percent", "fuel_level_percent"),),
    "DEFRemaining": (Child("Percent", "def_level_percent"),),
    "Distance": (Child("Odometer", "odometer_km", "OdometerUnits", _KILOMETRES),),
    "EngineStatus": (Child("Running", "engine_running"),),
    "AverageLoadFactorLast24": (Child("Percent", "load_factor_last_24_h_percent"),),
    "MaximumSpeedLast24": (Child("Speed", "maximum_speed_last_24_h_kmh", "SpeedUnits", _KILOMETRES),),
    "CumulativeLoadCount": (Child("Count", "load_count"),),
    "CumulativePayloadTotals": (Child("Payload", "payload_total_kg", "PayloadUnits", _KILOGRAMS),),
}
