"""How does every change of an alert reach the webhooks of those who see it, and nobody else's?"""

import asyncio
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from prometheus_client import Counter

from models.consent import DataGroup
from services.diagnostics.alert.course import Change
from services.diagnostics.settings import DiagnosticsSettings
from services.diagnostics.webhook import store
from services.diagnostics.webhook.answer import DeliveryState
from services.diagnostics.webhook.schedule import next_attempt
from services.diagnostics.webhook.sender import Outcome, Way, send, trusted_certificates
from services.diagnostics.webhook.store import Due, Settled
from services.kit.database import WORKER, Connection, transaction
from services.kit.resources import Resources
from services.kit.witness import Reader

# So long it can be looked up, and sent again, what was sent.
KEPT_FOR = timedelta(days=30)
SENT = Counter("webhooks_sent_total", "Attempts to send a webhook", ["outcome"])


async def enqueue(db: Connection, changes: Iterable[Change], now: datetime) -> None:
    """Make what is to be sent of changes, in the transaction that makes them; its viewers are everybody's."""
    for change in changes:
        kind = f"alert.{change.kind}"
        owners = [one for one in await store.list_owners(db, kind) if await store.sees(db, one, change.alert.id)]
        await store.see_as(db, WORKER)
        told = change.alert.model_dump_json()
        body = f'{{"type":"{kind}","timestamp":"{now.isoformat()}","data":{told}}}'
        values = {"alert": change.alert.id, "machine": change.alert.machine, "kind": kind, "body": body, "now": now}
        await store.enqueue(db, {**values, "owners": owners})


async def keep_sending(resources: Resources) -> None:
    """Send what is due, for ever."""
    settings = _settings(resources)
    while True:
        # Who opens a service to send what is due themselves is not to be met by this.
        await asyncio.sleep(settings.webhook_pause_s)
        while await send_due(resources, datetime.now(UTC)):
            pass


async def send_due(resources: Resources, now: datetime) -> int:
    """Send some of what is due at a time, side by side, and return how many attempts that were."""
    # Whoever fails in between leaves what it claimed to the next after this.
    lease = now + timedelta(seconds=4 * _settings(resources).webhook_timeout_s)
    async with transaction(resources.pool, WORKER) as db:
        due = await store.claim_due(db, now, lease)
        if not due:
            await store.forget_deliveries(db, now - KEPT_FOR)
            return 0
    way = _way(_settings(resources))
    async with asyncio.TaskGroup() as sending:
        for one in due:
            sending.create_task(_send(resources, one, now, way), name=f"webhook {one.id}")
    return len(due)


def _way(settings: DiagnosticsSettings) -> Way:
    trusted = trusted_certificates(settings.webhook_ca_file)
    return Way(settings.webhook_internal_hosts, settings.webhook_timeout_s, trusted)


async def _send(resources: Resources, due: Due, now: datetime, way: Way) -> None:
    async with transaction(resources.pool, (due.owner,)) as db:
        seen = await store.sees(db, due.owner, due.alert)
    if not seen:
        outcome, settled = None, Settled(DeliveryState.DROPPED, error="The alert is no longer the owner's to see.")
    else:
        # It may have arrived, whatever is answered.
        reader = Reader(f"webhook:{due.webhook}", "webhook", (due.owner,))
        resources.pool.ledger.note(reader, due.machine, DataGroup.HEALTH.bit)
        outcome = await send(due.message, now, way)
        settled = _settled(due, outcome, now)
    SENT.labels(settled.state).inc()
    async with transaction(resources.pool, WORKER) as db:
        await store.settle(db, due.number, settled)
        if outcome and outcome.gone:
            await store.disable_webhook(db, due.webhook, now, "The receiver answered 410: it wants no more.")


def _settled(due: Due, outcome: Outcome, now: datetime) -> Settled:
    if outcome.arrived:
        return Settled(DeliveryState.DELIVERED, None, outcome.status)
    share = secrets.randbelow(1000) / 1000
    again = None if outcome.gone else next_attempt(due.attempts, now, share, outcome.retry_after)
    return Settled(DeliveryState.WAITING if again else DeliveryState.FAILED, again, outcome.status, outcome.error)


def _settings(resources: Resources) -> DiagnosticsSettings:
    settings = resources.settings
    assert isinstance(settings, DiagnosticsSettings)
    return settings
