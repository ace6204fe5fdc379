"""In which order does what a machine says arrive, and what of it does not?"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from simulators.link.schedule import Link
from simulators.link.trouble import LinkTrouble
from simulators.noise import Dice

# What waited goes out so many seconds apart; a copy comes so much later; out of order is up to so many messages late.
BACKLOG_S, COPY_S, COPIED, LATE = 0.05, (1.0, 90.0), 0.4, 3.0


class Said(Protocol):
    """Something that a machine says at a moment, in Unix seconds."""

    @property
    def time_s(self) -> float:
        """Return when."""


T = TypeVar("T", bound=Said)


@dataclass
class Line(Generic[T]):
    """A link in use. A unit keeps `keeps` of what it could not send, the newest; None is all.

    Only what is sent again until it is confirmed, `again`, comes twice or out of order.
    """

    link: Link
    keeps: int | None = None
    again: bool = True
    _coming: list[tuple[float, int, T]] = field(default_factory=list)
    _waiting: dict[float, list[T]] = field(default_factory=dict)
    _number: int = 0
    _before_s: float | None = None

    def carry(self, said: Iterable[T], stop_s: float) -> list[T]:
        """Return what arrives before `stop_s` of what was said until then, in the order in which it arrives.

        Calls must follow one another in time.
        """
        for one in said:
            self._take(one)
        for until_s in [back for back in self._waiting if back < stop_s]:
            for place, one in enumerate(self._waiting.pop(until_s)):
                self._send(one, until_s + BACKLOG_S * (place + 1))
        return list(self._arrived(stop_s))

    def _take(self, one: T) -> None:
        spacing = one.time_s - (self._before_s or one.time_s)
        self._before_s = one.time_s
        until_s = self.link.offline_until_s(one.time_s)
        if until_s is None:
            self._send(one, one.time_s + self._late_s(one, spacing))
            return
        waiting = self._waiting.setdefault(until_s, [])
        waiting.append(one)
        if self.keeps is not None and len(waiting) > self.keeps:
            del waiting[0]

    def _late_s(self, one: T, spacing_s: float) -> float:
        if self.again and self.link.at(LinkTrouble.REORDER, one.time_s):
            return self._dice(one, "late").uniform(0, LATE) * spacing_s
        return 0.0

    def _send(self, one: T, at_s: float) -> None:
        self._push(one, at_s)
        if self.again and self.link.at(LinkTrouble.DUPLICATE, one.time_s):
            dice = self._dice(one, "copy")
            if dice.random() < COPIED:
                self._push(one, at_s + dice.uniform(*COPY_S))

    def _push(self, one: T, at_s: float) -> None:
        heapq.heappush(self._coming, (at_s, self._number, one))
        self._number += 1

    def _arrived(self, stop_s: float) -> Iterator[T]:
        while self._coming and self._coming[0][0] < stop_s:
            yield heapq.heappop(self._coming)[2]

    def _dice(self, one: T, name: str) -> Dice:
        return Dice(self.link.seed, self.link.machine, name, round(1000 * one.time_s))
