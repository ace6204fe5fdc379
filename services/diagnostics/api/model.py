"""What is told of the models that judge?"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class QuantityDrift(BaseModel):
    """How machines lie about their own healthy time in one quantity, in standard deviations of the model."""

    quantity: str
    machines: int
    median_sd: float = Field(description="the middle of the fleet; 0 in health")
    spread_sd: float = Field(description="1.4826 times the median absolute deviation; about 1 in health")
    beyond_three: float = Field(description="share of machines more than three standard deviations away")
    drifted: bool | None = Field(description="whether most moved together, or lie much wider; null: too few machines")


class VersionFigures(BaseModel):
    """What a version said of the hours that are compared, and what closed work orders found of it."""

    role: Literal["champion", "challenger"]
    version: str
    hours: int = Field(description="hours of machines that it judged, in the time in which both judged")
    coverage: float | None = Field(description="share of the hours that either judged; null: none")
    machines_in_alarm: int = Field(description="at the newest hour that both judged of each machine")
    alarm_hours: int = Field(description="hours that both judged in which it was in alarm")
    confirmed: int = Field(description="orders that found a failure, and in the three days before it was in alarm")
    named: int = Field(description="of these, in how many the failure that was found was once its first suspect")
    missed: int = Field(description="orders that found a failure, and it was not in alarm")
    not_found: int = Field(description="orders that found nothing, and it was in alarm")


class Comparison(BaseModel):
    """How champion and challenger judged the same hours, as far as you see them."""

    until: datetime | None = Field(description="the end of the newest hour that both judged; null: none yet")
    machines: int
    hours: int = Field(description="hours of machines that both judged")
    agreement: float | None = Field(description="share of them in which both were in alarm or neither was; null: none")
    named_alike: float | None = Field(description="share of those in alarm by both with the same first suspect")
    versions: list[VersionFigures]


class ModelInUse(BaseModel):
    """A model of machines' health: which version judges, what it learned from, and whether it still fits."""

    name: str
    champion: str | None = Field(description="the version that judges; null: none is there, only bands are looked at")
    challenger: str | None
    trained_at: str | None
    learned_from: str | None
    data_sha256: str | None
    metrics: dict[str, float] = Field(description="of machines that it did not see when it was fitted")
    refused: str | None = Field(description="why a file on the shelf cannot be used")
    machines: int = Field(description="machines that you see and that it judged in the last three days")
    data_until: datetime | None = Field(description="the end of the newest hour among them")
    drift: list[QuantityDrift]
    comparison: Comparison | None = Field(description="null: nobody challenges the champion")
