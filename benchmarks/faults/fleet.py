"""How does a process of the fleet run its machines, until it is told to finish or its power is cut?"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.faults.machine import Machine
from benchmarks.faults.orders import Orders
from benchmarks.faults.unit import Unit
from simulators.outbox import Limits, Store

_TELL_EVERY_S = 0.1
# So many machines' messages go to disk together.
_TICK_S = 0.05
# The first machine's outbox is small, so that it can overflow.
_SMALL = Limits(most_messages=300)


class Half:
    """The machines of one process, what it is told and what it tells."""

    def __init__(self, orders: Orders, number: int) -> None:
        self._orders = orders
        self._number = number
        self._boot = _next_boot(Path(orders.folder) / f"fleet-{number}.boots")
        self._period_s = orders.period_s(orders.rate)
        self._units: dict[int, Unit] = {}
        self._finishing = self._is_done = False

    async def run(self) -> None:
        """Run until the power is cut."""
        folder = Path(self._orders.folder)
        reader, writer = await asyncio.open_unix_connection(self._orders.socket)
        kept = Store(folder / f"outbox-{self._number}.sqlite")
        small = Store(folder / f"outbox-{self._number}-small.sqlite", _SMALL)
        async with kept, small, asyncio.TaskGroup() as group:
            self._make_units(kept, small)
            for unit in self._units.values():
                unit.connect(group)
            group.create_task(self._measure(kept, small), name="measure")
            group.create_task(self._tell(writer), name="tell")
            while line := await reader.readline():
                self._obey(json.loads(line), group)

    def _make_units(self, kept: Store, small: Store) -> None:
        now_s, machines = time.monotonic(), len(self._orders.machines)
        for place in range(self._number, machines, self._orders.halves):
            machine = Machine(self._orders, place, self._boot, overflows=place == 0)
            due_s = now_s + self._period_s * place / machines
            self._units[place] = Unit(self._orders, machine, small if place == 0 else kept, due_s)

    async def _measure(self, *stores: Store) -> None:
        """Let each machine make its messages when they are due, until the fleet finishes.

        No machine makes another message before its last one is on disk.
        """
        while not self._finishing:
            now_s = time.monotonic()
            for unit in self._units.values():
                if unit.due_s <= now_s and not unit.is_away:
                    unit.measure()
                    # What could not be made in time is made up for, but not all at once.
                    unit.due_s = max(unit.due_s + self._period_s, now_s - self._period_s)
            await asyncio.gather(*(store.settled() for store in stores))
            await asyncio.sleep(max(0.0, now_s + _TICK_S - time.monotonic()))
        self._is_done = True

    def _obey(self, order: dict[str, Any], group: asyncio.TaskGroup) -> None:
        unit = self._units.get(order.get("machine", -1))
        match order:
            case {"do": "finish"}:
                self._finishing = True
            case {"do": "rate", "rate": float(rate)}:
                self._period_s = self._orders.period_s(rate)
            case {"do": "clock", "hours": float(hours)} if unit:
                unit.machine.clock_hours = hours
            case {"do": "offline", "days": float(days)} if unit:
                group.create_task(unit.go_offline(group, days), name="offline")

    async def _tell(self, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(json.dumps(self._status()).encode() + b"\n")
            await asyncio.sleep(_TELL_EVERY_S)

    def _status(self) -> dict[str, Any]:
        units = self._units.values()
        now_s = time.monotonic()
        fresh = [made_s for unit in units if (made_s := unit.fresh()) is not None]
        waiting = sum(unit.outbox.unconfirmed for unit in units)
        return {
            "fleet": self._number,
            "boot": self._boot,
            "made": sum(unit.machine.serial for unit in units),
            "waiting": waiting,
            "finished": self._is_done and not waiting and not any(unit.is_away for unit in units),
            "confirmed": [(made_s, now_s) for made_s in fresh],
        }


def _next_boot(path: Path) -> int:
    with path.open("ab") as file:
        file.write(b".")
        return file.tell() - 1


def main() -> None:
    """Run every n-th machine by written orders, and go on with what their outboxes hold: ORDERS NUMBER."""
    asyncio.run(Half(Orders.load(Path(sys.argv[1])), int(sys.argv[2])).run())


if __name__ == "__main__":
    main()
