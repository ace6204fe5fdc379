"""What is told of what some machines moved and carried?"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


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
    """Up to when the readings of a machine are taken in (null: none yet)."""

    machine: str
    known_until: datetime | None


class Moved(BaseModel):
    """What machines moved by their booms and carried by their own scales in [from, to)."""

    model_config = ConfigDict(populate_by_name=True)

    from_: datetime = Field(alias="from")
    to: datetime
    moved: MovedColumns
    trucks: list[TruckCarried]
    scales: list[ScaleKnown]
