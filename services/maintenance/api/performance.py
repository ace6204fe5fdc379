"""What is told about how well models served those who followed their advice?"""

from pydantic import BaseModel, Field

from services.maintenance.api.forecast import Role


class Share(BaseModel):
    """A share with the ends of its 95 % interval (Wilson 1927); null where there is nothing to count."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class Spent(BaseModel):
    """What work cost, of those orders that say so."""

    orders: int
    told: int = Field(description="orders that say what they cost")
    total_eur: float
    mean_eur: float | None


class ModelFigures(BaseModel):
    """How a version of a model did in a role, by the work orders that the caller sees."""

    name: str
    version: str
    role: Role
    standing: int = Field(description="suspicions of which it tells at present")
    precision: Share = Field(description="confirmed, of closed orders on what it suspected")
    coverage: Share | None = Field(
        description="failures that came within the 90 % interval told a day before; null: it tells no life"
    )
    lead_h: float | None = Field(
        description="median hours of the calendar from the first word of it to failure or repair"
    )
    leads: int = Field(description="confirmed suspicions of which the lead is known")
    planned: Spent = Field(description="parts found worn, and not yet failed")
    unplanned: Spent = Field(description="parts found failed")
    sentence: str


class Models(BaseModel):
    """How well each version of a model did, by name, version and role."""

    models: list[ModelFigures]
