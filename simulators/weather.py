"""How warm is the air at a site, and how wet are its roads?"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from simulators.fleet import Site
from simulators.fleet.geography import Array
from simulators.noise import drift, key

_HOUR_S = 3600.0
_DAY_S = 24 * _HOUR_S
_YEAR_S = 365.2425 * _DAY_S
_MONTH_S = _YEAR_S / 12
# The air is warmest about three hours after the sun stands highest.
_WARMEST_HOUR = 15.0
# Rain comes and goes over some hours; roads turn from dry to quite wet over so many deviations of what wanders.
_SHOWERS_S, _WETS = 6 * _HOUR_S, 0.5


@dataclass(frozen=True)
class Weather:
    """The air of one site under one seed."""

    site: Site
    seed: int

    def air_c(self, time_s: Array) -> Array:
        """Return the air temperature in °C: year, day, and spells of some days that are hotter or colder."""
        climate = self.site.climate
        year = (time_s - (climate.warmest_month - 0.5) * _MONTH_S) / _YEAR_S
        solar_hour = time_s / _HOUR_S + self.site.longitude_deg / 15.0
        day = (solar_hour - _WARMEST_HOUR) / 24.0
        spell = self._wander("spell", time_s, 2.5 * _DAY_S)
        clouds = 0.9 * self._wander("clouds", time_s, 2.2 * _HOUR_S) + 0.35 * self._wander(
            "wind", time_s, 0.3 * _HOUR_S
        )
        return (
            climate.mean_c
            + climate.annual_swing_c * np.cos(2 * math.pi * year)
            + climate.daily_swing_c * np.cos(2 * math.pi * day)
            + climate.hot_day_c * 0.6 * spell
            + clouds
        )

    def wet(self, time_s: Array) -> Array:
        """Return how wet the roads are, from 0, dry, to 1; they are so for about the climate's share of the time."""
        share = self.site.climate.rain
        if share in (0, 1):
            return np.full_like(time_s, share)
        above = self._wander("rain", time_s, _SHOWERS_S) - NormalDist().inv_cdf(1 - share)
        return np.clip(above / _WETS + 0.5, 0, 1)

    def _wander(self, name: str, time_s: Array, period_s: float) -> Array:
        return drift(key(self.seed, self.site.id, name), time_s, period_s)
