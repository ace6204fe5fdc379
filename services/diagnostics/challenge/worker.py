"""How do challengers judge what the champion judged, without anybody waiting for it or being alerted?"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from prometheus_client import Histogram

from models.machines import Kind
from services.diagnostics.challenge import store
from services.diagnostics.challenge.store import Due
from services.diagnostics.challenge.verdict import judged
from services.diagnostics.diagnosis.hour import Heard, accounts, heard, hour_of, look_back
from services.diagnostics.diagnosis.round import AT_ONCE_HOURS, FIRST_DAYS, KEPT_DAYS
from services.diagnostics.diagnosis.shelf import Judge, judges
from services.diagnostics.diagnosis.store import list_renewals
from services.diagnostics.settings import DiagnosticsSettings
from services.kit.database import WORKER
from services.kit.model import Role
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, reading

AT_A_TIME = 20
SECONDS = Histogram("challenge_batch_seconds", "Time in which challengers judge a batch of machines")


async def keep_challenging(resources: Resources) -> None:
    """Let challengers judge what the champions judged, for ever, in no more than a share of the time."""
    settings = resources.settings
    assert isinstance(settings, DiagnosticsSettings)
    await asyncio.sleep(settings.work_after_s)
    work = partial(challenge_due, resources, settings.challenge_behind_h)
    await keep_pace(work, share=settings.challenge_share, pause_s=settings.challenge_pause_s)


async def challenge_due(resources: Resources, behind_h: int) -> int:
    """Let challengers judge some of the hours that ended so long ago, and return of how many machines."""
    at_hand = await judges(resources.settings.models_folder, Role.CHALLENGER)
    with SECONDS.time():
        async with reading(resources.pool, WORKER) as telemetry:
            db = telemetry.connection
            if not await store.take_turn(db):
                return 0
            await store.forget_others(db, at_hand)
            now = hour_of(datetime.now(UTC))
            due = await store.list_due(db, list(at_hand), now - behind_h, AT_A_TIME)
            await _challenge(telemetry, at_hand, due)
            await store.forget_old(db, [one.machine for one in due], look_back(now, KEPT_DAYS))
    return len(due)


async def _challenge(telemetry: TelemetryReader, at_hand: Mapping[Kind, Judge], due: Sequence[Due]) -> None:
    for kind in dict.fromkeys(one.kind for one in due):
        await _look(telemetry, at_hand[Kind(kind)], [one for one in due if one.kind == kind])


async def _look(telemetry: TelemetryReader, judge: Judge, dues: Sequence[Due]) -> None:
    db = telemetry.connection
    wanted = await _wanted(telemetry, judge.kind, dues)
    models = {one.machine: one.model for one in dues}
    found = await accounts(telemetry, judge, models, {machine: hours for machine, hours in wanted.items() if hours})
    repairs = await list_renewals(db, list(models))
    for one in dues:
        mended = [repair.repair for repair in repairs if repair.machine == one.machine]
        of, before = sorted(found.get(one.machine, []), key=lambda account: account.hour), _before(one)
        sofar = one.sofar(judge.quantities)
        said = await asyncio.to_thread(judged, judge, one.model, sofar, of, repairs=mended, before=before)
        await store.keep(db, one, judge, max(wanted[one.machine], default=one.until), said)


async def _wanted(telemetry: TelemetryReader, kind: Kind, dues: Sequence[Due]) -> dict[str, dict[int, Heard]]:
    """Return which hours of machines are judged at this look: the first ones of which anything came."""
    span = range(min(map(_before, dues)) + 1, max(one.until for one in dues) + 1)
    came = await heard(telemetry, kind, [one.machine for one in dues], span)
    found: dict[str, dict[int, Heard]] = {}
    for one in dues:
        hours = {h: told for h, told in came.get(one.machine, {}).items() if _before(one) < h <= one.until}
        first = min(hours, default=0)
        found[one.machine] = {hour: told for hour, told in hours.items() if hour < first + AT_ONCE_HOURS}
    return found


def _before(due: Due) -> int:
    return look_back(due.until, FIRST_DAYS) if due.hour is None else due.hour
