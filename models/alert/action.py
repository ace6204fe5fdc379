"""What may people do about an alert, and when is it too late or too early for it?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

LONGEST_SNOOZE = timedelta(days=30)


class Kind(StrEnum):
    """What happened to an alert: by the evidence, by a person, or either."""

    RAISED = "raised"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"
    COMMENTED = "commented"


class State(StrEnum):
    """Whether an alert waits for somebody, is known to somebody, or is over."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Action:
    """What a person did about an alert; `until` is of a snooze, `assignee` of an assignment, `text` of any."""

    at: datetime
    kind: Kind
    by: str
    text: str | None = None
    assignee: str | None = None
    until: datetime | None = None


class Standing(Protocol):
    """What an action depends on."""

    @property
    def state(self) -> State:
        """Whether the alert is open, acknowledged or resolved."""


def refusal(alert: Standing, action: Action) -> str | None:
    """Return why an action is wrong for an alert as it stands and what would be right, None where it is fine."""
    resolved = alert.state == State.RESOLVED
    match action.kind:
        case Kind.COMMENTED:
            return None
        case Kind.REOPENED:
            return (
                None if resolved else "The alert is not resolved, so there is nothing to reopen; comment on it instead."
            )
        case _ if resolved:
            return f"The alert is resolved, so it cannot be {action.kind}; reopen it first."
        case Kind.ACKNOWLEDGED if alert.state == State.ACKNOWLEDGED:
            return "The alert is acknowledged already; assign, snooze, comment on or resolve it."
        case Kind.SNOOZED if action.until is None or not action.at < action.until <= action.at + LONGEST_SNOOZE:
            return (
                f"An alert sleeps until a time to come, at most {LONGEST_SNOOZE.days} days ahead; send such an 'until'."
            )
    return None
