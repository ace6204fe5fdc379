"""In which shifts does a site work?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.messages import MACHINE_ID


class Weekday(StrEnum):
    """A day of the week, from Monday on."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Shift(BaseModel):
    """A shift: when it begins by the site's clock, for how many hours it lasts by it, and on which days it begins."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=MACHINE_ID, examples=["day"])
    start: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["06:00"])
    hours: float = Field(gt=0, le=24, examples=[8])
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = list(Weekday)


class ShiftPlan(BaseModel):
    """The shifts of a site's week, of which no two overlap."""

    model_config = ConfigDict(extra="forbid")

    shifts: list[Shift] = Field(min_length=1, max_length=50)


class PlannedShift(BaseModel):
    """A shift of one date: [from, to). Where clocks change it is longer or shorter than it is by the clock."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    from_: datetime = Field(alias="from")
    to: datetime
    hours: float


class SiteShifts(BaseModel):
    """The shifts of a site: its plan (`default`: nobody set one, so it is the usual three), and those of a date."""

    site: str
    timezone: str
    basis: Literal["set", "default"]
    set_at: datetime | None
    set_by: str | None
    plan: ShiftPlan
    date: date
    shifts: list[PlannedShift]
