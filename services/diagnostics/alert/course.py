"""What do one more look at a machine, and one more act of a person, make of its alerts?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models import alert as life
from services.diagnostics.alert import store
from services.diagnostics.alert.refusal import WrongMove
from services.diagnostics.alert.store import Act, KeptAlert, Key
from services.diagnostics.api import Alert, AlertTurn, Severity
from services.kit.database import Connection

LEVELS = {Severity.INFO: life.Level.INFO, Severity.WARNING: life.Level.WARNING, Severity.CRITICAL: life.Level.CRITICAL}
SEVERITIES = {level: severity for severity, level in LEVELS.items()}
_NEVER, _END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """A problem that a look at a machine found: where it shows, how bad it is, in words, and what to do next."""

    source: str
    name: str
    severity: Severity
    sentence: str
    next_step: str | None = None


@dataclass(frozen=True)
class Look:
    """What a look at a machine's data up to `until` found; `unjudged` names what it could not tell of, by source."""

    machine: str
    until: datetime
    found: Sequence[Found]
    unjudged: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Change:
    """That an alert was raised, escalated, resolved or another thing, and how it stands."""

    kind: str
    alert: Alert


@dataclass(frozen=True)
class _Held:
    """From when until when the same people see a machine, and the slots that lie wholly within."""

    begin: datetime
    slots: life.Span


async def take(db: Connection, look: Look) -> list[Change]:
    """Keep what a look found and return what it changed; the same look again, or a late one, changes what it should."""
    slot = life.slot_of(look.until)
    await store.keep_look(db, look.machine, slot)
    found = {Key(look.machine, one.source, one.name): one for one in look.found}
    known = {*found, *await store.list_known(db, look.machine)}
    for key in known:
        if (level := _level(key, found, look)) != life.Level.ABSENT:
            await store.keep_sighting(db, key, slot, level)
    held = _held(await store.list_handovers(db, look.machine), look.until) if known else None
    if held is None or not held.slots[0] <= slot < held.slots[1]:
        return []
    changes: list[Change] = []
    for key in sorted(known, key=lambda key: (key.source, key.name)):
        before = await store.find_alert(db, key, held.begin)
        if key in found or _matters(before, look.until):
            changes += await _settle(db, key, held, before, found.get(key))
    return changes


def _matters(alert: KeptAlert | None, until: datetime) -> bool:
    """Tell whether it means anything that a problem was looked for in vain at a time."""
    if alert is None:
        return False
    return alert.resolved_at is None or until <= alert.resolved_at or alert.present is not None


def _level(key: Key, found: dict[Key, Found], look: Look) -> life.Level | None:
    if key in found:
        return LEVELS[found[key].severity]
    return None if (key.source, key.name) in look.unjudged else life.Level.ABSENT


def _held(handovers: Sequence[datetime], time: datetime) -> _Held:
    begin = max((moment for moment in handovers if moment <= time), default=_NEVER)
    end = min((moment for moment in handovers if moment > time), default=_END)
    # What a slot found may come from any moment of it.
    first = life.slot_of(begin + life.SLOT - timedelta(microseconds=1))
    return _Held(begin, (first, life.slot_of(end)))


async def _settle(db: Connection, key: Key, held: _Held, before: KeptAlert | None, found: Found | None) -> list[Change]:
    """Make of evidence and actions what they make together, keep it, and return what is other than before."""
    acts = await store.list_acts(db, before.id) if before else []
    evidence = await store.get_evidence(db, key, held.slots)
    after = life.live(life.runs_of(evidence), [_action(act) for act in acts])
    if after is None:
        if before:
            await store.forget_alert(db, before.id)
        return []
    sentence = found.sentence if found else before.sentence if before else f"{key.name} was found."
    next_step = found.next_step if found else before.next_step if before else None
    values = {**vars(key), "held_from": held.begin, **_row(after), "sentence": sentence, "next_step": next_step}
    kept = await store.keep_alert(db, values) if before is None or _differs(before, values) else before
    await store.keep_turns(db, kept.id, _turns(after, acts))
    kind = _difference(before, kept)
    return [Change(kind, _public(kept))] if kind else []


def _differs(alert: KeptAlert, values: dict[str, object]) -> bool:
    return any(getattr(alert, name) != value for name, value in values.items())


def _action(act: Act) -> life.Action:
    return life.Action(act.at, life.Kind(act.kind), act.by, act.text, act.assignee, act.until)


def _row(alert: life.Alert) -> dict[str, object]:
    names = ("raised_at", "first_seen", "last_seen", "count", "times", "assignee", "snoozed_until", "resolved_at")
    standing = {
        "state": alert.state.value,
        "severity": SEVERITIES[alert.level],
        "present": SEVERITIES.get(alert.present),
    }
    return {**{name: getattr(alert, name) for name in names}, **standing}


def _turns(alert: life.Alert, acts: Sequence[Act]) -> list[AlertTurn]:
    names = {act.by: act.by_name for act in acts}
    return [
        AlertTurn(
            at=turn.at,
            kind=turn.kind.value,
            severity=SEVERITIES.get(turn.level),
            by=turn.by,
            by_name=names.get(turn.by or ""),
            text=turn.text,
            assignee=turn.assignee,
            until=turn.until,
        )
        for turn in alert.turns
    ]


def _difference(before: Alert | None, after: Alert) -> str | None:
    if before is None:
        return None if after.resolved_at else "raised"
    if bool(before.resolved_at) != bool(after.resolved_at):
        return "resolved" if after.resolved_at else "reopened"
    return "escalated" if LEVELS[after.severity] > LEVELS[before.severity] else None


async def act(db: Connection, alert: int, done: Act) -> Change:
    """Keep what a person did and return how the alert stands; raises WrongMove where it stands otherwise.

    The viewers of `db` are everybody's: whether the person sees the alert is asked before.
    """
    kept = await store.lock_alert(db, alert)
    if wrong := life.refusal(_Standing(life.State(kept.state)), _action(done)):
        raise WrongMove(wrong)
    await store.keep_act(db, alert, done)
    held = _held(await store.list_handovers(db, kept.machine), kept.held_from)
    held = _Held(kept.held_from, held.slots)
    await _settle(db, Key(kept.machine, kept.source, kept.name), held, kept, None)
    return Change(done.kind, _public(await store.lock_alert(db, alert)))


@dataclass(frozen=True)
class _Standing:
    state: life.State


def _public(alert: KeptAlert) -> Alert:
    return Alert.model_validate(alert.model_dump())
