"""What does a service tell the others, as one of them hears it over a real broker?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.kit.events import TOPIC, Event, Events
from services.kit.mqtt import Mqtt, Options, Subscription
from tests.conftest import Servers


@asynccontextmanager
async def hearing(servers: Servers, *topics: str) -> AsyncIterator[asyncio.Queue[Event]]:
    """Yield what is told over some topics, such as `weighing/+`, from now on."""
    told: asyncio.Queue[Event] = asyncio.Queue()
    # Without a session that outlives it: what other tests told is nobody's to hear.
    options = Options(subscriptions=tuple(Subscription(f"{TOPIC}/{topic}") for topic in topics))
    async with Mqtt(servers.mosquitto.url("svc-template"), options) as mqtt:
        await mqtt.wait_connected()
        task = asyncio.create_task(Events("template", mqtt).hear(told.put), name="hearing")
        try:
            yield told
        finally:
            task.cancel()
