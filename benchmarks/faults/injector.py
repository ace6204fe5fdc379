"""How is a fault of the schedule brought about, and what is healed after it?"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from benchmarks.faults.disk import Disk
from benchmarks.faults.link import Fleets
from benchmarks.faults.process import Process
from benchmarks.faults.proxy import Proxy
from benchmarks.faults.schedule import Action, Deed, Fault, Target

_AFTER_FULL_S = 15.0
_OVERFLOW_DAYS = 2.0
_Act = Callable[[Action], Awaitable[None]]


class Injector:
    """Does what the schedule says to the processes, connections, disk and machines of a run."""

    def __init__(
        self,
        processes: Mapping[Target, Process],
        proxies: Mapping[Target, Proxy],
        fleets: Fleets,
        disk: Disk | None,
    ) -> None:
        self._processes = processes
        self._proxies = proxies
        self._fleets = fleets
        self._disk = disk
        self._acts: Mapping[Deed, _Act] = {
            Deed.KILL: self._kill,
            Deed.RESTART: self._restart,
            Deed.PAUSE: self._pause,
            Deed.STOP: self._stop,
            Deed.FILL: self._fill,
            Deed.CUT: self._cut,
            Deed.SILENCE: self._silence,
            Deed.SLOW: self._slow,
            Deed.SCRAMBLE: self._scramble,
            Deed.CLOCK: self._set_clock,
            Deed.OFFLINE: self._take_offline,
            Deed.OVERFLOW: self._overflow,
            Deed.POWER_CUT: self._cut_power,
        }

    def can(self, fault: Fault) -> bool:
        """Return whether everything that the fault needs is there."""
        return self._disk is not None or all(action.deed is not Deed.FILL for action in fault.actions)

    async def inject(self, fault: Fault) -> None:
        """Do everything that a fault is made of; returns when it is over and healed."""
        async with asyncio.TaskGroup() as group:
            for action in fault.actions:
                group.create_task(self._act(action), name=str(action))

    async def _act(self, action: Action) -> None:
        await asyncio.sleep(action.at_s)
        await self._acts[action.deed](action)

    async def _kill(self, action: Action) -> None:
        self._processes[action.target].kill()

    async def _restart(self, action: Action) -> None:
        await self._processes[action.target].restart()

    async def _pause(self, action: Action) -> None:
        process = self._processes[action.target]
        process.pause()
        await asyncio.sleep(action.lasts_s)
        process.resume()

    async def _stop(self, action: Action) -> None:
        process = self._processes[action.target]
        process.hold()
        await process.restart()
        await asyncio.sleep(action.lasts_s)
        process.release()

    async def _fill(self, action: Action) -> None:
        assert self._disk is not None
        # A database that cannot write its log ends itself; the supervisor is there for that.
        self._processes[Target.DATABASE].excuse(action.lasts_s + _AFTER_FULL_S)
        await asyncio.to_thread(self._disk.fill)
        await asyncio.sleep(action.lasts_s)
        self._disk.free()

    async def _cut(self, action: Action) -> None:
        self._proxies[action.target].cut()

    async def _silence(self, action: Action) -> None:
        proxy = self._proxies[action.target]
        proxy.silence()
        await asyncio.sleep(action.lasts_s)
        proxy.heal()

    async def _slow(self, action: Action) -> None:
        proxy = self._proxies[action.target]
        proxy.slow = True
        await asyncio.sleep(action.lasts_s)
        proxy.slow = False

    async def _scramble(self, action: Action) -> None:
        proxy = self._proxies[action.target]
        proxy.scrambling = True
        await asyncio.sleep(action.lasts_s)
        proxy.scrambling = False

    async def _set_clock(self, action: Action) -> None:
        self._fleets.tell(action.which, "clock", hours=action.amount)
        await asyncio.sleep(action.lasts_s)
        self._fleets.tell(action.which, "clock", hours=0.0)

    async def _take_offline(self, action: Action) -> None:
        self._fleets.tell(action.which, "offline", days=1.0)

    async def _overflow(self, _action: Action) -> None:
        # Only the first machine's outbox is small.
        self._fleets.tell(0, "offline", days=_OVERFLOW_DAYS)

    async def _cut_power(self, action: Action) -> None:
        self._fleets.process_of(action.which).kill()
