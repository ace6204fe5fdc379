"""What does ingest need to be told at start?"""

from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from services.kit.settings import Settings


class IngestSettings(Settings):
    """Bounds of a batch, how long things are kept, and how often housekeeping looks."""

    worker: int = Field(
        1, ge=1, description="which of several workers this is; each has a name of its own at the broker"
    )
    workers: int = Field(1, ge=1, description="how many workers share telemetry and events")
    batch_messages: int = Field(4_000, ge=1, description="at most so many messages are decoded at a time")
    batch_bytes: int = Field(8_000_000, ge=1_000, description="at most about so many bytes are decoded at a time")
    batch_readings: int = Field(10_000, ge=1, description="about so many readings go into one transaction")
    receive_maximum: int = Field(20_000, ge=1, le=65_535, description="unacknowledged messages the broker may send")
    queue_messages: int = Field(10_000, ge=1, description="reading the network stops while so many messages wait")
    queue_bytes: int = Field(16_000_000, ge=1_000, description="reading the network stops while so many bytes wait")
    session_expiry_s: int = Field(7 * 86_400, ge=1, description="how long the broker keeps our messages")

    retention_days: int = Field(90, ge=1, description="how long readings are kept; older ones are refused as too_old")
    minute_retention_days: int = Field(400, ge=1)
    hour_retention_days: int = Field(3_660, ge=1)
    event_retention_days: int = Field(400, ge=1)
    reject_retention_days: int = Field(30, ge=1)
    explained_refusals: float = Field(100, gt=0, description="refusals of a machine a second that are looked into")
    kept_rejects: int = Field(200, ge=0, description="refused messages kept of a machine, day and reason")
    kept_reject_bytes: int = Field(262_144, ge=0, description="bytes kept of a refused message")

    ack_every_s: float = Field(2.0, gt=0, description="a machine hears no more often what is safe")
    sparkplug: bool = Field(True, description="whether this process reads Sparkplug nodes: exactly one of several does")
    sparkplug_names: Path | None = Field(None, description="TOML file of what metrics of other names mean, by model")
    sparkplug_waiting: int = Field(2_000, ge=0, description="messages of a node that wait for its birth")

    rollup_every_s: float = Field(2.0, gt=0)
    held_minutes: int = Field(
        250_000, ge=0, description="machines' minutes that are added up in memory while they last"
    )
    fleet_every_s: float = Field(3.0, gt=0, description="so soon a decommissioned machine is refused")
    retention_every_s: float = Field(3_600.0, gt=0)
    capability_every_s: float = Field(21_600.0, gt=0, description="so often it is found out again what a machine sends")

    @model_validator(mode="after")
    def _finer_goes_first(self) -> Self:
        if not self.retention_days <= self.minute_retention_days <= self.hour_retention_days:
            raise ValueError(
                "Readings are kept no longer than minutes, and minutes no longer than hours:"
                " coarser rollups are computed from finer ones."
            )
        return self

    @model_validator(mode="after")
    def _is_one_of_the_workers(self) -> Self:
        if self.worker > self.workers:
            raise ValueError(
                f"This is worker {self.worker} of {self.workers}: HOWDAH_WORKERS must be at least as many."
            )
        return self

    @property
    def retention(self) -> timedelta:
        """Return how long readings are kept."""
        return timedelta(days=self.retention_days)
