"""Is what a machine has sent still on its way to the platform, or lost?"""

from collections.abc import Mapping
from enum import Enum, auto, unique

from simulators.outbox.content import Chapter

Place = tuple[Chapter, int]


@unique
class Answer(Enum):
    """What an acknowledgement says about what was sent before."""

    NOTHING = auto()
    # The platform has more than was asked with, and not yet everything.
    ON_ITS_WAY = auto()
    # It has what was asked with, and nothing behind it.
    LOST = auto()
    SAFE = auto()


class Question:
    """The first unconfirmed message, sent again: it arrives behind everything that was sent before it.

    `furthest` is up to which number each boot was sent; of an earlier process's boots all may have been.
    """

    def __init__(self, chapters: Mapping[str, Chapter], boot: str) -> None:
        self._chapters = chapters
        self._asked: Place | None = None
        self.furthest = {name: chapter.last for name, chapter in chapters.items() if name != boot}

    @property
    def waits(self) -> int:
        """Return how many numbers were sent and are not confirmed."""
        known = self._chapters
        return sum(max(0, seq - known[boot].confirmed) for boot, seq in self.furthest.items() if boot in known)

    def sent(self, place: Place) -> None:
        """Note that a message was sent in its turn."""
        self.furthest[place[0].boot.name] = place[1]

    def ask(self, place: Place) -> None:
        """Note that the first unconfirmed message is sent again."""
        boot = place[0].boot.name
        self.furthest[boot] = max(self.furthest.get(boot, -1), place[1])
        self._asked = place

    def withdraw(self) -> None:
        """Expect no answer: the connection over which was asked is lost."""
        self._asked = None

    def forget(self) -> None:
        """Begin anew: everything will be sent again."""
        self._asked = None
        self.furthest.clear()

    def hear(self, chapter: Chapter, watermark: int) -> Answer:
        """Return what a watermark says that is confirmed already."""
        if not self.waits:
            self._asked = None
            return Answer.SAFE
        if self._asked is None or self._asked[0] is not chapter or watermark < self._asked[1]:
            return Answer.NOTHING
        alone = watermark == self._asked[1] and self.furthest[chapter.boot.name] > watermark
        self._asked = None
        return Answer.LOST if alone else Answer.ON_ITS_WAY
