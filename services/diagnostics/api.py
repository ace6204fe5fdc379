"""What does the diagnostics service answer?"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

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


class AlertState(StrEnum):
    """Whether an alert waits for somebody, is known to somebody, sleeps for a while, or is over."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Alert(BaseModel):
    """A problem of a machine that was found often enough to tell somebody, however often it came back."""

    id: int
    machine: str
    source: Literal["finding", "fault"]
    name: str = Field(description="the signal outside its band, or the fault code")
    state: AlertState
    severity: Severity = Field(description="the worst since it was last raised or reopened")
    present: Severity | None = Field(description="as last looked for; null: it was not there")
    sentence: str
    raised_at: datetime
    first_seen: datetime
    last_seen: datetime
    count: int = Field(description="how many slots of five minutes found it")
    times: int = Field(description="how often it was raised or reopened")
    assignee: str | None
    snoozed_until: datetime | None
    resolved_at: datetime | None


class AlertTurn(BaseModel):
    """Something that happened to an alert."""

    at: datetime
    kind: Literal["raised", "escalated", "resolved", "reopened", "acknowledged", "assigned", "snoozed", "commented"]
    severity: Severity | None
    by: str | None = Field(description="the subject of who did it; null: the evidence says so")
    by_name: str | None
    text: str | None
    assignee: str | None
    until: datetime | None


class AlertHistory(Alert):
    """An alert with everything that happened to it, in order of time."""

    turns: list[AlertTurn]


class Remark(BaseModel):
    """What somebody has to say, if anything."""

    text: str | None = Field(None, min_length=1, max_length=2000)


class Comment(BaseModel):
    """What somebody has to say."""

    text: str = Field(min_length=1, max_length=2000)


class Assignment(Remark):
    """Who is to look after an alert."""

    assignee: str = Field(min_length=1, max_length=100, description="a user's id, or whoever is meant")


class Snooze(Remark):
    """Until when an alert is to be quiet, unless it gets worse."""

    until: AwareDatetime


AlertPage = Page[Alert]
ConditionPage = Page[ConditionSummary]
