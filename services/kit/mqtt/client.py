"""How does a process stay connected to the broker, publish with certainty and take messages at its own pace?"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from types import TracebackType

import structlog

from services.kit.mqtt.contract import (
    Address,
    ConnectionFailed,
    Delivery,
    Message,
    NotConnected,
    NotDelivered,
    Options,
)
from services.kit.mqtt.inbox import Inbox
from services.kit.mqtt.link import Link
from services.kit.mqtt.wire import connect_wire

log = structlog.get_logger()

_STEADY_AFTER_S = 1.0
_LEAST_PAUSE_S = 0.05
_CHANCE = secrets.SystemRandom()


class Mqtt:
    """An MQTT 5 client: connected for as long as it is open, whatever happens to the broker.

    The user name of the URL is the client id, and with a session expiry the session is kept over lost connections.
    Messages are acknowledged by `ack`, after what they ask for is done and safe.
    """

    def __init__(self, url: str, options: Options | None = None) -> None:
        self.address = Address.of(url)
        self._options = options or Options()
        self._inbox = Inbox(self._options.queue_messages, self._options.queue_bytes)
        self._window = asyncio.Semaphore(self._options.window)
        self._link: Link | None = None
        self._up = asyncio.Event()
        self._generation = 0
        self._owner: asyncio.Task[None] | None = None
        self.last_failure: str | None = None
        self.stale_acks = 0
        self.sessions_lost = 0

    async def __aenter__(self) -> "Mqtt":
        self._owner = asyncio.create_task(self._stay_connected(), name=f"mqtt {self.address.user}@{self.address}")
        self._owner.add_done_callback(self._on_owner_done)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._owner is not None:
            self._owner.cancel()
            await asyncio.gather(self._owner, return_exceptions=True)

    @property
    def connected(self) -> bool:
        """Return whether a connection stands and is subscribed; for health ask `heard_s_ago` too."""
        return self._up.is_set() and self._link is not None and not self._link.lost.done()

    @property
    def connections(self) -> int:
        """Return how many connections were begun so far; another number means that the one before was lost."""
        return self._generation

    def heard_s_ago(self) -> float:
        """Return the seconds since the broker last said anything, infinite without a connection."""
        return self._link.heard_s_ago() if self._link and self.connected else float("inf")

    @property
    def waiting(self) -> int:
        """Return how many messages have arrived and were not taken."""
        return len(self._inbox)

    async def wait_connected(self) -> None:
        """Return once a connection stands and is subscribed."""
        await self._linked()

    async def wait_lost(self) -> None:
        """Return once no connection stands."""
        if self._link is not None and self.connected:
            await asyncio.wait([self._link.lost])

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False, within_s: float = 10.0) -> Delivery:
        """Publish with QoS 1 and return what the broker did with it, once it has acknowledged.

        Waits for a connection, and sends again over the next one when it is lost on the way, so that the message may
        arrive twice. Raises NotDelivered when the broker refuses it or does not acknowledge within `within_s`.
        """
        try:
            async with asyncio.timeout(within_s), self._window:
                while True:
                    link = await self._linked()
                    try:
                        return await link.send(topic, payload, retain=retain)
                    except NotConnected:
                        continue
        except TimeoutError as error:
            raise NotDelivered(topic, f"no acknowledgement within {within_s:g} s") from error

    def send(self, topic: str, payload: bytes, *, retain: bool = False) -> asyncio.Future[Delivery]:
        """Publish once, over the connection of this moment, and return the future of its acknowledgement.

        Raises NotConnected when there is no connection; the future raises it when that is lost before the answer. The
        caller bounds how many it sends.
        """
        if self._link is None or not self.connected:
            raise NotConnected(str(self.address))
        return self._link.send(topic, payload, retain=retain)

    async def take(self, most_messages: int = 1000, most_bytes: int = 8_000_000) -> list[Message]:
        """Return what has arrived since, in order: at least one message, and about as much as the bounds allow."""
        return await self._inbox.take(most_messages, most_bytes)

    async def messages(self) -> AsyncIterator[Message]:
        """Yield messages one by one, for as long as the client is open; acknowledge each with `ack`."""
        while True:
            for message in await self.take():
                yield message

    def ack(self, *messages: Message) -> None:
        """Acknowledge messages, in the order in which they arrived, as MQTT demands.

        After their connection was lost this does nothing, and the broker sends them again: message ids start over with
        a connection, and an acknowledgement that comes late would hit another message.
        """
        standing = self._link is not None and not self._link.lost.done()
        generation = self._link.generation if self._link is not None and standing else None
        wanted = [message for message in messages if message.qos]
        mids = [message.mid for message in wanted if message.generation == generation]
        self.stale_acks += len(wanted) - len(mids)
        if mids and self._link is not None:
            self._link.ack(mids)

    async def _linked(self) -> Link:
        while True:
            if self._owner is None or self._owner.done():
                raise NotConnected(str(self.address))
            await self._up.wait()
            if self._link is not None and not self._link.lost.done():
                return self._link
            self._up.clear()

    async def _stay_connected(self) -> None:
        failures = 0
        while True:
            started = time.monotonic()
            try:
                self._note(await self._live())
            except (OSError, TimeoutError, ConnectionFailed) as error:
                self._note(str(error) or type(error).__name__)
            finally:
                self._up.clear()
            steady = time.monotonic() - started > _STEADY_AFTER_S
            failures = 0 if steady else failures + 1
            # Full jitter, so that a fleet that lost its broker does not come back in one wave.
            longest_s = min(self._options.longest_pause_s, self._options.shortest_pause_s * 2 ** min(failures, 10))
            await asyncio.sleep(_CHANCE.uniform(_LEAST_PAUSE_S, longest_s))

    async def _live(self) -> str:
        async with asyncio.timeout(self._options.answer_within_s):
            wire = await connect_wire(self.address.host, self.address.port)
        self._generation += 1
        link = Link(wire, self.address, self._options, self._inbox, self._generation)
        try:
            self._adopt(link, session_present=await link.connect())
            await link.subscribe()
            self.last_failure = None
            self._up.set()
            return await asyncio.shield(link.lost)
        except asyncio.CancelledError:
            link.say_farewell()
            raise
        finally:
            link.close()

    def _adopt(self, link: Link, *, session_present: bool) -> None:
        """Let acknowledgements go over the link: an old session's messages come before the SUBACK."""
        if session_present:
            self._inbox.drop_before(link.generation)
        elif self._options.session_expiry_s and link.generation > 1:
            self.sessions_lost += 1
            log.error("mqtt_session_lost", user=self.address.user, meaning="what came meanwhile was not kept for us")
        log.info("mqtt_connected", user=self.address.user, broker=str(self.address), session_present=session_present)
        self._link = link

    def _note(self, failure: str) -> None:
        if failure != self.last_failure:
            log.warning("mqtt_disconnected", user=self.address.user, broker=str(self.address), reason=failure)
        self.last_failure = failure

    def _on_owner_done(self, owner: asyncio.Task[None]) -> None:
        self._up.set()
        if owner.cancelled():
            self._inbox.fail(NotConnected(str(self.address)))
        elif error := owner.exception():
            log.critical("mqtt_failed", user=self.address.user, exc_info=error)
            self._inbox.fail(error)
