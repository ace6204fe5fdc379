"""Where do messages come from, and how are they acknowledged?"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ingest.settings import IngestSettings
from models.messages import Stream
from models.sparkplug import Verb
from models.sparkplug import topic as node_topic
from services.kit.mqtt import Message, Mqtt, Options, Subscription, Will

_FLEET = "fleet/v1/+/{}"
_SHARE = "$share/ingest/"
_SHARED = (Stream.TELEMETRY, Stream.EVENT)
_ANSWER_WITHIN_S = 20.0


class Arrival(NamedTuple):
    """A message as it came; `receipt` is what its source acknowledges it by."""

    topic: str
    payload: bytes
    retain: bool
    received_at: float
    receipt: object


class Waiting(NamedTuple):
    """The receipt of a message that waited in the database, under this number, for what explains it."""

    id: int


class Source(Protocol):
    """Gives messages in batches; what is not acknowledged comes again."""

    async def take(self) -> list[Arrival]:
        """Return the next messages, at least one; waits for it."""

    def ack(self, arrivals: Sequence[Arrival]) -> None:
        """Let go of messages: everything that they ask for is done and safe."""


class MqttSource:
    """The machines' topics at the broker, in a session that the broker keeps while ingest is away."""

    def __init__(self, mqtt: Mqtt, settings: IngestSettings) -> None:
        self.mqtt = mqtt
        self._settings = settings

    async def take(self) -> list[Arrival]:
        """Return what arrived since."""
        messages = await self.mqtt.take(self._settings.batch_messages, self._settings.batch_bytes)
        # As Arrival(…) does, in half of the time.
        return [tuple.__new__(Arrival, (m.topic, m.payload, m.retain, m.received_at, m)) for m in messages]

    def ack(self, arrivals: Sequence[Arrival]) -> None:
        """Acknowledge in the order of arrival, as MQTT demands."""
        self.mqtt.ack(*(arrival.receipt for arrival in arrivals if isinstance(arrival.receipt, Message)))


def connect(settings: IngestSettings, *, will: Will | None = None, kind: type[Mqtt] = Mqtt) -> Mqtt:
    """Return ingest's connection to the broker, to be entered; raises ValueError when the settings name no broker."""
    options = Options(
        # The flag of messages that are published as retained is what refuses them; only a state may be.
        subscriptions=tuple(Subscription(topic, live_retain_flag=True) for topic in _topics(settings)),
        # A kept session would go on to get them the way it did when there were more workers, or fewer.
        dropped=tuple(_numbered(shared=settings.workers == 1)),
        will=will,
        session_expiry_s=settings.session_expiry_s,
        receive_maximum=settings.receive_maximum,
        queue_messages=settings.queue_messages,
        queue_bytes=settings.queue_bytes,
    )
    return kind(_url(settings), options)


async def leave(settings: IngestSettings) -> None:
    """Give up this worker's session for good, and with it its share of the messages; raises TimeoutError.

    What waited there is lost to the broker. The machines send it again, because nobody told them that it is safe.
    """
    async with asyncio.timeout(_ANSWER_WITHIN_S), Mqtt(_url(settings)) as mqtt:
        await mqtt.wait_connected()


def _topics(settings: IngestSettings) -> list[str]:
    """Return what a worker hears: what is numbered, or its share of it, and the first one all of the rest.

    What is not numbered is little, or its meaning hangs on what came before, or it is retained, which a shared
    subscription is not given.
    """
    topics = _numbered(shared=settings.workers > 1)
    if settings.worker > 1:
        return topics
    topics += [_FLEET.format(stream) for stream in (Stream.STATE, Stream.GAP, Stream.SNAPSHOT)]
    if settings.sparkplug:
        topics += [node_topic(verb, "+", "+" if verb.is_of_device else "") for verb in Verb]
    return topics


def _numbered(*, shared: bool) -> list[str]:
    # Mosquitto forgets shared subscriptions when it restarts, until they are made again: one worker does without.
    return [(_SHARE if shared else "") + _FLEET.format(stream) for stream in _SHARED]


def _url(settings: IngestSettings) -> str:
    if settings.mqtt_url is None:
        raise ValueError("HOWDAH_MQTT_URL is not set; ingest needs it, for example mqtt://ingest:password@host:1883.")
    return settings.mqtt_url.get_secret_value()
