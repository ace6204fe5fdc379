"""What does the benchmarking service answer?"""

from datetime import datetime
from enum import StrEnum, unique
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.machines import Kind

Source = Literal["telemetry", "simulated"]


@unique
class State(StrEnum):
    """Whether a machine is told where it stands, and if not, why."""

    TOLD = "told"
    TOO_FEW_CYCLES = "too_few_cycles"
    NO_CONSENT = "no_consent"
    NOT_COMPARED = "not_compared"
    WAITING = "waiting"
    TOO_FEW_OWNERS = "too_few_owners"
    NO_RELEASE = "no_release"


class Told(BaseModel):
    """What is told of a period, [from, to)."""

    model_config = ConfigDict(populate_by_name=True)

    from_: datetime = Field(alias="from")
    to: datetime


class Indicator(BaseModel):
    """A figure of a machine's own work, and what it rests on.

    `sd` is the standard deviation of its error; null: counters and clocks are taken as right. From `low` to `high` it
    lies whatever nobody told; null: nothing that would count was left untold.
    """

    name: str
    label: str
    value: float
    unit: str = Field(description="empty: a share, or yes (1) and no (0)")
    exposure: float
    exposure_unit: str
    sd: float | None
    low: float | None = None
    high: float | None = None
    coverage: float | None = Field(
        None, description="share of the hours that could be known which it rests on; null: see the week's"
    )
    parts: dict[str, int] = Field(default={}, description="how many there were of each kind, by name")


class WeekTold(Told):
    """A week of a machine, or the part of it in which one owner had it.

    `coverage` is the share of its hours in which the machine told anything, `seen` that of the loads by its own counter
    that were seen as haul cycles (null: it has no counter, or carried nothing). Simulated: brought along with a demo.
    """

    source: Source
    coverage: float
    seen: float | None
    indicators: list[Indicator]


class Release(Told):
    """What was reckoned of the quarter [from, to), once and for all at `made_at`.

    `simulated_owners` of those compared came along with a demo, and are nobody.
    """

    quarter: str = Field(examples=["2026-Q3"])
    made_at: datetime
    owners_at_least: int
    simulated_owners: int
    sentence: str


class Standing(BaseModel):
    """Where a machine stands by its fuel, whatever it hauled.

    The index is litres burnt over those that typical operators would have for the same work: 1.05 is five in a hundred
    too much. `low` to `high` hold it with 95 %, and so do `rank_low` to `rank_high` the share of the peers that are
    better. `worst_tenth` is the chance that it is one of the worst tenth.
    """

    index: float
    low: float
    high: float
    rank_low: float
    rank_high: float
    worst_tenth: float
    cycles: int


class Reason(BaseModel):
    """By what a machine is worse than is typical, and what as much as others do would be worth a year.

    `eur_a_year` is null where no price is known of it.
    """

    code: str
    label: str
    own: float
    typical: float
    unit: str
    eur_a_year: float | None
    sentence: str


class Group(BaseModel):
    """The smallest group that holds the machine and may be told of; null stands for all regions, all models."""

    region: str | None
    model: str | None


class FunnelLimits(BaseModel):
    """Within which limits the index of a typical machine lies after so many cycles, in columns: 95 % within the inner
    ones, nearly all within the outer ones."""

    cycles: list[int]
    inner_low: list[float]
    inner_high: list[float]
    outer_low: list[float]
    outer_high: list[float]


class FunnelPoint(BaseModel):
    """A machine of the caller's in the funnel plot."""

    machine: str
    cycles: int
    index: float


class Funnel(BaseModel):
    """What a funnel plot shows: limits, and no machines but the caller's."""

    limits: FunnelLimits
    points: list[FunnelPoint]


class Place(BaseModel):
    """Whether a machine is told where it stands: a sentence in each case, and what would change it where it is not."""

    machine: str
    kind: Kind
    model: str
    state: State
    sentence: str
    remedy: str | None = Field(description="what would change it; null: it is told")
    missing_cycles: int = Field(description="how many more haul cycles a quarter it takes")
    standing: Standing | None
    group: Group | None = Field(description="with whom `reasons` compare; null: with nobody")


class MachineBenchmark(Place):
    """How a machine works, where it stands among others, and why."""

    weeks: list[WeekTold] = Field(description="oldest first; its own, told to those who see the machine")
    total: list[Indicator] = Field(description="of all these weeks together")
    release: Release | None
    reasons: list[Reason] = Field(description="the dearest first")
    assumptions: list[str] = Field(description="what is taken for granted in `eur_a_year`")
    funnel: Funnel | None
    notes: list[str] = Field(description="what is not known, and so not in the answer")


class Lacking(BaseModel):
    """A machine that is not told where it stands, and how many more haul cycles a quarter that takes."""

    machine: str
    missing_cycles: int


class Untold(BaseModel):
    """Those of the caller's machines that are not told where they stand for one reason, and what would change that."""

    state: State
    sentence: str
    remedy: str | None
    count: int = Field(description="how many there are")
    machines: list[Lacking] = Field(description="the first 100 of them; each tells it of itself too")


class Benchmark(BaseModel):
    """Where the caller's machines stand that are told it, by machine, and why the others are not."""

    release: Release | None
    machines: list[Place]
    untold: list[Untold]
    funnel: Funnel | None
    notes: list[str]


class Part(BaseModel):
    """By how many percent the litres a tonne are higher for one reason, with the ends of the 95 % interval."""

    reason: Literal["all", "usage", "load", "air", "habit"]
    label: str
    percent: float
    low: float
    high: float


class RegionTold(BaseModel):
    """Why the litres a tonne differ in a region from all others that are told of; the parts multiply up to `all`."""

    region: str
    parts: list[Part]


class Regions(BaseModel):
    """What differs between regions, and why, for those who serve them."""

    release: Release | None
    regions: list[RegionTold]
    sentence: str
    remedy: str | None = Field(description="what would change it; null: it is told")
    notes: list[str]
