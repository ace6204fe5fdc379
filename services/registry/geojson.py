"""How are a site's zones and roads written: as a GeoJSON FeatureCollection (RFC 7946)?"""

from enum import StrEnum, unique
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, FiniteFloat
from pydantic_core import PydanticCustomError

from services.registry.text import Name, Slug

MOST_POSITIONS = 50_000


@unique
class FeatureKind(StrEnum):
    """What a part of a site is for; a road is a line, everything else is a polygon."""

    LOADING = "loading"
    DUMPING = "dumping"
    PARKING = "parking"
    FUELLING = "fuelling"
    WORKSHOP = "workshop"
    HAZARD = "hazard"
    BOUNDARY = "boundary"
    ROAD = "road"


def _position(value: list[float]) -> list[float]:
    if not (-180 <= value[0] <= 180 and -90 <= value[1] <= 90):
        raise PydanticCustomError(
            "position", "a position is [longitude, latitude] in degrees, longitude first, and {at} is not on earth",
            {"at": str(value[:2])},
        )  # fmt: skip
    return value


def _ring(value: list[list[float]]) -> list[list[float]]:
    if value[0] != value[-1]:
        raise PydanticCustomError("ring", "a polygon's ring must end where it begins: repeat its first position")
    return value


Position = Annotated[list[FiniteFloat], Field(min_length=2, max_length=3), AfterValidator(_position)]
Ring = Annotated[list[Position], Field(min_length=4), AfterValidator(_ring)]


class Polygon(BaseModel):
    """An area: its outer ring, and a ring for each hole."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1)]

    @property
    def positions(self) -> list[list[float]]:
        """Return every position, in order."""
        return [position for ring in self.coordinates for position in ring]


class LineString(BaseModel):
    """A line through at least two positions."""

    type: Literal["LineString"]
    coordinates: Annotated[list[Position], Field(min_length=2)]

    @property
    def positions(self) -> list[list[float]]:
        """Return every position, in order."""
        return list(self.coordinates)


class FeatureProperties(BaseModel):
    """What a zone or road is called and is for; other properties are not kept."""

    id: Slug
    name: Name
    kind: FeatureKind


def _shaped(feature: "Feature") -> "Feature":
    wanted = "LineString" if feature.properties.kind is FeatureKind.ROAD else "Polygon"
    if feature.geometry.type != wanted:
        raise PydanticCustomError(
            "geometry", "a feature of kind '{kind}' is a {wanted}, not a {found}",
            {"kind": feature.properties.kind.value, "wanted": wanted, "found": feature.geometry.type},
        )  # fmt: skip
    return feature


class Feature(BaseModel):
    """One zone or road of a site."""

    type: Literal["Feature"]
    geometry: Annotated[Polygon | LineString, Field(discriminator="type")]
    properties: FeatureProperties


def _distinct(collection: "FeatureCollection") -> "FeatureCollection":
    ids = [feature.properties.id for feature in collection.features]
    if repeated := sorted({name for name in ids if ids.count(name) > 1}):
        raise PydanticCustomError("repeated", "two features have the id '{id}'", {"id": repeated[0]})
    if sum(len(feature.geometry.positions) for feature in collection.features) > MOST_POSITIONS:
        raise PydanticCustomError("positions", "a site may have at most {most} positions", {"most": MOST_POSITIONS})
    return collection


class FeatureCollection(BaseModel):
    """The zones and roads of a site."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: Annotated[list[Annotated[Feature, AfterValidator(_shaped)]], Field(max_length=2000)] = []


Features = Annotated[FeatureCollection, AfterValidator(_distinct)]
