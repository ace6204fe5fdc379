"""What can be said of a machine by the healthy bands of its signals and its fault codes?"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.kit.page import Page


class Severity(StrEnum):
    """How bad a finding is."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class State(StrEnum):
    """What can be said of a machine: its worst finding, that nothing is wrong, or that the data do not tell."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"
    HEALTHY = "healthy"
    NOT_ENOUGH_DATA = "not_enough_data"


class Limit(BaseModel):
    """The healthy band that was left; null leaves a side open."""

    low: float | None
    high: float | None
    while_running: bool = Field(description="judged only while the machine's drive runs")


class Evidence(BaseModel):
    """What was observed in the window [from, to)."""

    model_config = ConfigDict(populate_by_name=True)

    from_: datetime = Field(alias="from")
    to: datetime
    minutes_judged: int = Field(description="minutes with values, while running where the band asks for it")
    minutes_outside: int = Field(description="those whose mean was outside the band")
    share_outside: float = Field(description="minutes_outside / minutes_judged, 0 to 1")
    samples: int = Field(description="values measured in the judged minutes")
    mean: float
    worst: float = Field(description="the value farthest outside the band, as measured")
    worst_at: datetime = Field(description="the minute of the worst value")
    since: datetime = Field(description="when it first left the band, within the time looked back")
    last: datetime = Field(description="the last minute that was outside")
    times: int = Field(description="how many separate times it left the band")


class Finding(BaseModel):
    """A signal outside its healthy band, with evidence."""

    signal: str
    description: str
    subsystem: str
    unit: str
    side: Literal["above", "below"]
    severity: Severity
    band: Limit
    evidence: Evidence
    confidence: float = Field(description="how much of the wanted data stands behind it, 0 to 1")
    sentence: str
    next_step: str


class NotJudged(BaseModel):
    """A signal about which the data do not tell, and what is missing."""

    signal: str
    description: str
    missing: str


class ActiveFault(BaseModel):
    """A fault code that the machine reports as active, in words."""

    code: str
    scheme: Literal["j1939", "maker"]
    spn: int | None
    fmi: int | None
    signal: str | None = Field(description="the catalogue's signal of this SPN")
    severity: Severity
    reported_severity: str
    since: datetime
    last_seen: datetime
    count: int | None
    sentence: str
    next_step: str


class DiagnosedFailure(BaseModel):
    """A failure that was diagnosed by the machine's own past, while it is an alarm; `diagnosis` tells all of it."""

    mode: str
    where: str = Field(description="which of several parts, or the sensor's signal; empty where there is one")
    severity: Severity
    probability: float = Field(description="how sure that is, 0 to 1")
    signals: list[str] = Field(description="by which it shows")
    since: datetime
    hour: datetime = Field(description="the begin of the newest hour that was judged")
    sentence: str
    next_step: str


class Condition(BaseModel):
    """What can be said of one machine's health, and why."""

    machine: str
    kind: str
    model: str
    generation: str
    state: State
    sentence: str
    evaluated_at: datetime
    data_until: datetime | None = Field(description="the newest minute looked at; null: there is none")
    findings: list[Finding]
    faults: list[ActiveFault]
    diagnoses: list[DiagnosedFailure]
    judged: int = Field(description="how many signals could be judged")
    not_judged: list[NotJudged]
    never_reported: list[str] = Field(description="signals of this kind that this machine's telematics never sent")


class ConditionSummary(BaseModel):
    """One machine in the list of conditions."""

    machine: str
    kind: str
    model: str
    state: State
    urgency: float = Field(description="greater is more urgent; orders the list")
    sentence: str
    findings: int
    faults: int
    since: datetime | None = Field(description="when the oldest finding or fault began")
    evaluated_at: datetime | None = Field(description="null: it was not examined yet")


class ConditionColumns(BaseModel):
    """Conditions in columns, most urgent first: the same place in each tells of one machine."""

    machine: list[str]
    state: list[State]
    urgency: list[float]
    sentence: list[str]
    since: list[datetime | None]
    next: str | None


class ConditionChanged(BaseModel):
    """What the event `condition-changed` tells of a machine: that its problems are others, or as bad no more."""

    machine: str
    state: State
    sentence: str
    problems: list[str] = Field(description="signals outside their bands, and active fault codes")
    evaluated_at: datetime


ConditionPage = Page[ConditionSummary]
