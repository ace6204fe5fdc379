"""What does one more look at machines of a kind add to what is kept of them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from models.diagnosis.standing import Memory
from services.diagnostics.diagnosis import store
from services.diagnostics.diagnosis.fold import Named, Past, rows_of
from services.diagnostics.diagnosis.hour import Account, Heard, accounts, heard, hour_of, look_back, stale
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.store import Due, sums_of
from services.kit.telemetry import TelemetryReader

# Late data of so many hours are taken in; what is older is the machine's past. A machine that is heard of for the first
# time is known from so many days on, and so many of its hours are taken at a time.
LATE_HOURS, FIRST_DAYS, AT_ONCE_HOURS = 72, 30.0, 72
# Verdicts are told for so many days.
KEPT_DAYS = 90.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Visit:
    """A machine that is looked at: behind which hour accounts are kept, how it stood then, which of its complete hours
    are to be accounted for at this look, and whether there are more."""

    due: Due
    before: int
    memory: Memory
    until: int
    wanted: Mapping[int, Heard]
    more: bool

    @property
    def machine(self) -> str:
        """The machine's id."""
        return self.due.machine


async def look(telemetry: TelemetryReader, judge: Judge, dues: Sequence[Due], now: datetime) -> None:
    """Account for the hours of machines of one kind that are new or other than before, and keep how they stand then."""
    db = telemetry.connection
    visits = await _visits(telemetry, judge, dues, now)
    changed = [visit for visit in visits if visit.wanted]
    wanted = {visit.machine: visit.wanted for visit in changed}
    found = await accounts(telemetry, judge, {visit.machine: visit.due.model for visit in changed}, wanted)
    for visit in changed:
        await store.keep_accounts(db, visit.machine, found.get(visit.machine, []))
    kept = await store.list_accounts(db, list(wanted))
    repairs = await store.list_renewals(db, list(wanted))
    for visit in changed:
        await store.forget_verdicts(db, visit.machine, min(visit.wanted))
    tracks = await store.list_tracks(db, {one: min(hours) for one, hours in wanted.items()}, judge.quantities)
    alarms = await store.list_alarms(db, list(wanted))
    for visit in visits:
        mended = [one.repair for one in repairs if one.machine == visit.machine]
        past = Past(visit.before, visit.memory, kept.get(visit.machine, []), mended)
        if visit.wanted:
            stands = [one for one in past.stands(judge) if one.hour >= min(visit.wanted)]
            named = Named(visit.machine, visit.due.model)
            track = tracks.get(visit.machine, store.no_track(judge.quantities))
            await store.keep_standings(db, rows_of(named, judge, stands, alarms.get(visit.machine), track))
        await _remember(telemetry, judge, visit, past, now)
    await store.forget_old_verdicts(db, list(wanted), look_back(hour_of(now), KEPT_DAYS))


async def _visits(telemetry: TelemetryReader, judge: Judge, dues: Sequence[Due], now: datetime) -> list[Visit]:
    db = telemetry.connection
    for due in dues:
        if due.version not in (None, judge.version):
            await store.forget_machine(db, due.machine)
    # A unit whose clock is ahead tells of no hour to come.
    untils = {due.machine: hour_of(min(due.heard_until, now)) for due in dues}
    before = {due.machine: _before(due, judge, untils[due.machine]) for due in dues}
    span = range(min(before.values()) + 1, max(untils.values()))
    came = await heard(telemetry, judge.kind, list(untils), span) if span else {}
    known = await store.list_samples(db, list(untils))
    visits: list[Visit] = []
    for due in dues:
        complete = range(before[due.machine] + 1, untils[due.machine])
        wanted = stale(known.get(due.machine, {}), came.get(due.machine, {}), complete)
        first = {hour: one for hour, one in wanted.items() if hour < min(wanted) + AT_ONCE_HOURS}
        memory = _memory(due, judge)
        visits.append(Visit(due, before[due.machine], memory, complete.stop, first, len(first) < len(wanted)))
    return visits


def _before(due: Due, judge: Judge, until: int) -> int:
    if due.hour is None or due.version != judge.version:
        return look_back(until, FIRST_DAYS) - 1
    return due.hour


def _memory(due: Due, judge: Judge) -> Memory:
    if due.own is None or due.recent is None or due.judged is None or due.version != judge.version:
        return Memory.of_nothing(judge.quantities)
    return Memory(due.judged, sums_of(due.own), sums_of(due.recent), due.operating_h or 0.0)


async def _remember(telemetry: TelemetryReader, judge: Judge, visit: Visit, past: Past, now: datetime) -> None:
    """Keep when a machine was looked at, and let its memory hold what is too old to change."""
    before, memory = past.hour, past.memory
    old = [one for one in past.accounts if one.hour < _newest(past.accounts) - LATE_HOURS]
    if len(old) >= LATE_HOURS // 3:
        stands = Past(past.hour, past.memory, old, past.repairs).stands(judge)
        before, memory = old[-1].hour, stands[-1].memory if stands else memory
        await store.forget_accounts(telemetry.connection, visit.machine, before)
    await store.keep_memory(
        telemetry.connection,
        visit.machine,
        memory,
        version=judge.version,
        hour=before,
        checked_at=_EPOCH if visit.more else now,
        heard_at=None if visit.more else visit.due.received_at,
    )


def _newest(accounts: Sequence[Account]) -> int:
    return max((one.hour for one in accounts), default=0)
