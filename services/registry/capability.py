"""What can a machine's telematics provide, and what not?"""

from datetime import datetime

from pydantic import Field

from models.machines import Generation, Kind
from services.registry.body import Told


class AbsentSignal(Told):
    """A signal that machines of this kind can have, and this one has not sent of late."""

    signal: str
    unit: str
    description: str


class SentSignal(Told):
    """A signal that a machine sends."""

    signal: str
    unit: str | None = Field(description="null for a signal outside the catalogue")
    description: str | None = Field(description="null for a signal outside the catalogue")
    interval_s: float | None = Field(description="seconds between values (median); null after a single one")
    delay_s: float | None = Field(description="seconds from a measurement to its arrival (median); null: too long ago")
    coverage: float | None = Field(
        description="share, 0 to 1, of the hours in which the machine was heard that hold a value; null outside the "
        "catalogue, where it is not counted"
    )
    last_time: datetime = Field(description="when it was last measured")


class Capability(Told):
    """What a machine really sends, by what came of late; `missing` is what of its kind's catalogue did not.

    `refreshed_at` null: it is not known yet, so that nothing can be said of `missing` either.
    """

    machine: str
    kind: Kind
    generation: Generation
    refreshed_at: datetime | None = Field(description="when this was found out")
    since: datetime | None = Field(description="data from this time on were looked at, a week at most")
    heard_hours: int = Field(description="hours in which anything came, as many as rollups hold")
    signals: list[SentSignal]
    missing: list[AbsentSignal]
