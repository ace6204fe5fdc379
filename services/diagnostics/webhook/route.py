"""How do people say where alerts are to be sent, and look what became of it?"""

import secrets
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.diagnostics.settings import DiagnosticsSettings
from services.diagnostics.webhook import signature, store
from services.diagnostics.webhook.address import NotAllowed, check_url
from services.diagnostics.webhook.answer import (
    Delivery,
    DeliveryPage,
    DeliveryState,
    NewWebhook,
    Webhook,
    WebhookDraft,
)
from services.diagnostics.webhook.refusal import WrongAddress, WrongOwner
from services.kit.auth import Principal, permitted
from services.kit.database import Db
from services.kit.health import Running
from services.kit.page import Cutting

router = APIRouter()

Keeper = Annotated[Principal, Depends(permitted("diagnostics:write"))]
OfState = Annotated[DeliveryState | None, Query(description="Only deliveries of this state.")]


@router.get(
    "/v1/webhooks",
    summary="Webhooks",
    description="Where the alerts that the caller's viewers see are sent.",
)
async def list_webhooks(db: Db) -> list[Webhook]:
    return await store.list_webhooks(db)


@router.post(
    "/v1/webhooks",
    status_code=201,
    summary="Make a webhook",
    description="Alerts that its owner sees are sent there from then on, signed as Standard Webhooks 1.0 says.",
)
async def make_webhook(draft: WebhookDraft, keeper: Keeper, db: Db, resources: Running) -> NewWebhook:
    # Of several viewers one would hear a part of the alerts, and nobody would notice.
    owner = draft.owner or (keeper.viewers[0] if len(keeper.viewers) == 1 else None)
    if owner not in keeper.viewers:
        raise WrongOwner(keeper.viewers)
    settings = resources.settings
    assert isinstance(settings, DiagnosticsSettings)
    try:
        check_url(draft.url, settings.webhook_internal_hosts)
    except NotAllowed as error:
        raise WrongAddress(str(error)) from error
    made = {"id": f"wh-{secrets.token_hex(8)}", "owner": owner, "secret": signature.new_secret()}
    told = {"url": draft.url, "kinds": [kind.value for kind in draft.kinds], "created_at": datetime.now(UTC)}
    return await store.keep_webhook(db, {**made, **told})


@router.delete(
    "/v1/webhooks/{webhook}",
    status_code=204,
    summary="Forget a webhook",
    description="Nothing more is sent there, and what was sent is forgotten.",
)
async def forget_webhook(webhook: str, keeper: Keeper, db: Db) -> None:
    del keeper
    await store.forget_webhook(db, webhook)


@router.post(
    "/v1/webhooks/{webhook}/enable",
    summary="Enable a webhook",
    description="What waited since its receiver answered 410 is sent again.",
)
async def enable_webhook(webhook: str, keeper: Keeper, db: Db) -> Webhook:
    del keeper
    await store.enable_webhook(db, webhook)
    return await store.require_webhook(db, webhook)


@router.get(
    "/v1/webhooks/{webhook}/deliveries",
    summary="Deliveries of a webhook",
    description="What was or is to be sent there, the newest first; `state=failed` lists what was given up.",
)
async def list_deliveries(webhook: str, db: Db, cut: Cutting, state: OfState = None) -> DeliveryPage:
    await store.require_webhook(db, webhook)
    page = cut.page(await store.list_deliveries(db, webhook, state, cut), "number")
    return DeliveryPage(items=page.items, next=page.next)


@router.post(
    "/v1/webhooks/{webhook}/deliveries/{delivery}/replay",
    summary="Send something again",
    description="From the beginning and under the same `webhook-id`, by which the receiver knows it.",
)
async def replay_delivery(webhook: str, delivery: str, keeper: Keeper, db: Db) -> Delivery:
    del keeper
    await store.require_webhook(db, webhook)
    return await store.replay(db, webhook, delivery, datetime.now(UTC))
