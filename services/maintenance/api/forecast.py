"""What is told about the life of parts under suspicion?"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

Role = Literal["champion", "challenger"]
Standing = Literal["suspect", "healthy", "cannot_tell"]


class ModelVersion(BaseModel):
    """Which model said something; `version` tells it from others of its name."""

    name: str
    version: str
    trained_at: str


class Life(BaseModel):
    """Remaining useful life in operating hours: the best guess and the ends of the 90 % interval."""

    expected_h: float
    low_h: float
    high_h: float
    at_most_h: float = Field(description="no more than this is ever told; that much may mean any more")
    at_h: list[float] = Field(description="operating hours from the end of the course on, up to the most that is told")
    failed_by: list[float] = Field(description="how likely the part has failed by each of `at_h`, 0 to 1")


class Load(BaseModel):
    """How much the machine is assumed to work from this moment on."""

    hours_per_day: float
    origin: Literal["course", "assumed"] = Field(description="whether the machine's own course of wear says so")
    sentence: str


class Risk(BaseModel):
    """How likely a part fails within a time, at the assumed load."""

    horizon_h: float = Field(description="hours of the calendar")
    operating_h: float = Field(description="hours in which the machine works within them")
    probability: float | None = Field(
        description="0 to 1, if the suspicion is right; null: the machine works longer in it than the model tells of"
    )


class RestsOn(BaseModel):
    """What a forecast was made of, so that it can be traced back."""

    data_from: datetime
    data_until: datetime
    hours_judged: int = Field(description="hours with a judgement in the course of wear")
    operating_h: float | None = Field(description="the machine's operating hours at the end of the course")
    state: str = Field(description="the machine's state as diagnosed")
    signs: list[str] = Field(description="what speaks for the suspicion, in words")
    features: dict[str, float] = Field(description="what the model of life took in at the end of the course")
    diagnosis: ModelVersion | None = Field(description="which model found the suspicion")
    life: ModelVersion | None = Field(description="which model told the life; null: none did")


class PartForecast(BaseModel):
    """How bad a suspected failure is, how it grows, and what life is left until the part fails in function."""

    id: int | None = Field(description="a work order can be made of it; null: it is not stored yet")
    mode: str
    where: str
    name: str
    subsystem: str
    is_of_sensor: bool
    probability: float = Field(description="that the suspicion is right, 0 to 1")
    severity: float | None = Field(description="0 none to 1 failed in function; null: its size is not known")
    severity_spread: float | None
    severity_per_100_h: float | None = Field(description="by how much it grows in 100 operating hours, lately")
    since: datetime
    life: Life | None
    why_no_life: str | None
    load: Load
    risks: list[Risk] = Field(
        description="within 8 h, 1 d, 3 d, 7 d and 30 d, and the horizon asked for; empty: no life"
    )
    sentence: str
    next_step: str
    rests_on: RestsOn


class MachineForecasts(BaseModel):
    """The parts of one machine that are under suspicion, those that fail first at the front."""

    machine: str
    role: Role
    state: Standing
    sentence: str
    at: datetime | None = Field(description="until when the machine was judged; null: never")
    forecasts: list[PartForecast]
    missing: list[str] = Field(description="services that did not answer: what they know is not in here")
