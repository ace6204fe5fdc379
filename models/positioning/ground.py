"""Where in metres around a site does a place on the globe lie?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SEMI_MAJOR_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.00669437999014


def metres_per_degree(latitude_deg: float) -> tuple[float, float]:
    """Return the length in metres of one degree of longitude and of latitude here, on WGS 84."""
    latitude = math.radians(latitude_deg)
    narrowing = 1 - _ECCENTRICITY_SQUARED * math.sin(latitude) ** 2
    east = _SEMI_MAJOR_M * math.cos(latitude) / math.sqrt(narrowing)
    north = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / narrowing**1.5
    return math.radians(east), math.radians(north)


@dataclass(frozen=True)
class Ground:
    """A flat map around a place on WGS 84; over the few kilometres of a site it is right to some millimetres."""

    latitude_deg: float
    longitude_deg: float

    def metres(self, latitude_deg: Floats, longitude_deg: Floats) -> tuple[Floats, Floats]:
        """Return metres east and north of the map's middle; NaN stays NaN."""
        east, north = metres_per_degree(self.latitude_deg)
        around = (longitude_deg - self.longitude_deg + 180) % 360 - 180
        return np.asarray(around * east), np.asarray((latitude_deg - self.latitude_deg) * north)

    def degrees(self, east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
        """Return latitude and longitude in degrees of places given in metres from the map's middle."""
        east, north = metres_per_degree(self.latitude_deg)
        longitude = (self.longitude_deg + east_m / east + 180) % 360 - 180
        return np.asarray(self.latitude_deg + north_m / north), np.asarray(longitude)
