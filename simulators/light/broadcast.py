"""How does a very large fleet send at its pace, from several processes?"""

import math
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from multiprocessing import get_context
from threading import Event

from simulators.clock import Clock
from simulators.light.bank import Bank
from simulators.light.courier import Courier
from simulators.light.herd import Herd
from simulators.light.press import Press

# So many machines speak at the same moment; the others speak before and after them.
_TOGETHER = 2_000
# Nobody waits longer without a look at whether it should stop.
_LOOKS_S = 0.5


@dataclass(frozen=True)
class Tour:
    """What is sent: by so many machines, a message each every step of the bank, by the clock and until `stop_s`."""

    url: str
    bank: Bank
    machines: int
    seed: int
    clock: Clock
    stop_s: float = math.inf


@dataclass(frozen=True)
class Sent:
    """How many messages were sent, in how many seconds, and by how many seconds the latest was late."""

    messages: int
    seconds: float
    late_s: float

    def __str__(self) -> str:
        """Return it as one sentence."""
        rate = f"{self.messages / max(self.seconds, 1e-3):,.0f} a second"
        return f"{self.messages:,} messages in {self.seconds:.1f} s, {rate}, at most {self.late_s:.1f} s late"


def send_herd(tour: Tour, processes: int, stop: Event) -> Sent:
    """Send until the tour ends, or `stop`, an event that processes share, is set.

    Raise NoEntry or OSError when the broker ends it.
    """
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        told = list(pool.map(_send, [tour] * processes, range(processes), [processes] * processes, [stop] * processes))
    return Sent(sum(one.messages for one in told), max(one.seconds for one in told), max(one.late_s for one in told))


def _send(tour: Tour, number: int, of: int, stop: Event) -> Sent:
    """Send for every one of so many machines."""
    # Ctrl-C goes to all processes of a terminal: the first of them tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    herd = Herd(tour.bank, tour.machines, tour.seed).parts(of)[number]
    parts = herd.parts(max(1, round(len(herd) / _TOGETHER)))
    boot = f"herd-{int(tour.clock.start_s):x}-{time.time_ns():x}"
    presses = [[Press(block.names, block.machines, boot) for block in part.at(0)] for part in parts]
    tour = replace(tour, clock=tour.clock.begun_now())
    began, sent, late_s = time.monotonic(), 0, 0.0
    with closing(Courier(tour.url, f"{boot}-{number}")) as courier:
        for step, place, due_s in _moments(tour, len(parts)):
            if due_s >= tour.stop_s or not _wait(tour.clock, due_s, stop):
                break
            late_s = max(late_s, (tour.clock.now() - due_s) / tour.clock.speed)
            for press, block in zip(presses[place], parts[place].at(step), strict=True):
                courier.send(press.print(block.values, step, round(1000 * due_s)))
            sent += len(parts[place])
        courier.settle()
    return Sent(sent, time.monotonic() - began, late_s)


def _moments(tour: Tour, parts: int) -> Iterator[tuple[int, int, float]]:
    """Yield for ever the number of a step, which part speaks, and when, in order of time."""
    step = 0
    while True:
        for place in range(parts):
            yield step, place, tour.clock.start_s + tour.bank.step_s * (step + place / parts)
        step += 1


def _wait(clock: Clock, time_s: float, stop: Event) -> bool:
    """Return whether a moment of the story has come before the end was asked for."""
    while (wait_s := clock.wait_s(time_s)) > 0:
        if stop.wait(min(wait_s, _LOOKS_S)):
            return False
    return not stop.is_set()
