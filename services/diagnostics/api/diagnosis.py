"""What can be said of a machine by its own healthy time: what is wrong, how sure is that, and why?"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, Field


class DiagnosisState(StrEnum):
    """Whether something is wrong with a machine, or only with a sensor, or why nothing can be said of that."""

    HEALTHY = "healthy"
    UNUSUAL = "unusual"
    SUSPECT = "suspect"
    ALARM = "alarm"
    SENSOR = "sensor"
    LEARNING = "learning"
    BLACKOUT = "blackout"
    CANNOT_TELL = "cannot_tell"


class Sign(BaseModel):
    """One way in which a machine left what is expected of it, and that speaks for a suspect."""

    quantity: str = Field(description="what was judged: a signal, or what is made of one")
    signal: str | None = Field(description="the catalogue's signal behind it; null: an active fault code alone")
    aspect: str = Field(description="offset, slope, noise, missing, frozen, or fault_code")
    deviation_sd: float | None = Field(description="in standard deviations of a healthy machine; null: a fault code")
    observed: float | None = Field(description="as measured lately, in the unit")
    expected: float | None = Field(description="of this machine in health under the same conditions, in the unit")
    unit: str
    sentence: str


class Suspect(BaseModel):
    """A failure that explains what is seen, the likeliest first."""

    mode: str = Field(description="the failure mode's name")
    where: str = Field(description="which of several parts, or the sensor's signal; empty where there is one")
    name: str = Field(description="in words")
    subsystem: str
    is_of_sensor: bool
    probability: float = Field(description="how sure that is, 0 to 1")
    severity: float = Field(description="as a share of what it does at failure in function: 0 none, 1 failed")
    severity_spread: float = Field(description="standard deviation of the severity")
    since: datetime | None = Field(description="when it began to be suspected")
    signs: list[Sign]
    next_step: str


class Unusual(BaseModel):
    """That a machine is unlike itself in health, beside what is suspected, and no known failure explains it."""

    severity: Literal["info"] = Field(description="it raises no alert")
    ratio: float = Field(description="how far beyond health by T² or Q, and by neighbours, whichever is less; 1: just")
    since: datetime = Field(description="the first hour from which on it was so")
    signs: list[Sign] = Field(description="what counts most in that")
    sentence: str


class WearCourse(BaseModel):
    """How a suspect grew, hour by hour, from when it began to be suspected."""

    mode: str
    where: str
    hours: list[datetime]
    operating_h: list[float]
    severity: list[float]
    spread: list[float]


class SubsystemHealth(BaseModel):
    """How much of a subsystem's health is left, and what lowered it."""

    subsystem: str
    health: float | None = Field(description="0 to 100; null: nothing that comes tells of it")
    lowered_by: list[str] = Field(description="the suspects that lowered it, in words")
    sentence: str


class MadeBy(BaseModel):
    """The model that a diagnosis was made with."""

    name: str
    version: str
    trained_at: str


class Blind(BaseModel):
    """What this machine cannot show, or what of its data was left out, and why."""

    what: str
    why: str


class Diagnosis(BaseModel):
    """Whether a machine left what is its own in health, what explains that best, how sure it is and what to do."""

    machine: str
    kind: str
    model: str
    state: DiagnosisState
    sentence: str
    at: datetime = Field(description="when it was said")
    data_from: datetime | None = Field(description="the first hour of the data that it rests on; null: none")
    data_until: datetime | None = Field(description="the end of the newest hour that was judged; null: none")
    health: float | None = Field(description="0 to 100, of the worst subsystem; null: it cannot be told")
    subsystems: list[SubsystemHealth]
    suspects: list[Suspect]
    unusual: Unusual | None = Field(None, description="null: nothing is, beside the suspects")
    courses: list[WearCourse]
    blind: list[Blind]
    operating_h: float | None = Field(description="by the machine's counter; where it sends none, counted since heard")
    learned_h: float = Field(description="judged hours of its own healthy time that are known")
    made_by: MadeBy | None = Field(description="null: no model is there, and only fixed bands are looked at")


class HealthColumns(BaseModel):
    """The health of a machine hour by hour: the same place in each column tells of one judged hour."""

    hours: list[datetime]
    health: list[float | None]
    log_odds: list[float] = Field(description="of that something is wrong, all failures together")
    alarm: list[bool]
    suspect: list[str | None] = Field(description="the likeliest failure where one is suspected")
