"""What do the routes of webhooks take and answer?"""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from services.kit.page import Page


class WebhookKind(StrEnum):
    """What a webhook may tell of."""

    RAISED = "alert.raised"
    ESCALATED = "alert.escalated"
    RESOLVED = "alert.resolved"
    REOPENED = "alert.reopened"
    ACKNOWLEDGED = "alert.acknowledged"
    ASSIGNED = "alert.assigned"
    SNOOZED = "alert.snoozed"
    COMMENTED = "alert.commented"


class WebhookDraft(BaseModel):
    """Where alerts are to be sent, and which."""

    url: str = Field(description="https, and public", examples=["https://example.com/alerts"])
    kinds: list[WebhookKind] = Field(
        [WebhookKind.RAISED, WebhookKind.ESCALATED, WebhookKind.RESOLVED, WebhookKind.REOPENED], min_length=1
    )
    owner: str | None = Field(None, description="as whom of your viewers it sees alerts; needed where you have several")


class Webhook(BaseModel):
    """Where the alerts that its owner sees are sent."""

    id: str
    owner: str
    url: str
    kinds: list[WebhookKind]
    created_at: datetime
    disabled_at: datetime | None
    disabled_why: str | None


class NewWebhook(Webhook):
    """A webhook just made, with the secret that signs what it sends; it is shown this once."""

    secret: str


class DeliveryState(StrEnum):
    """Whether something is still to arrive, has arrived, was given up, or is no longer its receiver's to see."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


class Delivery(BaseModel):
    """Something that was sent, or is to be."""

    number: int
    id: str = Field(description="the `webhook-id`, the same at every attempt")
    kind: WebhookKind
    machine: str
    alert: int
    state: DeliveryState
    attempts: int
    made_at: datetime
    next_at: datetime
    last_status: int | None
    last_error: str | None


DeliveryPage = Page[Delivery]
