"""What is measured, with how much, and how often?"""

import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ingest.load import Load
from benchmarks.ingest.pace import Pace

MANY_MACHINES = 100_000
RATES = (1_000, 10_000)
_LOW_RATE = 1_000
# The newest of a backlog's readings is so old that its minute is over.
_AGE_S = 300


@dataclass(frozen=True)
class Plan:
    """How much is measured: `readings` a message, or 1 and 10 where nothing else is asked for."""

    messages: int = 100_000
    readings: int | None = None
    machines: int = 1_000
    repeats: int = 3
    paced_s: int = 15
    soak_s: int = 300
    peers: bool = True
    many: bool = True
    profile: bool = False
    figures: Path | None = None

    @property
    def single(self) -> Load:
        """Return the messages that are compared with receiving: one reading each, if nothing else is asked for."""
        return backlog(self.machines, self.messages, self.readings or 1)

    @property
    def batched(self) -> Load:
        """Return the messages that are compared with COPY: a quarter as many with ten readings each."""
        return backlog(
            self.machines, self.messages if self.readings else max(1, self.messages // 4), self.readings or 10
        )

    @property
    def slow(self) -> Load:
        """Return a twentieth of `batched`, for whom all of it would take minutes."""
        return backlog(self.machines, max(1, self.batched.messages // 20), self.batched.readings)

    @property
    def crowded(self) -> Load:
        """Return three messages of each of 100,000 machines, ten seconds apart; of fewer where fewer are asked for."""
        return backlog(min(MANY_MACHINES, self.messages), 3 * self.messages, self.readings or 1, step_ms=10_000)

    def paces(self) -> list[Pace]:
        """Return the fixed rates at which latency is measured; every machine sends once a second."""
        return [self.pace(rate) for rate in RATES]

    def pace(self, rate: int) -> Pace:
        """Return one rate of messages a second; looking often would take the time of a busy machine."""
        return Pace(rate, rate - 100, self.paced_s, look_every_s=0.002 if rate <= _LOW_RATE else 0.01)

    @property
    def soak(self) -> Pace:
        """Return the rate of 100,000 machines that send every ten seconds."""
        return Pace(MANY_MACHINES // 10 + 100, MANY_MACHINES, self.soak_s, look_every_s=0.02)


# Of about a minute: once over, with less, and without what takes long.
QUICK = Plan(messages=20_000, repeats=1, paced_s=5, soak_s=0, peers=False, many=False)


def backlog(machines: int, messages: int, readings: int, step_ms: int = 1000) -> Load:
    """Return messages whose newest readings are some minutes old."""
    span_ms = (messages // machines + 1) * readings * step_ms
    return Load(machines, messages, readings, int(time.time() - _AGE_S) * 1000 - span_ms, step_ms)
