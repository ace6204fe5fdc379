"""How does a test stand in for the platform: hear a machine, and confirm as it likes?"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from models.messages import (
    Ack,
    Gap,
    Stream,
    decode_event,
    decode_gap,
    decode_state,
    decode_telemetry,
    encode_ack,
    encode_event,
    encode_telemetry,
    parse_topic,
    topic,
)
from models.messages.event import Event, Severity
from services.kit.mqtt import Mqtt, NotConnected, Options, Subscription
from simulators.outbox import Limits, Message, Outbox, Rule, Store
from tests.ingest.broker import Broker

MACHINE = "m-1"
_LISTEN = Options(subscriptions=(Subscription("fleet/v1/#"),), session_expiry_s=600)


class Platform:
    """Hears what a machine sends, and settles it: confirms at once while `confirms`, never what is in `ignored`."""

    def __init__(self, mqtt: Mqtt, machine: str = MACHINE) -> None:
        self.mqtt = mqtt
        self.machine = machine
        self.online: list[bool] = []
        self.heard: list[tuple[str, int]] = []
        self.gaps: list[Gap] = []
        self.settled: dict[str, set[int]] = {}
        self.confirms = True
        self.ignored: set[int] = set()
        self.patience_s = 1

    @property
    def counts(self) -> Counter[tuple[str, int]]:
        """Return how often each boot and number was heard."""
        return Counter(self.heard)

    def seqs(self, boot: str) -> list[int]:
        """Return the numbers of a boot that were heard, each once, in order."""
        return sorted({seq for of, seq in self.heard if of == boot})

    async def listen(self) -> None:
        """Hear for ever."""
        with suppress(NotConnected):
            while True:
                messages = await self.mqtt.take()
                self.mqtt.ack(*messages)
                boots = {self._hear(parse_topic(message.topic)[1], message.payload) for message in messages}
                for boot in boots - {None} if self.confirms else ():
                    await self.confirm(str(boot))

    async def confirm(self, boot: str) -> None:
        """Tell the machine how far a boot is settled."""
        settled = self.settled.get(boot, set())
        watermark = next(seq for seq in range(len(settled) + 1) if seq not in settled) - 1
        ack = Ack(boot, watermark, patience_s=self.patience_s)
        await self.mqtt.publish(topic(self.machine, Stream.ACK), encode_ack(ack), retain=True)

    def _hear(self, stream: Stream, payload: bytes) -> str | None:
        match stream:
            case Stream.STATE:
                self.online.append(decode_state(payload).online)
            case Stream.GAP:
                gap = decode_gap(payload)
                self.gaps.append(gap)
                self.settled.setdefault(gap.boot, set()).update(range(gap.from_seq, gap.to_seq + 1))
                return gap.boot
            case Stream.TELEMETRY | Stream.EVENT:
                told = decode_telemetry(payload) if stream is Stream.TELEMETRY else decode_event(payload)
                if told.seq in self.ignored:
                    return None
                self.heard.append((told.boot, told.seq))
                self.settled.setdefault(told.boot, set()).add(told.seq)
                return told.boot
        return None


@asynccontextmanager
async def platform(broker: Broker, machine: str = MACHINE) -> AsyncIterator[Platform]:
    """Yield a platform that listens at a broker, and confirms what a machine sends."""
    async with Mqtt(broker.url("platform"), _LISTEN) as mqtt:
        await mqtt.wait_connected()
        made = Platform(mqtt, machine)
        listening = asyncio.create_task(made.listen())
        yield made
        listening.cancel()
        await asyncio.wait([listening])


@asynccontextmanager
async def machine(
    broker: Broker, file: Path, boot: str = "b-1", *, rule: Rule | None = None, limits: Limits | None = None
) -> AsyncIterator[Outbox]:
    """Yield a machine that sends, with what its file holds of earlier boots."""
    async with Store(file, limits) as store:
        outbox = Outbox(MACHINE, boot, broker.url(MACHINE), store, rule)
        async with sending(outbox):
            yield outbox


@asynccontextmanager
async def sending(outbox: Outbox) -> AsyncIterator[None]:
    """Let a machine send."""
    running = asyncio.create_task(outbox.run())
    yield
    running.cancel()
    await asyncio.wait([running])
    if not running.cancelled() and (error := running.exception()):
        raise error


def put(outbox: Outbox, count: int = 1, payload: Callable[[str, int], bytes] | None = None) -> None:
    """Let a machine measure so many messages."""
    for _ in range(count):
        seq = outbox.next_seq
        made = payload(outbox.boot, seq) if payload else reading(outbox.boot, seq)
        outbox.put(Message(seq, Stream.TELEMETRY, 1_000_000 + 1000 * seq, made))


def reading(boot: str, seq: int) -> bytes:
    """Return a telemetry message that is a second later than the one before it."""
    return encode_telemetry(boot, seq, [1_000_000 + 1000 * seq], {"engine_speed_rpm": [800]})


def report(outbox: Outbox) -> None:
    """Let a machine report an event."""
    seq = outbox.next_seq
    time_ms = 1_000_000 + 1000 * seq
    event = Event(outbox.boot, seq, time_ms, "fault", "110-0", Severity.WARNING, active=True)
    outbox.put(Message(seq, Stream.EVENT, time_ms, encode_event(event)))
