"""How fast is a backlog stored, beside what goes on coming?"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.faults.opening import ready
from benchmarks.faults.patience import NeverCame
from benchmarks.faults.sampler import Sampler
from benchmarks.faults.schedule import Target
from benchmarks.faults.stage import Stage
from benchmarks.faults.statement import QUERIES
from benchmarks.faults.stored import looking

_LOOK_EVERY_S = 0.05
# It is timed from where so much of the backlog is stored, to where so little of it is left.
_BEGUN, _LEFT = 0.05, 0.1
_WITHIN_S = 240.0


@dataclass(frozen=True)
class Drained:
    """How many readings had piled up, and how many were stored and made a second.

    `delivered_before` is how many messages the network had brought to ingest before, less those it had not counted.
    """

    piled: int
    stored_rate: float
    made_rate: float
    delivered_before: int


@dataclass(frozen=True)
class _Mark:
    """How many readings were made and stored at a moment."""

    at_s: float
    made: int
    stored: int

    @property
    def behind(self) -> int:
        return self.made - self.stored


async def drain(stage: Stage, sampler: Sampler, seconds: float, rate: float) -> Drained:
    """Keep ingest away for so long, and return how what piled up was stored once it was back; raises NeverCame."""

    def mark() -> _Mark:
        return _Mark(time.monotonic(), stage.fleets.made, sampler.stored)

    await ready(stage)
    _, calm = await _when(mark, lambda now: now.stored > 0 and now.behind < rate, "ingest to keep up")
    stage.ingest.hold()
    stage.ingest.kill()
    await asyncio.sleep(seconds)
    before = stage.proxies[Target.TO_INGEST].delivered - await asyncio.to_thread(_uncounted, stage)
    full = mark()
    stage.ingest.release()
    piled = full.behind - calm.behind
    # What is stored is seen through latest values, by leaps of half a second: the time before the first of them counts.
    begun, _ = await _when(mark, lambda now: now.stored > full.stored + _BEGUN * piled, "the backlog to be stored")
    _, ended = await _when(mark, lambda now: now.behind < calm.behind + _LEFT * piled, "the backlog to be drained")
    stored_rate = (ended.stored - begun.stored) / max(ended.at_s - begun.at_s, _LOOK_EVERY_S)
    made_rate = (ended.made - calm.made) / (ended.at_s - calm.at_s)
    return Drained(piled, stored_rate, made_rate, before)


def _uncounted(stage: Stage) -> int:
    """Return how many stored messages ingest has not counted yet: its next process will."""
    with looking(stage.host.admin_url) as connection:
        row = connection.execute(QUERIES["uncounted"]).fetchone()
    return int(row[0]) if row else 0


async def _when(mark: Callable[[], _Mark], reached: Callable[[_Mark], bool], awaited: str) -> tuple[_Mark, _Mark]:
    """Return the last look before something is reached, and the first at which it is."""
    end = time.monotonic() + _WITHIN_S
    before = now = mark()
    while not reached(now):
        if time.monotonic() > end:
            raise NeverCame(f"After {_WITHIN_S:.0f} s the run still waits for {awaited}: {now.behind} readings behind.")
        await asyncio.sleep(_LOOK_EVERY_S)
        before, now = now, mark()
    return before, now
