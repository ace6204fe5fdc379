"""How does the platform say to Sparkplug nodes that it listens, and ask them for their births?"""

import asyncio
import time

import structlog

from models.sparkplug import STATE_TOPIC, host_state
from services.kit.mqtt import Delivery, Mqtt, NotConnected, NotDelivered, Will

log = structlog.get_logger()

_PAUSE_AFTER_TROUBLE_S = 1.0
_PATIENCE_S = 1.0


class Host:
    """The primary host application, over ingest's own connection."""

    def __init__(self) -> None:
        # The will of a connection and what is said over it bear one time, which rises from process to process.
        self._begun_ms = int(time.time() * 1000)
        self._told: set[asyncio.Future[Delivery]] = set()

    @property
    def will(self) -> Will:
        """Return what the broker says in our name when the connection is lost."""
        return Will(STATE_TOPIC, host_state(self._begun_ms, online=False))

    async def run(self, mqtt: Mqtt) -> None:
        """Say over every connection that the platform listens, until cancelled; then say that it does not."""
        try:
            while True:
                await mqtt.wait_connected()
                if await self._say(mqtt, online=True):
                    await mqtt.wait_lost()
                else:
                    await asyncio.sleep(_PAUSE_AFTER_TROUBLE_S)
        finally:
            await self._say(mqtt, online=False)

    def tell(self, mqtt: Mqtt, topic: str, payload: bytes) -> None:
        """Publish a command over the connection of this moment; who needs it asks again where it does not arrive."""
        try:
            sent = mqtt.send(topic, payload)
        except NotConnected:
            return
        self._told.add(sent)
        sent.add_done_callback(self._on_told)

    def _on_told(self, sent: asyncio.Future[Delivery]) -> None:
        self._told.discard(sent)
        if not sent.cancelled() and (error := sent.exception()):
            log.warning("command_not_delivered", error=str(error))

    async def _say(self, mqtt: Mqtt, *, online: bool) -> bool:
        said = host_state(self._begun_ms, online=online)
        try:
            await mqtt.publish(STATE_TOPIC, said, retain=True, within_s=_PATIENCE_S)
        except (NotDelivered, NotConnected) as error:
            log.warning("host_state_not_delivered", error=str(error))
            return False
        return True
