"""How many messages a second do light machines publish at QoS 0, and what keeps them from more?"""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from threading import Barrier

from benchmarks.simulator.plan import LIGHT_STEP_S, Plan
from benchmarks.simulator.speed import BEGIN_S, SEED
from benchmarks.usage import Reading, own_s, read
from simulators.light import Bank, Courier, Herd, Press

# So many machines are written and sent at a time.
_MACHINES = 4_000
# Who works for so much of the time does nothing else.
_BUSY = 0.9


@dataclass(frozen=True)
class Receiver:
    """Who takes messages: the number of its process, and where each of the senders connects."""

    pid: int
    urls: Sequence[str]


@dataclass(frozen=True)
class Share:
    """What one of the senders does."""

    url: str
    bank: Bank
    messages: int
    number: int
    begin: Barrier


@dataclass(frozen=True)
class Sent:
    """When a sender began and ended, the processor time that it took, and that the machine had used by then."""

    began: Reading
    ended: Reading
    cpu_s: float


@dataclass(frozen=True)
class Flow:
    """Messages that went from senders to a receiver, in how many seconds, and the processor seconds of each part."""

    messages: int
    seconds: float
    senders: int
    senders_cpu_s: float
    receiver_cpu_s: float
    machine_cpu_s: float

    @property
    def per_s(self) -> float:
        """Return the messages a second that the receiver took."""
        return self.messages / self.seconds

    @property
    def limited_by(self) -> str:
        """Return who had no more to give: the receiver, the senders, the cores that they share, or none of these."""
        if self.receiver_cpu_s > _BUSY * self.seconds:
            return "receiver"
        if self.senders_cpu_s > _BUSY * self.seconds * self.senders:
            return "senders"
        ours = self.senders_cpu_s + self.receiver_cpu_s
        cores = (os.cpu_count() or 1) * self.seconds
        if self.machine_cpu_s < _BUSY * cores:
            return "waiting"
        return "cores" if ours > _BUSY * self.machine_cpu_s else "others on the machine"


def publish(receiver: Receiver, bank: Bank, plan: Plan) -> Flow:
    """Return what went to a receiver, from a sender for each of its URLs.

    A sender makes its messages while it sends, and ends with the receiver's answer to what it says after its last.
    """
    count = len(receiver.urls)
    context = get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(count, mp_context=context) as pool:
        begin = manager.Barrier(count)
        shares = [Share(url, bank, plan.messages // count, number, begin) for number, url in enumerate(receiver.urls)]
        used = own_s(receiver.pid)
        done = list(pool.map(_send, shares))
    first = min(done, key=lambda one: one.began.at).began
    whole = max(done, key=lambda one: one.ended.at).ended.since(first)
    return Flow(
        messages=sum(share.messages for share in shares),
        seconds=whole.at,
        senders=count,
        senders_cpu_s=sum(one.cpu_s for one in done),
        receiver_cpu_s=own_s(receiver.pid) - used,
        machine_cpu_s=whole.machine,
    )


def _send(share: Share) -> Sent:
    herd, courier = Herd(share.bank, _MACHINES, SEED + share.number), Courier(share.url)
    presses = [Press(block.names, block.machines, "bench") for block in herd.at(0)]
    sent, step = 0, 0
    share.begin.wait()
    began, used = read({}), time.process_time()
    while sent < share.messages:
        for press, block in zip(presses, herd.at(step), strict=True):
            courier.send(press.print(block.values, step, round(1000 * (BEGIN_S + LIGHT_STEP_S * step))))
        sent += len(herd)
        step += 1
    courier.settle()
    told = Sent(began, read({}), time.process_time() - used)
    courier.close()
    return told
