"""What is told of what a site produces?"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.machines import Generation, Kind
from services.kit.parameter import Step
from services.site.api.shift import PlannedShift
from services.weighing.api import TargetReport
from services.weighing.api.balance import MassBalance


class Tonnes(BaseModel):
    """Tonnes by some scales, which lie between `low_t` and `high_t` nine times in ten (null: not known).

    `trucks`: by the scales of trucks, of what they hauled; a cycle of which none was told counts as the others do.
    `diggers`: by the booms of diggers, of all that they moved, also what was moved twice. Where cycles or passes cannot
    be seen, because a machine told too seldom, its own counter is taken, of which diggers' have no uncertainty.
    `coverage` is the share that was seen and weighed: of all loads; of all passes.
    """

    basis: Literal["trucks", "diggers"]
    t: float
    sd_t: float | None
    low_t: float | None
    high_t: float | None
    coverage: float | None


class Fuel(BaseModel):
    """Litres by the machines' own counters. `coverage` is the share of the machines' time that lies between two of
    their readings: what was burnt in it is known."""

    trucks_l: float
    diggers_l: float
    litres: float
    coverage: float | None
    unknown: list[str] = Field(description="machines of which no counter is known in this time")


class Totals(BaseModel):
    """What a site produced. Null is what cannot be said: nothing of it was told, or there was nothing to divide by."""

    hours: float = Field(description="how much of the period has passed and is known")
    hauled: Tonnes | None
    dug: Tonnes | None
    dug_first: Tonnes | None = Field(description="of it, dug at faces; what may have been counts as not seen")
    rehandled_t: float | None = Field(description="of it, dug where trucks dump: moved before; null: no zones are told")
    unplaced_t: float | None = Field(description="of it, dug in no zone or in zones of both kinds; null: as above")
    hauled_tph: float | None
    dug_tph: float | None
    cycles: int | None = Field(description="that were seen")
    counted_loads: int = Field(description="that trucks counted beyond the cycles that were seen")
    cycle_s: float | None = Field(description="the mean time of a cycle")
    queue_h: float | None = Field(description="truck hours waited at loaders and dumps, breaks left out")
    queue_share: float | None = Field(description="of the trucks' time in cycles, waited at loaders and dumps")
    distance_km: float | None
    tonne_km: float | None = Field(description="payload times the way from loader to dump, of cycles that were seen")
    fuel: Fuel | None
    litres_per_tonne: float | None = Field(description="of all machines, by what was hauled, else dug")
    litres_per_tonne_sd: float | None
    litres_per_tonne_km: float | None = Field(description="of trucks alone; null: few cycles were seen")


class StepRow(BaseModel):
    """What was produced in one hour, day or month."""

    time: datetime
    cycles: int
    counted_loads: int = 0
    hauled_t: float | None
    dug_t: float | None
    litres: float | None
    queue_share: float | None


class TruckRow(BaseModel):
    """What one truck did; its cycles cannot be seen (null) where it tells too seldom."""

    truck: str
    cycles: int | None
    counted_loads: int
    hauled_t: float | None
    sd_t: float | None
    load_t: float | None = Field(description="the mean of its loads")
    target_t: float | None
    tonne_km: float | None
    distance_km: float | None
    queue_share: float | None
    litres: float | None
    litres_per_tonne: float | None
    known_until: datetime | None


class DiggerRow(BaseModel):
    """What one loader or excavator moved."""

    digger: str
    kind: Kind
    dug_at: Literal["face", "heap"] | None = Field(
        default=None, description="where it dug: at a face, or where trucks dump; null: not known, or both"
    )
    basis: Literal["boom", "counter"] | None = Field(description="null: nothing is known of what it moved")
    passes: int
    weighed: int
    dug_t: float | None
    sd_t: float | None
    coverage: float | None
    litres: float | None
    litres_per_tonne: float | None
    known_until: datetime | None


class RouteRow(BaseModel):
    """What trucks do between a loading and a dumping zone, and what one truck more or less would change of the tonnes
    an hour of the site while all work, by mean value analysis. `busy` is the share of the time in which the bottleneck,
    the zone that holds the trucks up, serves any."""

    loaded_at: str
    dumped_at: str
    cycles: int
    trucks: int = Field(description="that work there at once")
    tph: float | None
    more_tph: float | None
    less_tph: float | None
    bottleneck: str
    busy: float
    sentence: str


class Loader(BaseModel):
    """How many trucks come to a loading zone: below 1 it waits for trucks, above 1 trucks wait for it."""

    zone: str
    match_factor: float
    trucks: int
    loading_s: float
    sentence: str


class Targets(BaseModel):
    """The 10/10/20 rule by the trucks' own scales: mean at most the target, a tenth of loads above 110 % of it, none
    above 120 %. `keeps` is null where no load was weighed."""

    loads: int
    mean_pct: float | None
    above_110: int
    above_120: int
    keeps: bool | None


class KnownPart(BaseModel):
    """Up to when a service has taken in what the machines told (null: nothing), and which ones are behind that."""

    service: str
    known_until: datetime | None
    behind: list[str]


class MissingPart(BaseModel):
    """A part of the answer that is missing, whose it is, and why."""

    part: str
    service: str
    reason: str


class SiteMachine(BaseModel):
    """A machine that was on the site and that the caller sees."""

    machine: str
    kind: Kind
    generation: Generation
    known_until: datetime | None


class SiteProduction(BaseModel):
    """What a site produced in [from, to), by the machines on it that the caller sees.

    `partial` names what is missing because a service did not answer; without it the answer is whole.
    """

    model_config = ConfigDict(populate_by_name=True)

    site: str
    name: str
    timezone: str
    from_: datetime = Field(alias="from")
    to: datetime
    step: Step
    scope: str
    totals: Totals
    targets: Targets | None
    loaders: list[Loader]
    routes: list[RouteRow]
    steps: list[StepRow]
    trucks: list[TruckRow]
    diggers: list[DiggerRow]
    known: list[KnownPart]
    partial: list[MissingPart]
    notes: list[str]


class ShiftReport(BaseModel):
    """What a shift of a site produced, in words and in figures; `balance` says which scale is off, `targets` how the
    loads of each truck and each digger keep to the 10/10/20 rule by the best of both scales (null: not known)."""

    shift: PlannedShift
    sentences: list[str]
    production: SiteProduction
    balance: MassBalance | None = None
    targets: TargetReport | None = None
