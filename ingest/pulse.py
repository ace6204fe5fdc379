"""When did the pipeline last do something, what has it done, and what hinders it?"""

import time
from dataclasses import dataclass, field

_LULL_S = 1.0


@dataclass
class Pulse:
    """When the pipeline last did something and what hinders it, for health (times by the monotonic clock)."""

    committed_at: float = field(default_factory=time.monotonic)
    waiting_since: float | None = None
    trouble: str | None = None
    was_in_trouble: bool = True

    def beat(self) -> bool:
        """Note a commit, and return whether it was the first of all, or after trouble, or after a lull."""
        now = time.monotonic()
        is_first = self.was_in_trouble or now - self.committed_at > _LULL_S
        self.committed_at, self.was_in_trouble = now, False
        return is_first

    def stuck_s(self) -> float:
        """Return for how many seconds messages have waited for a transaction, 0 when none waits."""
        return 0.0 if self.waiting_since is None else time.monotonic() - self.waiting_since


@dataclass
class Tally:
    """What a pipeline has done since it began."""

    rows: int = 0
    duplicates: int = 0
    refused: int = 0
