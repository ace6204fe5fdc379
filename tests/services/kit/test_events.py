"""Does what happens in one service reach the others through a real broker?"""

import asyncio
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, SecretStr

from services.kit.events import Event, connected
from services.kit.mqtt import Mqtt
from services.kit.settings import Settings


class Moved(BaseModel):
    """Data of an event of this test."""

    machine: str
    at: datetime


def _settings(servers: Any, user: str) -> Settings:
    return Settings(database_url=SecretStr("unused"), mqtt_url=SecretStr(servers.mosquitto.url(user)))


async def _about(heard: asyncio.Queue[Event], subject: str) -> Event:
    """Return the next event about something: a service's session outlives the tests that listened to others."""
    async with asyncio.timeout(10):
        while (event := await heard.get()).subject != subject:
            pass
    return event


async def test_an_event_reaches_a_service_that_listens(servers: Any) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    async with (
        connected("template", _settings(servers, "svc-template"), ["registry/+"]) as listener,
        connected("registry", _settings(servers, "svc-registry")) as registry,
    ):
        assert listener.mqtt
        await listener.mqtt.wait_connected()
        listening = asyncio.create_task(listener.hear(heard.put))
        await registry.publish("machine-moved", "moved-01", Moved(machine="moved-01", at=datetime.now(UTC)))
        event = await _about(heard, "moved-01")
        listening.cancel()
    assert (event.source, event.type) == ("/services/registry", "howdah.registry.machine-moved")
    assert event.data["machine"] == "moved-01"


async def test_what_is_no_event_is_refused_and_the_next_one_heard(servers: Any) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    async with (
        connected("template", _settings(servers, "svc-template"), ["registry/+"]) as listener,
        Mqtt(servers.mosquitto.url("svc-registry")) as mqtt,
    ):
        assert listener.mqtt
        await listener.mqtt.wait_connected()
        listening = asyncio.create_task(listener.hear(heard.put))
        await mqtt.publish("events/v1/registry/odd", b"\x00 not an event")
        event = Event(id="1", source="/x", type="t", subject="right-01", time=datetime.now(UTC), data={})
        await mqtt.publish("events/v1/registry/right", event.model_dump_json().encode())
        assert (await _about(heard, "right-01")).id == "1"
        listening.cancel()


async def test_a_service_may_not_speak_for_another(servers: Any) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    async with (
        connected("template", _settings(servers, "svc-template"), ["registry/+", "dashboard/+"]) as listener,
        connected("registry", _settings(servers, "svc-dashboard")) as pretender,
        connected("dashboard", _settings(servers, "svc-registry")) as registry,
    ):
        assert listener.mqtt
        await listener.mqtt.wait_connected()
        listening = asyncio.create_task(listener.hear(heard.put))
        told = Moved(machine="pretended-01", at=datetime.now(UTC))
        await pretender.publish("machine-sold", "pretended-01", told)
        await registry.publish("condition-changed", "pretended-01", told)
        listening.cancel()
    assert "pretended-01" not in {heard.get_nowait().subject for _ in range(heard.qsize())}
