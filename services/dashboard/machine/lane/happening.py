"""What did a machine report, and which alerts did it raise?"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from services.dashboard import saying
from services.dashboard.api import Lane, LaneSpan
from services.dashboard.machine.lane.period import Period, span
from services.dashboard.wording import number
from services.diagnostics.api import Alert
from services.telemetry.api import EventPage, MachineEvent

MOST_EVENTS = 1000
FAULT = "fault"
_TONES = {"warning": "warning", "derate": "critical", "shutdown": "critical"}


def faults(page: EventPage, period: Period) -> Lane:
    """Return the lane of fault codes: each as long as it was active."""
    spans = list(_active([one for one in page.items if one.kind == FAULT], period))
    return Lane(id="faults", label="Fault codes", spans=spans, note=_note(page, spans, "No fault code was reported"))


def events(page: EventPage) -> Lane:
    """Return the lane of what a machine reported beside fault codes, each at its moment."""
    told = [one for one in page.items if one.kind != FAULT]
    spans = [span(one.time, one.time, _tone(one), _text(one)) for one in reversed(told)]
    return Lane(id="events", label="Events", spans=spans, note=_note(page, spans, "Nothing else was reported"))


def alerts(told: Iterable[Alert], period: Period) -> Lane:
    """Return the lane of alerts: each from when it was raised until it was resolved, or for as long as it stands."""
    now = datetime.now(UTC)
    lasting = [(one, one.resolved_at or min(now, period.to)) for one in told]
    there = [(one, end) for one, end in lasting if period.touches(one.raised_at, end)]
    spans = [
        span(one.raised_at, max(end, one.raised_at), one.severity.value, _alert(one))
        for one, end in sorted(there, key=lambda found: found[0].raised_at)
    ]
    return Lane(id="alerts", label="Alerts", spans=spans, note=None if spans else "No alert stood in this time.")


def _alert(one: Alert) -> str:
    return f"{saying.told(one.sentence)} ({one.state.value})"


def _active(told: Sequence[MachineEvent], period: Period) -> Iterable[LaneSpan]:
    begun: dict[str, MachineEvent] = {}
    for one in reversed(told):
        if one.active:
            begun.setdefault(one.code, one)
            continue
        first = begun.pop(one.code, None)
        # Of one that began before the time only its end was told in it.
        yield span(first.time if first else period.from_, one.time, _tone(first or one), _text(first or one))
    now = datetime.now(UTC)
    for one in begun.values():
        yield span(one.time, max(min(period.to, now), one.time), _tone(one), f"{_text(one)}, not ended")


def _tone(one: MachineEvent) -> str:
    return _TONES.get(one.severity, "info")


def _text(one: MachineEvent) -> str:
    return f"{one.kind.replace('-', ' ')} {one.code}{f': {one.text}' if one.text else ''}"


def _note(page: EventPage, spans: Sequence[LaneSpan], nothing: str) -> str | None:
    if page.next:
        return f"Of the newest {number(MOST_EVENTS)} events of this time."
    return None if spans else f"{nothing} in this time."
