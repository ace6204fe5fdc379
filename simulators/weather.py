"""How warm is the air at a site?"""

import math
from dataclasses import dataclass

import numpy as np

from simulators.fleet import Site
from simulators.fleet.geography import Array
from simulators.noise import drift, key

_DAY_S = 86_400.0
_YEAR_S = 365.2425 * _DAY_S
_MONTH_S = _YEAR_S / 12
# The air is warmest about three hours after the sun stands highest.
_WARMEST_HOUR = 15.0


@dataclass(frozen=True)
class Weather:
    """The air of one site under one seed."""

    site: Site
    seed: int

    def air_c(self, time_s: Array) -> Array:
        """Return the air temperature in °C: year, day, and spells of some days that are hotter or colder."""
        climate = self.site.climate
        year = (time_s - (climate.warmest_month - 0.5) * _MONTH_S) / _YEAR_S
        solar_hour = time_s / 3600.0 + self.site.longitude_deg / 15.0
        day = (solar_hour - _WARMEST_HOUR) / 24.0
        spell = drift(key(self.seed, self.site.id, "spell"), time_s, 2.5 * _DAY_S)
        return (
            climate.mean_c
            + climate.annual_swing_c * np.cos(2 * math.pi * year)
            + climate.daily_swing_c * np.cos(2 * math.pi * day)
            + climate.hot_day_c * 0.6 * spell
        )
