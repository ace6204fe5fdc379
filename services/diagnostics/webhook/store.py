"""Which webhooks are kept, and what is to be sent to them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.diagnostics.webhook.answer import Delivery, DeliveryState, NewWebhook, Webhook
from services.diagnostics.webhook.refusal import UnknownDelivery, UnknownWebhook
from services.diagnostics.webhook.sender import Message
from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.page import Cut

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "webhook.sql")
AT_A_TIME = 16


@dataclass(frozen=True)
class _Id:
    id: str


@dataclass(frozen=True)
class Due:
    """A delivery whose time has come, and everything that sending it takes."""

    number: int
    id: str
    alert: int
    machine: str
    attempts: int
    body: str
    webhook: str
    owner: str
    url: str
    secret: str

    @property
    def message(self) -> Message:
        """What is sent where."""
        return Message(self.id, self.url, self.secret, self.body)


@dataclass(frozen=True)
class Settled:
    """What became of an attempt, and when the next one is (None: there is none)."""

    state: DeliveryState
    next_at: datetime | None = None
    status: int | None = None
    error: str | None = None


async def list_webhooks(db: Connection) -> list[Webhook]:
    """Return the webhooks of the transaction's viewers."""
    return await fetch_all(db, Webhook, QUERIES["list_webhooks"], {"id": None})


async def require_webhook(db: Connection, webhook: str) -> Webhook:
    """Return one webhook; raises UnknownWebhook where it is none of the viewers'."""
    if found := await fetch_one(db, Webhook, QUERIES["list_webhooks"], {"id": webhook}):
        return found
    raise UnknownWebhook(webhook)


async def keep_webhook(db: Connection, values: dict[str, Any]) -> NewWebhook:
    """Return a webhook as it was kept, with its secret."""
    kept = await fetch_one(db, NewWebhook, QUERIES["keep_webhook"], values)
    assert kept
    return kept


async def forget_webhook(db: Connection, webhook: str) -> None:
    """Forget a webhook and all that was sent to it; raises UnknownWebhook."""
    if not await fetch_one(db, _Id, QUERIES["forget_webhook"], {"id": webhook}):
        raise UnknownWebhook(webhook)


async def enable_webhook(db: Connection, webhook: str) -> None:
    """Send to a webhook again; raises UnknownWebhook."""
    if not await fetch_one(db, _Id, QUERIES["enable_webhook"], {"id": webhook}):
        raise UnknownWebhook(webhook)


async def disable_webhook(db: Connection, webhook: str, now: datetime, why: str) -> None:
    """Send nothing more to a webhook."""
    await db.execute(QUERIES["disable_webhook"], {"id": webhook, "now": now, "why": why})


async def list_owners(db: Connection, kind: str) -> list[str]:
    """Return who wants to be told of such a thing."""
    return [one.id for one in await fetch_all(db, _Id, QUERIES["list_owners"], {"kind": kind})]


async def sees(db: Connection, owner: str, alert: int) -> bool:
    """Return whether an owner of webhooks sees an alert; from here on the transaction sees as they do."""
    await see_as(db, (owner,))
    return await fetch_one(db, _Id, QUERIES["may_see"], {"alert": alert}) is not None


async def see_as(db: Connection, viewers: Sequence[str]) -> None:
    """See as other viewers until the transaction ends."""
    await db.execute(QUERIES["see_as"], {"viewers": ",".join(viewers)})


async def enqueue(db: Connection, values: dict[str, Any]) -> None:
    """Make what is to be sent to the webhooks of those who see the alert."""
    await db.execute(QUERIES["enqueue"], values)


async def claim_due(db: Connection, now: datetime, lease: datetime) -> list[Due]:
    """Return what is due, which nobody else gets until the lease ends."""
    return await fetch_all(db, Due, QUERIES["claim_due"], {"now": now, "lease": lease, "limit": AT_A_TIME})


async def settle(db: Connection, number: int, settled: Settled) -> None:
    """Keep what became of an attempt."""
    await db.execute(QUERIES["settle"], {"number": number, **vars(settled)})


async def forget_deliveries(db: Connection, before: datetime) -> None:
    """Forget what was made before a time and is no longer to be sent."""
    await db.execute(QUERIES["forget_deliveries"], {"before": before})


async def list_deliveries(db: Connection, webhook: str, state: DeliveryState | None, cut: Cut) -> list[Delivery]:
    """Return the deliveries of a page and one more, the newest first."""
    (before,) = cut.behind(int)
    values = {"webhook": webhook, "state": state, "before": before, "limit": cut.limit + 1}
    return await fetch_all(db, Delivery, QUERIES["list_deliveries"], values)


async def replay(db: Connection, webhook: str, delivery: str, now: datetime) -> Delivery:
    """Return a delivery that is to be sent again; raises UnknownDelivery where there is none to send again."""
    values = {"webhook": webhook, "id": delivery, "now": now}
    if found := await fetch_one(db, Delivery, QUERIES["replay"], values):
        return found
    raise UnknownDelivery(delivery)
