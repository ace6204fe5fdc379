"""What does the positioning service answer?"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.machines import Generation, Kind
from services.kit.page import Page
from services.kit.parameter import Step
from services.registry.api import Feature, FeatureCollection

__all__ = [
    "Cycle",
    "CyclePage",
    "Drawing",
    "Feature",
    "FeatureCollection",
    "HaulColumns",
    "Haulage",
    "Hauls",
    "Near",
    "Phase",
    "PhaseSpan",
    "Position",
    "PresentMachine",
    "Proposal",
    "Proposals",
    "SitePositions",
    "Visit",
    "VisitPage",
]


class Phase(StrEnum):
    """What a truck does in a part of a haul cycle, in this order; more may come."""

    RETURN = "return"
    QUEUE = "queue"
    SPOT = "spot"
    LOAD = "load"
    HAUL = "haul"
    DUMP_QUEUE = "dump_queue"
    DUMP_SPOT = "dump_spot"
    DUMP = "dump"


class PhaseSpan(BaseModel):
    """When a truck was in a phase: [start, stop), which may be no time at all."""

    phase: Phase
    start: datetime
    stop: datetime


class Cycle(BaseModel):
    """A haul cycle of a truck, from setting out empty until its body is empty and down again."""

    machine: str
    site: str | None = Field(description="null: it was on no site that is known")
    start: datetime
    stop: datetime
    phases: list[PhaseSpan]
    loaded_at: str | None = Field(description="the loading zone; null: nobody drew one near")
    dumped_at: str | None = Field(description="the dumping zone; null: nobody drew one near")
    payload_kg: float | None = Field(description="by the truck's own scale; null: it has none")
    distance_m: float
    loaded_m: float | None = Field(description="metres from the loader to the dump; null: not told")
    climb_m: float | None = Field(description="metres upward; null: no height was told")
    queue_s: float = Field(description="seconds waited to be loaded, breaks left out")
    dump_queue_s: float = Field(description="seconds waited to dump, breaks left out")
    hole_s: float = Field(description="the longest time on the way in which nothing was told")


CyclePage = Page[Cycle]


class Visit(BaseModel):
    """A machine was in a zone."""

    machine: str
    site: str
    zone: str
    entered_at: datetime
    left_at: datetime | None = Field(description="null: it was still there when it was last heard")
    dwell_s: float | None = Field(description="null: it is not over")


VisitPage = Page[Visit]


class Haulage(BaseModel):
    """What the haul cycles of a machine that began in a period come to, and how much of it can be known."""

    machine: str
    detail: Literal["cycles", "loads", "none"] = Field(
        description="cycles: seen with phases; loads: it tells too seldom, only its counter is known; none: neither"
    )
    cycles: int | None = Field(description="null: cannot be seen")
    payload_kg: float | None = Field(description="by the truck's own scale, over all cycles")
    distance_m: float | None
    queue_s: float | None
    dump_queue_s: float | None
    seconds: float | None = Field(description="time in cycles")
    counted_loads: int | None = Field(description="by the machine's own counter; null: it was not told")
    known_until: datetime | None = Field(description="up to when its readings are taken in; null: none yet")


class HaulColumns(BaseModel):
    """What haul cycles come to, in columns: the same place in each tells of those that began in one step of `time`, of
    one truck, between the same zones (null: none near).

    `hours` are those in which any began; of `weighed` cycles the truck's own scale told the payload, of `measured` ones
    the tonne-kilometres from loader to dump are known too. `loading_s2` and `dumping_s2` are sums of squares, and
    `travelled_s` is the median of a cycle's time on the way; all else are sums.
    """

    time: list[datetime]
    truck: list[str]
    loaded_at: list[str | None]
    dumped_at: list[str | None]
    hours: list[int]
    cycles: list[int]
    weighed: list[int]
    measured: list[int]
    payload_t: list[float]
    tonne_km: list[float]
    distance_km: list[float]
    loaded_km: list[float]
    climb_m: list[float]
    seconds: list[float]
    queue_s: list[float]
    dump_queue_s: list[float]
    loading_s: list[float]
    loading_s2: list[float]
    dumping_s: list[float]
    dumping_s2: list[float]
    travelled_s: list[float]


class PresentMachine(BaseModel):
    """A machine that was on a site; `known_until` is up to when its readings are taken in (null: none yet)."""

    machine: str
    kind: Kind
    generation: Generation
    known_until: datetime | None


class ZoneStay(BaseModel):
    """For how long a machine was in a zone; `kind` is null where the zone is not yours to see."""

    machine: str
    zone: str
    kind: str | None
    seconds: float


class Hauls(BaseModel):
    """What the haul cycles come to that began on a site in [from, to), and the machines that were there then.

    `stays` tells in which zones loaders and excavators were, and so where they dug.
    """

    model_config = ConfigDict(populate_by_name=True)

    site: str
    from_: datetime = Field(alias="from")
    to: datetime
    step: Step
    hauls: HaulColumns
    machines: list[PresentMachine]
    stays: list[ZoneStay] = Field(default_factory=list)


class Near(BaseModel):
    """Another machine, and how far away it is."""

    machine: str
    metres: float


class Position(BaseModel):
    """Where a machine was last heard, in which zones, and who is near it, the nearest first."""

    machine: str
    time: datetime
    latitude_deg: float
    longitude_deg: float
    zones: list[str]
    near: list[Near]


class SitePositions(BaseModel):
    """Where the machines on a site are at a moment; one that was not heard shortly before is missing."""

    site: str
    at: datetime
    machines: list[Position]


class Drawing(BaseModel):
    """The zones and roads of a site as they are drawn from a time on."""

    site: str
    from_: datetime = Field(serialization_alias="from", validation_alias="from")
    features: FeatureCollection
    changed: list[str] = Field(description="ids of zones and roads that are other from then on, or gone")


class SiteFeatures(BaseModel):
    """The zones and roads of several sites, by site."""

    sites: dict[str, FeatureCollection]


class Proposal(BaseModel):
    """A zone that the way in which trucks work speaks for."""

    feature: Feature
    stops: int
    machines: int
    first: datetime
    last: datetime


class Proposals(BaseModel):
    """Zones that are proposed for a site, where nobody drew one that holds their middle."""

    site: str
    since: datetime
    items: list[Proposal]
