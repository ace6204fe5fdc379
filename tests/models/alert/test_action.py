"""Is a wrong move answered by what would be right?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from models.alert import Action, Kind, State, refusal

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Standing:
    state: State


def refused(state: State, kind: Kind, until: datetime | None = None) -> str | None:
    return refusal(Standing(state), Action(AT, kind, "eva", until=until))


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.OPEN, Kind.ACKNOWLEDGED),
        (State.OPEN, Kind.ASSIGNED),
        (State.ACKNOWLEDGED, Kind.ASSIGNED),
        (State.OPEN, Kind.RESOLVED),
        (State.ACKNOWLEDGED, Kind.RESOLVED),
        (State.RESOLVED, Kind.REOPENED),
        *((state, Kind.COMMENTED) for state in State),
    ],
)
def test_a_move_that_fits_is_taken(state: State, kind: Kind) -> None:
    assert refused(state, kind) is None


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGED, Kind.ASSIGNED, Kind.SNOOZED, Kind.RESOLVED])
def test_what_is_resolved_is_to_be_reopened_first(kind: Kind) -> None:
    assert refused(State.RESOLVED, kind) == f"The alert is resolved, so it cannot be {kind}; reopen it first."


def test_nobody_acknowledges_twice_or_reopens_what_is_open() -> None:
    assert "acknowledged already" in (refused(State.ACKNOWLEDGED, Kind.ACKNOWLEDGED) or "")
    assert "nothing to reopen" in (refused(State.OPEN, Kind.REOPENED) or "")


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_a_snooze_ends_in_a_time_to_come_and_not_too_far(days: int) -> None:
    assert "at most 30 days ahead" in (refused(State.OPEN, Kind.SNOOZED, AT + timedelta(days=days)) or "")
    assert refused(State.OPEN, Kind.SNOOZED, AT + timedelta(days=30)) is None
