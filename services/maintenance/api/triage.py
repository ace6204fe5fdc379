"""What is told about which machine needs somebody first?"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from models.machines import Kind
from services.diagnostics.api import Alert, AlertState, Severity
from services.maintenance.api.forecast import Life
from services.maintenance.api.plan import UnderWayOrder

Basis = Literal["forecast", "assumed"]


class TriagedAlert(Alert):
    """An alert with what is at stake: what is lost on average when nobody comes within the time asked for."""

    stake_eur: float
    basis: Basis = Field(description="whether the life of the part was forecast, or the chance of a stop is assumed")
    probability: float | None = Field(description="that the suspicion is right, 0 to 1; null: no suspicion of a part")
    risk: float | None = Field(description="that it wears and fails within the time, 0 to 1; null: not forecast")
    life: Life | None = Field(description="remaining life in operating hours; null: not forecast")
    forecast: int | None = Field(description="a work order can be made of it; null: there is none")
    order: UnderWayOrder | None = Field(description="the work order that follows it already")


class TriagedMachine(BaseModel):
    """A machine that needs somebody: the alert with the most at stake speaks for it, because several may be of one."""

    machine: str
    kind: Kind
    state: AlertState = Field(description="open while any of its alerts is; else acknowledged while any is")
    severity: Severity = Field(description="the worst of its alerts")
    stake_eur: float
    basis: Basis
    sentence: str
    next_step: str | None
    since: datetime
    alerts: list[TriagedAlert] = Field(description="the most at stake first")


class Triage(BaseModel):
    """The machines that need somebody, the most at stake first."""

    made_at: datetime
    within_h: float = Field(description="hours of the calendar within which nobody comes")
    machines: list[TriagedMachine]
    assumptions: list[str]
    missing: list[str] = Field(description="what is not in here, and why; empty: nothing is")
