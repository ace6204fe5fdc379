"""Which of a machine's numbered messages will never be sent, and does the platform know?"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace

from models.messages import Ack, Gap, GapReason
from simulators.outbox.content import Chapter, Message
from simulators.outbox.log import Log
from simulators.outbox.store import Store


class Relapse:
    """What the platform confirmed before and lacks again, boot by boot, as after a restore from a backup."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def gap(self, chapter: Chapter, ack: Ack, patience_s: float) -> Gap | None:
        """Return what is to be declared, once the platform has lacked it for as long as its patience."""
        if ack.watermark >= chapter.confirmed:
            self._since.pop(ack.boot, None)
            return None
        if time.monotonic() - self._since.setdefault(ack.boot, time.monotonic()) < patience_s:
            return None
        now_ms = time.time_ns() // 1_000_000
        return Gap(ack.boot, ack.watermark + 1, chapter.confirmed, now_ms, now_ms, GapReason.NOT_KEPT)


class Losses:
    """The gaps of a machine's boots: kept like messages, and told again until they are confirmed."""

    def __init__(self, store: Store, chapters: Mapping[str, Chapter], on_more: Callable[[], None]) -> None:
        self.total = 0
        self._store = store
        self._chapters = chapters
        self._on_more = on_more
        self._gaps: dict[tuple[str, int], Gap] = {}
        self._untold: deque[Gap] = deque()

    def take_next(self) -> Gap | None:
        """Take the next gap that was not told since the last beginning, None when all were."""
        return self._untold.popleft() if self._untold else None

    def tell_again(self) -> None:
        """Let every gap come up again."""
        self._untold = deque(self._gaps.values())

    def lose(self, chapter: Chapter, message: Message, reason: GapReason) -> None:
        """Declare one message as lost."""
        self.declare(
            chapter, Gap(chapter.boot.name, message.seq, message.seq, message.time_ms, message.time_ms, reason)
        )

    def declare(self, chapter: Chapter, gap: Gap) -> None:
        """Keep a gap, and let it come up; one that goes on where another ends makes that one longer."""
        before = (one for one in self._gaps.values() if one.boot == gap.boot and one.reason is gap.reason)
        joined = next((one for one in before if one.to_seq == gap.from_seq - 1), None)
        self._hold(replace(joined, to_seq=gap.to_seq, to_time_ms=gap.to_time_ms) if joined else gap)
        self.total += gap.to_seq - gap.from_seq + 1
        number = chapter.boot.number
        self._store.ask(lambda kept: kept.lose(number, gap), _ignore)
        self._on_more()

    def settle(self, boot: str, up_to: int) -> None:
        """Forget the gaps of a boot up to a number."""
        self._gaps = {key: gap for key, gap in self._gaps.items() if key[0] != boot or gap.to_seq > up_to}

    def read(self) -> None:
        """Hold what is kept on disk too."""
        chapters = list(self._chapters.values())
        self._store.ask(lambda kept: [gap for one in chapters for gap in kept.gaps(one.boot)], self._take_read)

    def audit(self) -> None:
        """Declare what should be kept and is not, after the file was opened, or saved from damage."""
        for chapter in list(self._chapters.values()):
            self._audit(chapter, chapter.confirmed + 1, chapter.last)
        self.read()

    def _audit(self, chapter: Chapter, first: int, last: int) -> None:
        def find(kept: Log) -> list[Gap]:
            return kept.holes(chapter.boot, first, last)

        def declare(found: list[Gap]) -> None:
            for gap in found:
                self.declare(chapter, gap)

        self._store.ask(find, declare)

    def _take_read(self, found: list[Gap]) -> None:
        for gap in found:
            chapter, known = self._chapters.get(gap.boot), self._gaps.get((gap.boot, gap.from_seq))
            if chapter is not None and gap.to_seq > chapter.confirmed and (not known or known.to_seq < gap.to_seq):
                self._hold(gap)
        self._on_more()

    def _hold(self, gap: Gap) -> None:
        self._gaps[gap.boot, gap.from_seq] = gap
        others = (one for one in self._untold if (one.boot, one.from_seq) != (gap.boot, gap.from_seq))
        self._untold = deque([*others, gap])


def _ignore(_result: None) -> None:
    """Do nothing: what is on disk needs no more."""
