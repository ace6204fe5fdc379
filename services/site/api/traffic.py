"""What is told of the traffic on a site's roads?"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from services.kit.page import Page

_FORWARD = "true: in the direction in which the road is drawn"
_LOADED = "null: not told"


class Line(BaseModel):
    """A GeoJSON LineString: positions are [longitude, latitude]."""

    type: Literal["LineString"] = "LineString"
    coordinates: list[list[float]]


class WayTraffic(BaseModel):
    """How machines passed a segment in one direction, loaded or empty.

    The bounds are those between which nine in ten of such figures lie.
    """

    forward: bool = Field(description=_FORWARD)
    loaded: bool | None = Field(description=_LOADED)
    passages: int
    slow: int = Field(description="passages that took longer than free ones do by chance")
    slow_share_low: float
    slow_share_high: float
    held_up: int = Field(description="of the slow ones those that came out right behind another machine")
    speed_kmh: float = Field(description="length over the mean time, stands included")
    free_kmh: float = Field(description="the speed on a free road")
    free_learned_from: int = Field(description="so many free passages; with few, power and gradient count too")
    delay_h: float = Field(description="time lost against a free road")
    delay_low_h: float
    delay_high_h: float
    stood_h: float
    breaks: int = Field(description="passages with a stand of ten minutes or more, which count in nothing else")


class SegmentTraffic(BaseModel):
    """A segment of a road and how machines passed it."""

    id: str = Field(description="the road, and the segment counted from its start")
    road: str
    geometry: Line
    length_m: float
    gradient: float | None = Field(description="rise over run in the drawn direction, by receivers; null: not told")
    passages: int
    delay_h: float
    ways: list[WayTraffic]


class BuildUp(BaseModel):
    """An hour in which machines lost time on a segment."""

    segment: str
    forward: bool = Field(description=_FORWARD)
    hour: datetime = Field(description="the hour's begin")
    passages: int
    slow: int
    held_up: int
    delay_h: float
    delay_low_h: float
    delay_high_h: float


class SiteTraffic(BaseModel):
    """Where and when machines lost time on the roads of a site, as far as the caller sees the machines."""

    site: str
    from_: datetime = Field(serialization_alias="from", validation_alias="from")
    to: datetime
    learned_from: datetime = Field(description="free speeds are learned from passages since then")
    known_until: datetime | None = Field(description="up to when readings are taken in, of the machine known least")
    machines: list[str] = Field(description="those seen to pass segments")
    unseen: list[str] = Field(description="those that were there and told too seldom, or did not drive on roads")
    otherwise_drawn: int = Field(description="passages left out because their segment is drawn otherwise at the end")
    passages: int
    driven_h: float = Field(description="time spent on segments, breaks left out")
    delay_h: float
    delay_low_h: float
    delay_high_h: float
    segments: list[SegmentTraffic]
    worst: list[BuildUp] = Field(description="the hours in which most was lost, the worst first; at most twenty")


class RoadBunching(BaseModel):
    """How machines came to the middle of a road in one direction."""

    road: str
    forward: bool = Field(description=_FORWARD)
    machines: int
    headways: int
    mean_headway_s: float
    variation: float = Field(
        description="coefficient of variation; 0: as by the clock, 1: by chance, above: in bunches"
    )
    follow_share: float = Field(description="share of machines that came within 30 s behind another")
    follow_share_low: float
    follow_share_high: float
    follow_by_chance: float = Field(description="the share if they came by chance as often")


class SiteBunching(BaseModel):
    """Whether machines bunch on the roads of a site, as far as the caller sees them."""

    site: str
    from_: datetime = Field(serialization_alias="from", validation_alias="from")
    to: datetime
    roads: list[RoadBunching] = Field(description="where ten headways or more were seen")


class NearMiss(BaseModel):
    """Two machines came close to a collision: help to decide where to look, no verdict on anybody."""

    at: datetime
    kind: Literal["rear_end", "crossing"]
    machine: str = Field(description="the one that came behind, or second to the crossing")
    other: str
    latitude_deg: float
    longitude_deg: float
    segment: str | None = Field(description="null: beside all segments, as junctions are")
    margin_s: float = Field(description="rear_end: time to the collision; crossing: time between both at the place")
    error_s: float = Field(description="standard deviation of the margin by what receivers are wrong")
    closing_mps: float = Field(description="rear_end: how fast they closed in; crossing: the speed of the second")
    probability: float = Field(description="that the margin was below the limit; less than 0.9 is not told")
    severity: Literal["noted", "serious"]


NearMissPage = Page[NearMiss]
