"""What is told about which work of a site is best done when?"""

from datetime import datetime

from pydantic import BaseModel, Field

from services.maintenance.api.forecast import RestsOn
from services.maintenance.api.order import OrderState


class UnderWayOrder(BaseModel):
    """The work order that follows a piece of advice already."""

    id: int
    state: OrderState
    scheduled_for: datetime | None


class PlannedTask(BaseModel):
    """One repair of a stop: what it costs planned and after a failure, and what the advice rests on."""

    forecast: int | None = Field(description="the forecast whose advice it is; a work order can be made of it")
    mode: str
    where: str
    name: str
    probability: float = Field(description="that the suspicion is right, 0 to 1")
    planned_eur: float
    unplanned_eur: float = Field(description="once the part has failed, all of it")
    risk: float = Field(description="that the part fails before the stop, 0 to 1")
    alone_at: datetime = Field(description="when it would be done if it were the only one")
    order: UnderWayOrder | None
    sentence: str
    next_step: str
    rests_on: RestsOn


class MovedStop(BaseModel):
    """What it costs more to have a stop days later (earlier where negative), and how likely a part fails before."""

    days: int
    at: datetime
    more_eur: float
    risk: float


class PlannedStop(BaseModel):
    """A machine stands for some repairs: from when it can, when that is best, and until when it may wait."""

    machine: str
    machine_name: str
    visit: int = Field(description="stops of the same visit share a mechanic's way to the site")
    earliest: datetime
    advised: datetime
    latest: datetime = Field(description="the last of the days in `moves` whose wait costs no more than a visit")
    expected_eur: float = Field(description="what happens before counted in, and what is gained by an older part")
    saves_eur: float = Field(description="in expectation, against letting the parts run until the plan's horizon")
    risk: float = Field(description="that one of the parts fails before the stop, 0 to 1")
    parts_eur: float
    labour_h: float
    standstill_h: float
    moves: list[MovedStop]
    tasks: list[PlannedTask]
    sentence: str


class WatchedPart(BaseModel):
    """A suspicion for which no stop is planned, and why."""

    machine: str
    forecast: int | None
    mode: str
    where: str
    name: str
    severity: float | None
    probability: float
    why: str
    order: UnderWayOrder | None
    next_step: str


class SitePlan(BaseModel):
    """The stops of a site's machines that cost least in all, the first one first."""

    site: str
    customer: str
    made_at: datetime
    horizon_days: int
    stops: list[PlannedStop]
    watched: list[WatchedPart]
    quiet: list[str] = Field(description="machines of which nothing is suspected, or nothing known")
    expected_eur: float
    singly_eur: float = Field(description="each repair by itself at its own best time")
    at_once_eur: float = Field(description="all repairs at the first moment")
    waiting_eur: float = Field(description="nothing before the horizon ends")
    assumptions: list[str]
    sentence: str
