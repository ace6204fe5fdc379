"""Which messages have arrived and wait to be taken, and is there room for more?"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from services.kit.mqtt.contract import Message


class Inbox:
    """A queue bounded by messages and bytes, which never drops: it says when it is full, and calls `on_room` later."""

    def __init__(self, most_messages: int, most_bytes: int) -> None:
        self._messages: deque[Message] = deque()
        self._most_messages = most_messages
        self._most_bytes = most_bytes
        self._bytes = 0
        self._arrived = asyncio.Event()
        self._failure: BaseException | None = None
        self.on_room: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self._messages)

    @property
    def full(self) -> bool:
        """Return whether nothing more should be read for a while."""
        return len(self._messages) >= self._most_messages or self._bytes >= self._most_bytes

    @property
    def room(self) -> int:
        """Return how many more messages there is room for, as far as their number goes."""
        return max(0, self._most_messages - len(self._messages))

    def put(self, messages: Sequence[Message]) -> None:
        """Add messages; whoever reads the network asks for `room` first."""
        if messages:
            self._messages.extend(messages)
            self._bytes += _size(messages)
            self._arrived.set()

    async def take(self, most_messages: int, most_bytes: int) -> list[Message]:
        """Return what waits, in order: at least one message, and no more than the bounds allow.

        Raises what `fail` was told.
        """
        while not self._messages:
            if self._failure is not None:
                raise self._failure
            self._arrived.clear()
            await self._arrived.wait()
        was_full = self.full
        taken = self._take(most_messages, most_bytes)
        if was_full and not self.full and self.on_room:
            self.on_room()
        return taken

    def _take(self, most_messages: int, most_bytes: int) -> list[Message]:
        if len(self._messages) <= most_messages and self._bytes <= most_bytes:
            taken = list(self._messages)
            self._messages.clear()
            self._bytes = 0
            return taken
        taken = []
        while self._messages and len(taken) < most_messages and most_bytes > 0:
            message = self._messages.popleft()
            taken.append(message)
            most_bytes -= len(message.payload)
        self._bytes -= _size(taken)
        return taken

    def drop_before(self, generation: int) -> None:
        """Forget messages of earlier connections, which the broker is about to send again."""
        kept = [message for message in self._messages if message.generation >= generation]
        self._messages = deque(kept)
        self._bytes = _size(kept)

    def fail(self, failure: BaseException) -> None:
        """Let takers know that no more messages will come."""
        self._failure = failure
        self._arrived.set()


def _size(messages: Sequence[Message]) -> int:
    return sum([len(message.payload) for message in messages])
