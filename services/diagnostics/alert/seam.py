"""What of a machine's condition is evidence for its alerts, and how are others told what it changed?"""

from collections.abc import Iterable, Sequence

from services.diagnostics.alert.course import Change, Found, Look
from services.diagnostics.api import Condition, Severity
from services.diagnostics.problem import Problem
from services.kit.events import Events


def look_of(condition: Condition, problems: Sequence[Problem]) -> Look | None:
    """Return what an examination saw; None where there was no data to see anything in."""
    if condition.data_until is None:
        return None
    found = [
        Found(one.source, one.name, Severity(one.severity), one.sentence, one.next_step)
        for one in problems
        if one.source != "data"
    ]
    # A unit whose clock is ahead tells of no time to come.
    until = min(condition.data_until, condition.evaluated_at)
    return Look(condition.machine, until, found, frozenset(("finding", one.signal) for one in condition.not_judged))


async def tell(events: Events, changes: Iterable[Change]) -> None:
    """Publish what happened to alerts, once it is committed."""
    for change in changes:
        await events.publish(f"alert-{change.kind}", change.alert.machine, change.alert)
