"""How many messages a second do light machines publish at QoS 0?"""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from benchmarks.simulator.plan import LIGHT_STEP_S, Plan
from benchmarks.simulator.speed import BEGIN_S, SEED
from simulators.light import Bank, Courier, Herd, encode_readings

# So many machines are written and sent at a time.
_MACHINES = 2_000


@dataclass(frozen=True)
class Share:
    """What one of the senders does."""

    url: str
    bank: Bank
    messages: int
    number: int


@dataclass(frozen=True)
class Sent:
    """When a sender began and ended, by the clock of the machine, and the processor time that it took."""

    began_s: float
    ended_s: float
    cpu_s: float


def publish_per_s(urls: Sequence[str], bank: Bank, plan: Plan) -> tuple[float, float]:
    """Return the messages a second that the broker took, and how many a second of the senders' processor time.

    There is a sender for each of the URLs: it makes its messages while it sends, and ends with the broker's answer to
    what it says after its last.
    """
    shares = [Share(url, bank, plan.messages // len(urls), number) for number, url in enumerate(urls)]
    with ProcessPoolExecutor(len(urls), mp_context=get_context("spawn")) as pool:
        done = list(pool.map(_send, shares))
    seconds = max(one.ended_s for one in done) - max(one.began_s for one in done)
    sent = sum(share.messages for share in shares)
    return sent / seconds, sent / sum(one.cpu_s for one in done)


def _send(share: Share) -> Sent:
    herd, courier = Herd(share.bank, _MACHINES, SEED + share.number), Courier(share.url)
    sent, step = 0, 0
    began, used = time.time(), time.process_time()
    while sent < share.messages:
        for block in herd.at(step):
            payloads = encode_readings(block, "bench", step, round(1000 * (BEGIN_S + LIGHT_STEP_S * step)))
            courier.send(block.machines, payloads)
            sent += len(payloads)
        step += 1
    courier.settle()
    told = Sent(began, time.time(), time.process_time() - used)
    courier.close()
    return told
