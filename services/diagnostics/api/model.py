"""What is told of the models that judge?"""

from datetime import datetime

from pydantic import BaseModel, Field


class QuantityDrift(BaseModel):
    """How machines lie about their own healthy time in one quantity, in standard deviations of the model."""

    quantity: str
    machines: int
    median_sd: float = Field(description="the middle of the fleet; 0 in health")
    spread_sd: float = Field(description="1.4826 times the median absolute deviation; about 1 in health")
    beyond_three: float = Field(description="share of machines more than three standard deviations away")
    drifted: bool | None = Field(description="whether most moved together, or lie much wider; null: too few machines")


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
