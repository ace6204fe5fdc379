"""What is told of what some machines moved and carried?"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.weighing.api import HourlyProduction


class MovedColumns(BaseModel):
    """What booms weighed, in columns: by step of time and machine. Of the standard deviations `own_sd_t` adds up in
    squares; `common_sd_t` is of the machine's scale, and adds up as it is."""

    time: list[datetime]
    machine: list[str]
    passes: list[int]
    weighed: list[int]
    payload_t: list[float]
    own_sd_t: list[float]
    common_sd_t: list[float]


class TruckCarried(BaseModel):
    """What a truck carried by its own scale, beside its target (null: its rated payload is not known)."""

    truck: str
    loads: int
    payload_t: float
    sd_t: float
    target_t: float | None
    mean_pct: float | None
    above_110: int
    above_120: int


class ScaleKnown(BaseModel):
    """How far a machine's scale is known: for which share of the hours in which it told anything its boom was told
    (null: it has none that tells), and up to when its readings are taken in (null: none yet)."""

    machine: str
    coverage: float | None
    known_until: datetime | None


class Moved(BaseModel):
    """What machines moved and carried in [from, to). Of old units only the counters of whole hours are known."""

    model_config = ConfigDict(populate_by_name=True)

    from_: datetime = Field(alias="from")
    to: datetime
    moved: MovedColumns
    counted: list[HourlyProduction]
    trucks: list[TruckCarried]
    scales: list[ScaleKnown]
