"""How does a service tell the others that something happened, and hear of it?"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from prometheus_client import Counter
from pydantic import BaseModel, ValidationError

from services.kit.mqtt import Message, Mqtt, NotConnected, NotDelivered, Options, Subscription
from services.kit.settings import Settings

TOPIC = "events/v1"
PUBLISHED = Counter("events_published_total", "Events told to the others", ["kind", "outcome"])
HEARD = Counter("events_heard_total", "Events heard from the others", ["outcome"])
_WEEK_S = 7 * 86_400

Told = TypeVar("Told", bound=BaseModel)

log = structlog.get_logger()


class Event(BaseModel):
    """A CloudEvent 1.0: something that happened, told by the service that knows it."""

    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str = "application/json"
    data: dict[str, Any]


def _type_of(what: str) -> str:
    return f"howdah.{what.replace('/', '.')}"


@dataclass(frozen=True)
class Events:
    """Publishes what happened in one service, and hands over what happened in others.

    An event says that there is something to look up; the fact itself is in its service's answer. So an event that the
    broker does not take is logged and counted, and the change that it told of stands.
    """

    service: str
    mqtt: Mqtt | None

    async def publish(self, kind: str, subject: str, data: BaseModel) -> None:
        """Tell that `kind` happened to `subject` (a machine's or another thing's id)."""
        if self.mqtt is None:
            return
        event = Event(
            id=secrets.token_hex(16),
            source=f"/services/{self.service}",
            type=_type_of(f"{self.service}/{kind}"),
            subject=subject,
            time=datetime.now(UTC),
            data=data.model_dump(mode="json"),
        )
        try:
            await self.mqtt.publish(f"{TOPIC}/{self.service}/{kind}", event.model_dump_json().encode())
            PUBLISHED.labels(kind, "taken").inc()
        except (NotDelivered, NotConnected) as error:
            PUBLISHED.labels(kind, "failed").inc()
            log.warning("event_not_published", kind=kind, subject=subject, reason=str(error))

    async def hear(self, handle: Callable[[Event], Awaitable[None]]) -> None:
        """Hand each event that the service listens to over to `handle`, for ever; it is acknowledged when that returns.

        An event may come twice. Raises what `handle` raises; the event then comes again over the next connection.
        """
        if self.mqtt is None:
            return
        async for message in self.mqtt.messages():
            if event := _decoded(message):
                await handle(event)
            self.mqtt.ack(message)


def told_by(event: Event, what: str, kind: type[Told]) -> Told | None:
    """Return what an event `<service>/<kind>` tells, None for another event, and for one that cannot be read.

    The latter is counted and logged: it would be no better if it came again.
    """
    if event.type != _type_of(what):
        return None
    try:
        return kind.model_validate(event.data)
    except ValidationError as error:
        HEARD.labels("unreadable").inc()
        log.warning("event_unreadable", type=event.type, subject=event.subject, reason=str(error.errors()[0]["msg"]))
        return None


def _decoded(message: Message) -> Event | None:
    try:
        event = Event.model_validate_json(message.payload)
        HEARD.labels("taken").inc()
        return event
    except ValidationError as error:
        HEARD.labels("refused").inc()
        log.warning("event_refused", topic=message.topic, reason=str(error.errors()[0]["msg"]))
        return None


@asynccontextmanager
async def connected(service: str, settings: Settings, listens: Sequence[str] = ()) -> AsyncIterator[Events]:
    """Yield the events of a service, connected to the broker that the settings name (none: nothing is told or heard).

    `listens` holds `<service>/<kind>` filters, `+` for any; what is published while the service is down waits a week.
    """
    if settings.mqtt_url is None:
        yield Events(service, None)
        return
    options = Options(
        subscriptions=tuple(Subscription(f"{TOPIC}/{topic}") for topic in listens),
        session_expiry_s=_WEEK_S if listens else 0,
    )
    async with Mqtt(settings.mqtt_url.get_secret_value(), options) as mqtt:
        yield Events(service, mqtt)
