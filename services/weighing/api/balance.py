"""What is told of scales that weigh the same material?"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from models.weighing.balance import State


class ScaleBias(BaseModel):
    """What a mass balance tells of a scale, of a digger, a truck or a crusher's belt: by how much it weighs too much,
    in %,
    and how likely it is off. What all scales that it is compared with have in common cannot be seen."""

    machine: str
    state: State
    bias_pct: float
    sd_pct: float
    likely: float = Field(description="how likely it is off, 0 to 1, of the cases that it, another or none is")
    comparisons: int = Field(description="by so many loads")
    among: int = Field(description="so many scales can be compared with one another")
    sentence: str


class BeltBalance(BaseModel):
    """What a crusher's belt weighed between the first and the last moment of a period at which it ran empty, beside
    what
    was dumped into the crusher then; null: it never ran empty, or nothing was dumped.

    `weighed_t` is what trucks' scales and diggers tell of it, `counted_t` what the counters of old units do, which are
    taken to have dumped there where belt and dumps agree by that alone. `difference_pct` is by how much more the belt
    tells, with its standard deviation by chance and by what scales are known to be right to; null: not known well
    enough.
    """

    crusher: str
    begun: datetime | None
    ended: datetime | None
    belt_t: float | None
    weighed_t: float
    loads: int
    counted_t: float
    counted: list[str]
    difference_pct: float | None
    sd_pct: float | None
    sentence: str


class MassBalance(BaseModel):
    """What loaders, trucks and belts weighed in a time such as a shift, in tonnes, and which scale is off.

    `compared_t` is what diggers and trucks both weighed, of which diggers tell `difference_pct` more than trucks; its
    standard deviation is that of chance and of what the scales are known to be right to. `belts_t` is all that belts
    carried
    in the hours that begin in the time, wherever it came from; `belts` compares what can be compared.
    """

    model_config = ConfigDict(populate_by_name=True)

    from_: datetime = Field(alias="from")
    to: datetime
    loaders_t: float
    loaders_sd_t: float
    trucks_t: float
    trucks_sd_t: float
    belts_t: float | None
    compared_t: float
    coverage: float | None = Field(description="share of what diggers loaded that trucks weighed too; null: nothing")
    difference_pct: float | None
    difference_sd_pct: float | None
    belts: list[BeltBalance]
    scales: list[ScaleBias]
    sentence: str
