"""Which problems wait for somebody, and what may people say about them?"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from services.diagnostics.api.condition import Severity
from services.kit.page import Page


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
    source: Literal["finding", "fault", "diagnosis"]
    name: str = Field(description="the signal outside its band, the fault code, or the failure mode and where it is")
    state: AlertState
    severity: Severity = Field(description="the worst since it was last raised or reopened")
    present: Severity | None = Field(description="as last looked for; null: it was not there")
    sentence: str
    next_step: str | None = Field(description="what to do about it; null: nothing is advised")
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
