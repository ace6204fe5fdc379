"""How does a machine send what it keeps, until the platform says that it has it?"""

import asyncio
import secrets

import structlog

from models.messages import PATIENCE_S, Rejected, Stream, decode_ack, encode_gap, topic
from services.kit.mqtt import Delivery, Mqtt, NotConnected
from services.kit.mqtt import Message as Heard
from simulators.outbox.content import Chapter, Message, Rule
from simulators.outbox.loss import Relapse
from simulators.outbox.presence import Presence, Way
from simulators.outbox.question import Answer, Question
from simulators.outbox.shelf import Shelf
from simulators.outbox.store import Store

log = structlog.get_logger()

_CHANCE = secrets.SystemRandom()
_AGAIN_S = 1.0
# So soon it is asked again what the broker refused, or what was still on its way.
_SOON_S = 0.5


class Outbox:
    """One machine: `put` numbered messages, and `run` sends them until they are confirmed, over any interruption.

    It follows docs/machine-protocol.md, over a connection of its own. Each start of a machine is a boot whose name was
    never used before; what earlier boots left in the store is sent first. When all is settled, `unconfirmed` is 0.
    `run` may be cancelled and begun again: the machine is offline meanwhile, and `put` goes on.
    """

    def __init__(
        self, machine: str, boot: str, url: str, store: Store, rule: Rule | None = None, *, way: Way = Mqtt.send
    ) -> None:
        self.machine = machine
        self.boot = boot
        self._way = way
        self.rule = rule or Rule()
        self.sent = self.refused = 0
        self.shelf = Shelf(machine, store, boot, self._send_more)
        self._presence = Presence(machine, boot, url, self.rule.window)
        self.mqtt = self._presence.connection()
        self._online = False
        # What the broker has not answered, by the order of sending, and what the platform has not confirmed.
        self._unanswered: set[asyncio.Future[Delivery]] = set()
        self._question = Question(self.shelf.chapters, boot)
        self._patience_s = float(PATIENCE_S)
        self._pause_s = self._patience_s
        # Nothing but the first unconfirmed message is sent until the platform has answered.
        self._is_held = self._is_refused = False
        self._alarm: asyncio.TimerHandle | None = None
        self._relapse = Relapse()
        self._trouble: str | None = None

    @property
    def next_seq(self) -> int:
        """Return the number that the next message must bear."""
        return self.shelf.next_seq

    @property
    def watermark(self) -> int:
        """Return up to which number this boot is settled, as far as the platform has told."""
        return self.shelf.current.confirmed

    @property
    def unconfirmed(self) -> int:
        """Return how many messages, of this boot and of those before it, are not settled as far as is known here."""
        return self.shelf.unconfirmed

    @property
    def lost(self) -> int:
        """Return how many messages were declared as a gap."""
        return self.shelf.losses.total

    def put(self, message: Message) -> None:
        """Take the next message; it is on disk before it is sent. Raises ValueError when its number is not next."""
        self.shelf.put(message)

    def begin_boot(self, boot: str) -> None:
        """Begin another boot, whose messages are numbered from 0; `run` must be begun again, to tell of it."""
        self._go_offline()
        self.boot = self._presence.boot = boot
        self.shelf.reboot(boot)
        self._question = Question(self.shelf.chapters, boot)

    async def run(self) -> None:
        """Send until cancelled; say on every connection that the machine is online, before anything else."""
        self.mqtt = self._presence.connection()
        try:
            async with self.mqtt, asyncio.TaskGroup() as group:
                group.create_task(self._listen(), name=f"acks of {self.machine}")
                while True:
                    await self.mqtt.wait_connected()
                    if await self._presence.tell(self.mqtt, online=True):
                        self._go_online()
                        await self.mqtt.wait_lost()
                        self._go_offline()
                    else:
                        await asyncio.sleep(_AGAIN_S)
        finally:
            self._go_offline()

    async def say_farewell(self) -> None:
        """Tell the broker that the machine goes offline on purpose: a proper end publishes no will."""
        self._go_offline()
        if self.mqtt.connected:
            await self._presence.tell(self.mqtt, online=False)

    def _go_online(self) -> None:
        """Ask on this connection what became of what was sent before: the broker may have lost what it took."""
        self._online = True
        self._unanswered.clear()
        self._pause_s = self._patience_s
        self._is_refused = False
        self._is_held = self._question.waits > 0
        if self._is_held:
            self._ask()
        else:
            self.shelf.losses.tell_again()
        self._send_more()

    def _go_offline(self) -> None:
        self._online = False
        self._question.withdraw()
        self._rest()

    def _ask(self) -> None:
        self.shelf.losses.tell_again()
        self.shelf.find_first(self._probe)

    def _probe(self, chapter: Chapter, message: Message) -> None:
        if self._online and self._send(message.stream, message.payload):
            self._question.ask((chapter, message.seq))

    def _begin_anew(self) -> None:
        self._is_held = False
        self._question.forget()
        self.shelf.losses.tell_again()
        self.shelf.begin()

    def _send_more(self) -> None:
        """Send what comes next, as far as the window and the platform's word allow."""
        while self._online and len(self._unanswered) < self.rule.window:
            if (gap := self.shelf.losses.take_next()) is not None:
                self._send(Stream.GAP, encode_gap(gap))
                continue
            found = None if self._is_held else self.shelf.peek()
            if found is None or self._question.waits >= self.rule.most_unconfirmed:
                break
            chapter, message = found
            if not self._send(message.stream, message.payload):
                break
            self._question.sent((chapter, message.seq))
            self.shelf.take()
        self._watch()

    def _send(self, stream: Stream, payload: bytes) -> bool:
        try:
            answer = self._way(self.mqtt, topic(self.machine, stream), payload)
        except NotConnected:
            return False
        self.sent += 1
        self._unanswered.add(answer)
        answer.add_done_callback(self._on_answer)
        return True

    def _on_answer(self, answer: asyncio.Future[Delivery]) -> None:
        if answer.cancelled():
            return
        error = answer.exception()
        if isinstance(error, NotConnected):
            # The next connection asks what became of it.
            return
        self._unanswered.discard(answer)
        if error is not None or answer.result() is not Delivery.DELIVERED:
            self._on_refused(str(error or "nobody subscribes to it"))
        self._send_more()

    def _on_refused(self, reason: str) -> None:
        """Ask, soon at first, until the broker takes a message: what it refused is not on its way."""
        self.refused += 1
        self._is_held = True
        if not self._is_refused:
            self._is_refused = True
            self._pause_s = _SOON_S
            self._rest()
        self._complain(reason)

    def _complain(self, reason: str) -> None:
        if reason != self._trouble:
            log.warning("message_not_taken", machine=self.machine, reason=reason, meaning="it stays in the outbox")
        self._trouble = reason

    async def _listen(self) -> None:
        async for message in self.mqtt.messages():
            self._hear(message)
            self.mqtt.ack(message)

    def _hear(self, message: Heard) -> None:
        try:
            ack = decode_ack(message.payload)
        except Rejected as refusal:
            log.warning("ack_not_understood", machine=self.machine, reason=str(refusal))
            return
        self._patience_s = float(ack.patience_s)
        chapter = self.shelf.chapters.get(ack.boot)
        if chapter is None:
            return
        for seq, reason in ack.rejected:
            log.info("message_rejected", machine=self.machine, boot=ack.boot, seq=seq, reason=reason)
        if not message.retain and (gap := self._relapse.gap(chapter, ack, self._patience_s)) and self._online:
            self._send(Stream.GAP, encode_gap(gap))
        self._confirm(chapter, ack.watermark)

    def _confirm(self, chapter: Chapter, up_to: int) -> None:
        if self.shelf.confirm(chapter, up_to):
            self._pause_s = self._patience_s
            self._is_refused = False
            self._trouble = None
            self._rest()
        match self._question.hear(chapter, up_to):
            case Answer.LOST:
                self._begin_anew()
            case Answer.ON_ITS_WAY if self._is_held:
                self._pause_s = _SOON_S
            case Answer.SAFE:
                self._is_held = False
        self._send_more()

    def _watch(self) -> None:
        """Look again after a pause when something is not confirmed."""
        if self._alarm is None and self._online and self.unconfirmed:
            pause_s = self._pause_s * _CHANCE.uniform(1.0, 1.25)
            self._alarm = asyncio.get_running_loop().call_later(pause_s, self._on_alarm)

    def _rest(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None

    def _on_alarm(self) -> None:
        """Ask what became of what was sent, ever more patiently."""
        self._alarm = None
        if self.unconfirmed and not self._unanswered:
            self._ask()
            self._pause_s = min(self._pause_s * 2, max(self.rule.longest_pause_s, self._patience_s))
        self._send_more()
