"""How does a run go: faults one after the other while machines send, a backlog drained, and everything confirmed?"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.faults.drain import drain
from benchmarks.faults.injector import Injector
from benchmarks.faults.opening import metrics
from benchmarks.faults.patience import NeverCame, until
from benchmarks.faults.sampler import Sampler
from benchmarks.faults.schedule import Deed, Fault, Target
from benchmarks.faults.stage import READINGS, Stage

_RECOVERY_WITHIN_S = 120.0
# A recovery is timed where nothing waits but what is always on its way: messages of so many seconds.
_ON_ITS_WAY_S, _CALM_WITHIN_S = 4.0, 60.0
_FIRST_BACKLOG_S, _BACKLOG_S = 4.0, 15.0
# Of the rate at which a backlog is stored so little is made: half of the time something is away.
_REST_FOR_FAULTS = 3.0
_IN_PEACE = 2.5
_WITHIN_S = 180.0
# Each message that ingest gets becomes one of these.
OUTCOMES = ("stored", "duplicate", "rejected")
_LOOK_EVERY_S = 0.05
_TIMED = {Target.INGEST: "ingest", Target.BROKER: "broker", Target.DATABASE: "database"}

Say = Callable[[str], None]


@dataclass
class Ran:
    """What was seen: `recovery_s` by part, `catch_up` as a ratio of rates, and what ingest's last process counted.

    `counters` holds the messages by outcome, and as `delivered` how many of them there were for it to count.
    """

    faults: int = 0
    compound: int = 0
    seconds: float = 0.0
    recovery_s: dict[str, list[float]] = field(default_factory=dict)
    catch_up: float = 0.0
    live_rate: float = 0.0
    delivered_before: int = 0
    counters: dict[str, int] = field(default_factory=dict)


async def run_faults(stage: Stage, faults: Sequence[Fault], readings: int, ran: Ran, say: Say) -> None:
    """Let the faults happen, note what is seen, and return once so many readings are made."""
    injector = Injector(stage.processes, stage.proxies, stage.fleets, stage.disk)
    started = time.monotonic()
    ran.live_rate = stage.fleets.rate
    for fault in faults:
        if not injector.can(fault):
            say(f"fault {fault.number}: left out, {fault}")
            continue
        say(f"fault {fault.number} at {time.monotonic() - started:.0f} s, {stage.fleets.made:,} readings: {fault}")
        ran.faults += 1
        ran.compound += fault.compound
        await _happen(stage, injector, fault, ran, say)
    missing = readings - stage.fleets.made
    if missing > 0:
        say(f"{missing:,} readings are still to be made")
        # Nothing is in the way any more.
        stage.fleets.set_rate(_IN_PEACE * ran.live_rate)
        within_s = 60 + 2 * missing / ran.live_rate
        await until(lambda: stage.fleets.made >= readings, f"the fleet to make {readings:,} readings", within_s)
        stage.fleets.set_rate(ran.live_rate)
    ran.seconds = time.monotonic() - started


async def _happen(stage: Stage, injector: Injector, fault: Fault, ran: Ran, say: Say) -> None:
    action = fault.actions[0]
    is_timed = not fault.compound and action.deed is Deed.KILL and action.target in _TIMED
    is_timed = is_timed and await _is_calm(stage)
    stage.fleets.forget_confirmed()
    began_s = time.monotonic()
    await injector.inject(fault)
    if is_timed:
        confirmed_s = await stage.fleets.confirmed_after(began_s, _RECOVERY_WITHIN_S)
        if confirmed_s is None:
            raise NeverCame(f"{_RECOVERY_WITHIN_S:.0f} s after '{fault}' no message is confirmed.")
        ran.recovery_s.setdefault(_TIMED[action.target], []).append(confirmed_s - began_s)
        say(f"a machine hears that a message made since is safe after {confirmed_s - began_s:.2f} s")
    await asyncio.sleep(fault.rest_s)


async def _is_calm(stage: Stage) -> bool:
    """Wait until the backlogs of earlier faults are stored, and return whether they are."""
    end = time.monotonic() + _CALM_WITHIN_S
    while stage.fleets.waiting * READINGS > _ON_ITS_WAY_S * stage.fleets.rate:
        if time.monotonic() > end:
            return False
        await asyncio.sleep(_LOOK_EVERY_S)
    return True


async def find_rate(stage: Stage, sampler: Sampler, wanted: float, say: Say) -> None:
    """Let the fleet make as many readings a second as wanted, or as this machine can bear with all that will happen."""
    drained = await drain(stage, sampler, _FIRST_BACKLOG_S, wanted)
    rate = min(wanted, drained.stored_rate / _REST_FOR_FAULTS)
    stage.fleets.set_rate(rate)
    say(f"{drained.stored_rate:,.0f} readings a second can be stored, {rate:,.0f} will be made")


async def catch_up(stage: Stage, sampler: Sampler, ran: Ran, say: Say) -> None:
    """Time how fast what piled up without ingest is stored, beside what goes on coming."""
    drained = await drain(stage, sampler, _BACKLOG_S, ran.live_rate)
    ran.delivered_before = drained.delivered_before
    ran.catch_up = drained.stored_rate / drained.made_rate
    say(f"a backlog of {drained.piled:,} readings is stored at {drained.stored_rate:,.0f} a second")


def count(stage: Stage, ran: Ran) -> None:
    """Note what ingest's process of the moment has counted, all of which came since `catch_up` let it start."""
    known = metrics(stage)
    ran.counters = {outcome: int(known[f'ingest_messages_total{{outcome="{outcome}"}}']) for outcome in OUTCOMES}
    ran.counters["delivered"] = stage.proxies[Target.TO_INGEST].delivered - ran.delivered_before


async def confirm_everything(stage: Stage, say: Say) -> None:
    """Let the machines make no more and return once all is confirmed to them; raises NeverCame."""
    stage.fleets.finish()
    say(f"{stage.fleets.made:,} readings made; waiting until the machines know that all are safe")
    await until(lambda: stage.fleets.finished, "messages to be confirmed", _WITHIN_S)
