"""What is told about regions, customers and their sites?"""

import math
from enum import StrEnum, unique
from typing import Annotated

from pydantic import Field, FiniteFloat, model_validator
from pydantic_core import PydanticCustomError

from services.registry.body import Sent
from services.registry.geojson import FeatureCollection, Features
from services.registry.text import Name, Slug, TimeZone

FARTHEST_KM = 100
_FAR = "the feature '{id}' lies {away} km from the site; positions are [longitude, latitude], longitude first"
_KM_PER_DEGREE = 111.2


def distance_km(latitude_deg: float, longitude_deg: float, position: list[float]) -> float:
    """Return about how far a [longitude, latitude] lies from a place; right to a per cent over 100 km."""
    north_deg = position[1] - latitude_deg
    east_deg = (position[0] - longitude_deg + 180) % 360 - 180
    return _KM_PER_DEGREE * math.hypot(north_deg, east_deg * math.cos(math.radians(latitude_deg)))


class RegionDetails(Sent):
    """What a region is called."""

    name: Name


class Region(RegionDetails):
    """A part of the world that engineers serve."""

    id: Slug


class CustomerDetails(Sent):
    """A customer's name, and the region that serves its machines where they are on no site."""

    name: Name
    region: Slug


class Customer(CustomerDetails):
    """A company that owns or rents machines."""

    id: Slug


@unique
class SiteKind(StrEnum):
    """What is done on a site; more may come."""

    QUARRY = "quarry"
    MINE = "mine"
    CONSTRUCTION = "construction"
    RECYCLING = "recycling"
    HARBOUR = "harbour"


class SiteDetails(Sent):
    """Whose site it is, which region serves it, where it lies, what it is and consists of.

    Its kind and what its roads are made of are what no operator decides: machines are compared by them.
    """

    name: Name
    customer: Slug
    region: Slug
    timezone: TimeZone
    latitude_deg: Annotated[FiniteFloat, Field(ge=-90, le=90)]
    longitude_deg: Annotated[FiniteFloat, Field(ge=-180, le=180)]
    kind: SiteKind | None = Field(None, description="null: nobody said")
    material: Slug | None = Field(None, description="what its roads are made of; null: nobody said", examples=["clay"])
    features: Features = FeatureCollection()

    @model_validator(mode="after")
    def _near(self) -> "SiteDetails":
        for feature in self.features.features:
            for position in feature.geometry.positions:
                away_km = distance_km(self.latitude_deg, self.longitude_deg, position)
                if away_km > FARTHEST_KM:
                    raise PydanticCustomError("far", _FAR, {"id": feature.properties.id, "away": round(away_km)})
        return self


class Site(SiteDetails):
    """A place where machines of one customer work, with its zones and roads."""

    id: Slug
