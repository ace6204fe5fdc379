"""How does one machine of the fleet live: measuring, kept in its outbox, connected or away?"""

import asyncio

from benchmarks.faults.machine import Machine
from benchmarks.faults.orders import Orders, machine_url
from simulators.outbox import Message, Outbox, Store

_OFFLINE_S = 1.0


class Unit:
    """A machine with the outbox that every machine of the platform has; it is next due at `due_s`."""

    def __init__(self, orders: Orders, machine: Machine, store: Store, due_s: float) -> None:
        self.machine = machine
        self.due_s = due_s
        self.is_away = False
        self._store = store
        self._sending: asyncio.Task[None] | None = None
        url = machine_url(machine.name, orders.passwords[machine.name], orders.broker_port)
        self.outbox = Outbox(machine.name, str(machine.boot), url, store)

    def connect(self, group: asyncio.TaskGroup) -> None:
        """Begin to send."""
        self._sending = group.create_task(self.outbox.run(), name=f"outbox of {self.machine.name}")

    def fresh(self) -> float | None:
        """Return when the newest message was made that is confirmed since this was asked, None when none is."""
        return self.machine.fresh(self.outbox.watermark)

    def measure(self) -> None:
        """Make the next message; it is safe from a loss of power once the store has settled."""
        self.outbox.put(Message(*self.machine.message()))

    async def go_offline(self, group: asyncio.TaskGroup, days: float) -> None:
        """Disconnect, measure for so long, and come back with all of it."""
        if self.is_away or self._sending is None:
            return
        self.is_away = True
        self._sending.cancel()
        await asyncio.wait([self._sending])
        # A message made in the moment before must be safe before another is written down.
        await self._store.settled()
        for made in self.machine.backlog(days):
            self.outbox.put(Message(*made))
            await self._store.settled()
        await asyncio.sleep(_OFFLINE_S)
        self.connect(group)
        self.is_away = False
