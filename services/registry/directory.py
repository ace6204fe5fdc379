"""What is told of each service of the platform?"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from services.registry.body import Told

Health = Literal["pass", "warn", "fail", "silent"]


class ServiceEntry(Told):
    """One service of the platform, as it answered when last asked (`silent`: it did not)."""

    name: str
    question: str | None
    version: str | None
    health: Health
    reasons: list[str]
    dependencies: list[str]
    answered_at: datetime | None
    checked_at: datetime | None
    age_s: float | None = Field(description="seconds since it was last asked")
    docs: str
    openapi: str
