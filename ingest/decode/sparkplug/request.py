"""Which nodes are asked for their births, and how often?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

_FIRST_PAUSE_S = 10.0
_LONGEST_PAUSE_S = 600.0
_MOST_A_SECOND = 100


@dataclass
class Requests:
    """Asks each node once, and again after pauses that double for as long as it does not answer."""

    _pauses: dict[str, tuple[float, float]] = field(default_factory=dict)
    _second: float = 0.0
    _asked: int = 0

    def due(self, machines: Iterable[str], now_s: float) -> list[str]:
        """Return which of these nodes are to be asked at this moment (seconds that only rise)."""
        if now_s - self._second >= 1:
            self._second, self._asked = now_s, 0
        found = []
        for machine in machines:
            at_s, pause_s = self._pauses.get(machine, (now_s, _FIRST_PAUSE_S))
            if now_s >= at_s and self._asked < _MOST_A_SECOND:
                self._pauses[machine] = (now_s + pause_s, min(2 * pause_s, _LONGEST_PAUSE_S))
                self._asked += 1
                found.append(machine)
        return found

    def answered(self, machine: str) -> None:
        """Forget that a node was asked: its birth has come."""
        self._pauses.pop(machine, None)
