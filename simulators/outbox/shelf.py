"""Which of a machine's messages are kept, and which comes next?"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

import structlog

from models.messages import GapReason
from simulators.outbox.content import MAX_MESSAGE_BYTES, Chapter, Message
from simulators.outbox.log import Log
from simulators.outbox.loss import Losses
from simulators.outbox.store import Store

log = structlog.get_logger()

_AT_A_TIME = 500
# What may wait in memory to be sent; the rest is read from the file when its turn comes.
_MOST_WAITING = 1_000
# A tenth more than must be goes at once, so that it need not go message by message.
_SPARE = 0.1

_Page = Sequence[tuple[Chapter, Message]]


class Shelf:
    """A machine's messages in the store, as a queue that can be begun anew: what is not confirmed comes again.

    `on_more` is called when there may be a next message or gap.
    """

    def __init__(self, machine: str, store: Store, boot: str, on_more: Callable[[], None]) -> None:
        self.machine = machine
        self._store = store
        self._on_more = on_more
        self.chapters: dict[str, Chapter] = {}
        self.messages = self.size = 0
        for left in store.take_left(machine):
            self.chapters[left.boot.name] = Chapter(left.boot, left.first - 1, left.last)
            self.messages += left.messages
            self.size += left.size
        if boot in self.chapters:
            raise ValueError(f"{machine} had a boot {boot!r} before; a boot's name is never used again.")
        self.current = self.chapters[boot] = Chapter(store.new_boot(boot))
        self.losses = Losses(store, self.chapters, on_more)
        self._waiting: deque[tuple[Chapter, Message]] = deque()
        self._reached = (0, -1)
        self._behind = len(self.chapters) > 1
        self._loading: object = None
        self._thinning = False
        self._thin_from = 0
        self.losses.audit()
        store.on_salvage.append(self.losses.audit)

    @property
    def next_seq(self) -> int:
        """Return the number of the next message."""
        return self.current.last + 1

    @property
    def unconfirmed(self) -> int:
        """Return how many numbers of all boots are not settled as far as is known here."""
        return sum(chapter.last - chapter.confirmed for chapter in self.chapters.values())

    def reboot(self, boot: str) -> None:
        """Begin another boot, of which the next message is number 0; what is kept of earlier ones comes up first."""
        if self.current.confirmed == self.current.last:
            del self.chapters[self.current.boot.name]
        self.current = self.chapters[boot] = Chapter(self._store.new_boot(boot))
        self.begin()

    def put(self, message: Message) -> None:
        """Keep the next message; it comes up once it is on disk. Raises ValueError when its number is not next."""
        chapter = self.current
        if message.seq != self.next_seq:
            raise ValueError(f"{self.machine} numbers without gaps: {self.next_seq} comes next, not {message.seq}.")
        chapter.last = message.seq
        if len(message.payload) > MAX_MESSAGE_BYTES:
            self.losses.lose(chapter, message, GapReason.UNSENDABLE)
            return
        self._store.append(
            (self.machine, chapter.boot, message),
            lambda _: self._on_kept(chapter, message),
            lambda: self.losses.lose(chapter, message, GapReason.STORAGE_FAILED),
        )

    def peek(self) -> tuple[Chapter, Message] | None:
        """Return the next message, None when there is none, or when it is being read."""
        if not self._waiting and self._behind and self._loading is None:
            self._load()
        return self._waiting[0] if self._waiting else None

    def take(self) -> None:
        """Go on behind the next message."""
        self._waiting.popleft()

    def begin(self, chapter: Chapter | None = None, seq: int = 0) -> None:
        """Let everything come up again that is not confirmed, or what is not before a place."""
        self._waiting.clear()
        self._reached = (chapter.boot.number, seq - 1) if chapter else (0, -1)
        self._behind = True
        self._loading = None
        self._on_more()

    def find_first(self, found: Callable[[Chapter, Message], None]) -> None:
        """Call `found` with the first message that is not confirmed, where there is one."""
        chapters = list(self.chapters.values())

        def arrived(page: _Page) -> None:
            for chapter, message in page:
                found(chapter, message)

        self._store.ask(lambda kept: list(_pages(kept, chapters, (0, -1), 1)), arrived)

    def confirm(self, chapter: Chapter, up_to: int) -> bool:
        """Let go of a boot's messages up to a number, and return whether that was progress."""
        up_to = min(up_to, chapter.last)
        if up_to <= chapter.confirmed:
            return False
        chapter.confirmed = up_to
        self.losses.settle(chapter.boot.name, up_to)
        while self._waiting and self._waiting[0][0] is chapter and self._waiting[0][1].seq <= up_to:
            self._waiting.popleft()
        number = chapter.boot.number
        self._store.ask(lambda kept: kept.forget(number, up_to), self._on_freed)
        if chapter is not self.current and chapter.confirmed == chapter.last:
            del self.chapters[chapter.boot.name]
        return True

    def _on_kept(self, chapter: Chapter, message: Message) -> None:
        self.messages += 1
        self.size += len(message.payload)
        if self._behind or len(self._waiting) >= _MOST_WAITING:
            self._behind = True
        else:
            self._waiting.append((chapter, message))
            self._reached = (chapter.boot.number, message.seq)
        self._thin()
        self._on_more()

    def _load(self) -> None:
        reached, chapters = self._reached, list(self.chapters.values())
        # Whoever begins anew meanwhile wants nothing of this reading.
        loading = self._loading = object()

        def arrived(page: _Page) -> None:
            if self._loading is not loading:
                return
            self._loading = None
            self._behind = len(page) == _AT_A_TIME
            self._waiting.extend(one for one in page if one[1].seq > one[0].confirmed)
            if page:
                self._reached = (page[-1][0].boot.number, page[-1][1].seq)
            self._on_more()

        self._store.ask(lambda kept: list(_pages(kept, chapters, reached, _AT_A_TIME)), arrived, self._on_unread)

    def _on_unread(self) -> None:
        """Try again when there is a next occasion: the disk is in trouble."""
        self._loading = None

    def _on_freed(self, freed: tuple[int, int]) -> None:
        self.messages -= freed[0]
        self.size -= freed[1]

    def _thin(self) -> None:
        """Let the oldest telemetry go when more is kept than may be."""
        most = self._store.limits
        is_over = self.messages > most.most_messages, self.size > most.most_bytes
        if self._thinning or self.messages < self._thin_from or not any(is_over):
            return
        self._thinning = True
        messages = (self.messages - round((1 - _SPARE) * most.most_messages)) * is_over[0]
        size = (self.size - round((1 - _SPARE) * most.most_bytes)) * is_over[1]
        chapters = list(self.chapters.values())
        self._store.ask(lambda kept: _thin(kept, chapters, messages, size), self._on_thinned, self._on_not_thinned)

    def _on_thinned(self, freed: tuple[int, int]) -> None:
        self._on_freed(freed)
        self._thinning = False
        # Where only events are left these stay, and looking at all of them with each message would cost more and more.
        self._thin_from = 0 if freed[0] else self.messages + self._store.limits.most_messages // 100
        if freed[0]:
            self.losses.total += freed[0]
            log.warning("outbox_full", machine=self.machine, lost=freed[0], meaning="the oldest is declared as a gap")
            self.losses.read()
        self._thin()

    def _on_not_thinned(self) -> None:
        self._thinning = False


def _pages(
    kept: Log, chapters: Sequence[Chapter], reached: tuple[int, int], room: int
) -> Iterator[tuple[Chapter, Message]]:
    """Yield so many messages behind the boot and number that were reached, boot by boot."""
    for chapter in chapters:
        number = chapter.boot.number
        if number < reached[0]:
            continue
        behind = max(chapter.confirmed, reached[1] if number == reached[0] else -1)
        for message in kept.page(number, behind, room):
            room -= 1
            yield chapter, message
        if not room:
            return


def _thin(kept: Log, chapters: Sequence[Chapter], messages: int, size: int) -> tuple[int, int]:
    """Turn the oldest telemetry of the boots, in their order, into gaps; return how many messages and bytes."""
    gone = freed = 0
    for chapter in chapters:
        more = kept.thin(chapter.boot.number, messages - gone, size - freed)
        gone, freed = gone + more[0], freed + more[1]
    return gone, freed
