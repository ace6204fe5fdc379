"""How does a machine connect, and say whether it is online?"""

import asyncio
import time
from collections.abc import Callable

import structlog

from models.messages import State, Stream, encode_state, topic
from services.kit.mqtt import Delivery, Mqtt, NotConnected, NotDelivered, Options, Subscription, Will

# A fleet is many: it must not come back in one wave.
_SHORTEST_PAUSE_S = 0.5

log = structlog.get_logger()

SOFTWARE = "howdah-simulator"

# How a payload gets on its way over a connection: `Mqtt.send`, or something that is less reliable.
Way = Callable[[Mqtt, str, bytes], asyncio.Future[Delivery]]


class Presence:
    """A machine's connections, one after the other: each hears acknowledgements, and leaves a last will."""

    def __init__(self, machine: str, boot: str, url: str, window: int) -> None:
        self.machine = machine
        self.boot = boot
        self._url = url
        self._window = window

    def connection(self) -> Mqtt:
        """Return a connection, to be entered; its will says that the machine is offline."""
        will = Will(topic(self.machine, Stream.STATE), self._state(online=False))
        heard = (Subscription(topic(self.machine, Stream.ACK)),)
        options = Options(subscriptions=heard, will=will, window=self._window, shortest_pause_s=_SHORTEST_PAUSE_S)
        return Mqtt(self._url, options)

    async def tell(self, mqtt: Mqtt, *, online: bool) -> bool:
        """Publish whether the machine is online, and return whether the broker took it."""
        try:
            await mqtt.publish(topic(self.machine, Stream.STATE), self._state(online=online), retain=True)
        except (NotDelivered, NotConnected) as error:
            log.warning("state_not_delivered", machine=self.machine, reason=str(error))
            return False
        return True

    def _state(self, *, online: bool) -> bytes:
        return encode_state(State(self.boot, time.time_ns() // 1_000_000, online, SOFTWARE))
