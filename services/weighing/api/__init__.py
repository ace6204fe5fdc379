"""What does the weighing service answer?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from models.weighing.calibration import Shortcoming, Verdict
from models.weighing.payload import Quality
from services.kit.page import Page

Kg = Annotated[float, Field(description="kg")]
Sd = Annotated[float | None, Field(description="standard deviation in kg; null: not weighed")]


class FlawName(StrEnum):
    """What was not as it should be while a pass was weighed."""

    FEW_READINGS = "few_readings"
    TOO_FAST = "too_fast"
    SLOPE = "slope"
    COLD_OIL = "cold_oil"
    UNSTEADY = "unsteady"
    ZERO_OFF = "zero_off"
    UNCALIBRATED = "uncalibrated"


class WeighedPass(BaseModel):
    """One pass of a bucket: what it carried (null: counted and not weighed), and nine times in ten lies between."""

    machine: str
    begun: datetime
    lifted: datetime
    ended: datetime
    truck: str | None = Field(description="into which truck it went; null: not known, or not yours to see")
    payload_kg: float | None
    sd_kg: Sd
    low_kg: float | None
    high_kg: float | None
    stuck_kg: Kg = Field(description="what the empty bucket weighed too much: mud, and what sensors wander")
    quality: Quality
    flaws: list[FlawName]


WeighedPassPage = Page[WeighedPass]


class OwnLoad(BaseModel):
    """A load by the truck's own scale; `left_kg` is what it told after dumping (null: nothing told)."""

    filled: datetime
    dumped: datetime | None
    payload_kg: Kg
    sd_kg: Kg
    left_kg: float | None


class TruckLoad(BaseModel):
    """A truck load: the sum of a digger's passes (null: no digger's passes are known) and the truck's own scale."""

    truck: str | None
    digger: str | None
    begun: datetime
    ended: datetime
    passes: int
    weighed: int = Field(description="so many of the passes were weighed; the others count as much on average")
    payload_kg: float | None
    sd_kg: Sd
    low_kg: float | None
    high_kg: float | None
    target_kg: float | None = Field(description="the truck's rated payload; null: the truck is not known")
    own: OwnLoad | None


class TruckLoads(BaseModel):
    """Loads of a machine in order of time."""

    machine: str
    items: list[TruckLoad]


class HourlyProduction(BaseModel):
    """What a machine moved in an hour. `basis` says by what: its boom, or, of an old unit, its own counter, whose
    uncertainty is not known. `coverage` is the share of the hour for which it told what is needed (null: not known)."""

    machine: str
    hour: datetime
    passes: int
    weighed: int
    payload_t: float
    sd_t: float | None
    coverage: float | None
    basis: Literal["boom", "counter"]


class Production(BaseModel):
    """What machines moved, by machine and hour; `blind` are loaders and excavators of which nothing is known."""

    items: list[HourlyProduction]
    blind: list[str]


class Step(StrEnum):
    """How far a calibration is."""

    EMPTY = "empty"
    LOADED = "loaded"
    DONE = "done"
    CANCELLED = "cancelled"


class CalibrationRequest(BaseModel):
    """A calibration with a weight that is known."""

    weight_kg: float = Field(gt=0, le=100_000, description="the test weight in kg, which is hung after the empty lifts")


class CalibrationState(BaseModel):
    """A calibration: how far it is, what to do next, and, once it is done, how good it is."""

    id: int
    machine: str
    step: Step
    next: str
    weight_kg: Kg
    asked_by: str
    begun_at: datetime
    ended_at: datetime | None
    empty_lifts: int
    loaded_lifts: int
    lifts_needed: int
    verdict: Verdict | None
    shortcomings: list[Shortcoming]
    span_pct: float | None = Field(description="by how much more force a kg takes than the handbook says, in %")
    span_sd_pct: float | None
    misfit: float | None = Field(description="residuals in standard deviations: about 0.5, and above 1.6 unsteady")


CalibrationPage = Page[CalibrationState]


class ScaleState(BaseModel):
    """A machine's scale: how it weighs, how old its calibration is, and whether its zero is beyond its limit."""

    machine: str
    weighs: bool | None = Field(description="null: an old unit that tells no boom, of which nothing can be said")
    sentence: str
    full_scale_kg: float | None
    calibration: CalibrationState | None
    age_days: float | None
    renew: bool | None
    zero_kg: float | None
    zero_at: datetime | None
    zero_limit_kg: float | None
    zero_alarm: bool | None


class TargetStanding(BaseModel):
    """How loads keep to the 10/10/20 rule; `keeps` is null where there are none, `sure`: scales can tell."""

    name: str
    loads: int
    mean_pct: float | None
    above_110: int
    above_120: int
    keeps: bool | None
    sure: bool


class TargetReport(BaseModel):
    """The rule for each truck, each digger and all loads together."""

    all: TargetStanding
    trucks: list[TargetStanding]
    diggers: list[TargetStanding]


class LoadChanged(BaseModel):
    """The load that a truck has so far, with the passes that it still needs (null: the truck is not known)."""

    digger: str
    truck: str | None
    begun: datetime
    lifted: datetime
    passes: int
    payload_kg: Kg
    sd_kg: Kg
    target_kg: float | None
    missing_kg: float | None
    passes_needed: int | None
