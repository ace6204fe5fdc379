"""By which way does a live unit's message reach the broker while its link is in trouble?"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from services.kit.mqtt import Delivery, Mqtt, NotConnected
from simulators.clock import Clock
from simulators.link.line import COPIED, COPY_S, LATE
from simulators.link.schedule import Link
from simulators.link.trouble import LinkTrouble
from simulators.noise import Dice

_Answer = asyncio.Future[Delivery]


@dataclass
class Detour:
    """A link in use by a live unit that measures every `period_s`: some messages take longer, some come twice.

    How long it takes follows the clock of the story. Nothing outlives the connection on which it set out.
    """

    link: Link
    clock: Clock
    period_s: float
    _number: int = 0

    def send(self, mqtt: Mqtt, topic: str, payload: bytes) -> _Answer:
        """Publish as `Mqtt.send` does, at once or a little later, once or twice."""
        if not self.link.often:
            return mqtt.send(topic, payload)
        self._number += 1
        now, dice = self.clock.now(), Dice(self.link.seed, self.link.machine, "live", self._number)
        if self.link.at(LinkTrouble.DUPLICATE, now) and dice.random() < COPIED:
            self._later(mqtt, dice.uniform(*COPY_S), lambda: _copy(mqtt, topic, payload))
        if not self.link.at(LinkTrouble.REORDER, now):
            return mqtt.send(topic, payload)
        answer: _Answer = asyncio.get_running_loop().create_future()
        late_s = dice.uniform(0, LATE) * self.period_s
        self._later(mqtt, late_s, lambda: _pass_on(mqtt, topic, payload, answer), lambda: _lose(mqtt, answer))
        return answer

    def _later(
        self, mqtt: Mqtt, story_s: float, do: Callable[[], None], lost: Callable[[], None] = lambda: None
    ) -> None:
        connection = mqtt.connections

        def come() -> None:
            if mqtt.connected and mqtt.connections == connection:
                do()
            else:
                lost()

        asyncio.get_running_loop().call_later(story_s / self.clock.speed, come)


def _copy(mqtt: Mqtt, topic: str, payload: bytes) -> None:
    # What becomes of a copy is nobody's concern, and the failure that a lost connection leaves in it is no news.
    mqtt.send(topic, payload).add_done_callback(lambda one: one.cancelled() or one.exception())


def _pass_on(mqtt: Mqtt, topic: str, payload: bytes, answer: _Answer) -> None:
    def arrived(one: _Answer) -> None:
        if answer.done():
            return
        if one.cancelled():
            answer.cancel()
        elif error := one.exception():
            answer.set_exception(error)
        else:
            answer.set_result(one.result())

    mqtt.send(topic, payload).add_done_callback(arrived)


def _lose(mqtt: Mqtt, answer: _Answer) -> None:
    if not answer.done():
        answer.set_exception(NotConnected(str(mqtt.address)))
