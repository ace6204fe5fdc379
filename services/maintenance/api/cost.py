"""What is told and asked about what repairs cost?"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from models.machines import Kind

Eur = Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
EurPerHour = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
Span = Annotated[float, Field(ge=0, le=5_000, allow_inf_nan=False)]
Lasting = Annotated[float, Field(ge=1, le=1_000_000, allow_inf_nan=False)]


class _Sent(BaseModel):
    # A field that is not known is an error, because it would otherwise be lost silently.
    model_config = ConfigDict(extra="forbid")


class RatesDraft(_Sent):
    """What all repairs share, in EUR and hours; what is left out stays as it is for others."""

    labour_eur_per_h: EurPerHour | None = None
    called_out_factor: Annotated[float, Field(ge=1, le=10, allow_inf_nan=False)] | None = Field(
        None, description="how many times as much labour and a visit cost when somebody is called out"
    )
    standstill_eur_per_h: dict[Kind, EurPerHour] = Field({}, description="an hour in which a machine of a kind stands")
    visit_eur: Eur | None = Field(None, description="a mechanic's visit of a site, whatever is done in it")
    stop_h: Span | None = Field(None, description="making a machine safe, cleaning and trying it, for each stop")
    look_h: Span | None = Field(None, description="spent on a suspicion that turns out to be wrong")
    worse: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = Field(
        None, description="by what share a machine earns less with a failed part that nobody repaired yet"
    )


class PriceDraft(_Sent):
    """What the repair of one failure takes, planned and after it failed; what is left out stays as it is for others."""

    parts_eur: Eur | None = None
    labour_h: Span | None = None
    standstill_h: Span | None = None
    failed_parts_eur: Eur | None = None
    failed_labour_h: Span | None = None
    failed_standstill_h: Span | None = None
    life_h: Lasting | None = Field(None, description="operating hours that a sound part lasts")


class CostSheet(_Sent):
    """Assumptions of cost that differ from those that hold for others."""

    rates: RatesDraft = RatesDraft()
    prices: dict[str, PriceDraft] = Field({}, description="by failure, such as hydraulic_pump_wear")


class KeptSheet(BaseModel):
    """A cost sheet, for whom it holds, and who set it when."""

    customer: str | None = Field(description="null: everybody")
    make: str | None = Field(description="null: machines of every make")
    set_at: datetime
    set_by: str
    sheet: CostSheet


class Rates(BaseModel):
    """What all repairs share, in EUR and hours."""

    labour_eur_per_h: float
    called_out_factor: float
    standstill_eur_per_h: dict[Kind, float]
    visit_eur: float
    stop_h: float
    look_h: float
    worse: float


class Price(BaseModel):
    """What the repair of one failure takes, planned and after it failed."""

    parts_eur: float
    labour_h: float
    standstill_h: float
    failed_parts_eur: float
    failed_labour_h: float
    failed_standstill_h: float
    life_h: float


class Costs(BaseModel):
    """Which costs a plan reckons with, and from whose sheets they are, the first of which goes before the next."""

    customer: str | None
    make: str | None
    rates: Rates
    prices: dict[str, Price]
    sheets: list[KeptSheet] = Field(description="what these do not say is the platform's own assumption")
