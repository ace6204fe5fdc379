"""How do the machines of a fleet send live, in a process of their own, until they are told to end?"""

import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.site.fleet import busy
from simulators.__main__ import DEMO
from simulators.clock import Clock
from simulators.fleet import load_fleet
from simulators.publish import Pace, publish_live
from simulators.world import World


def story(begin: datetime, machines: int, seed: int) -> World:
    """Return the world in which so many machines of the demo's fleet work from a full hour on."""
    return World.begin(busy(load_fleet(DEMO), begin, machines), seed, begin.timestamp())


async def _send(told: Mapping[str, Any], outbox: Path) -> None:
    world = story(datetime.fromisoformat(told["begin"]), told["machines"], told["seed"])
    clock = Clock.of_life()
    world.go_to(clock.start_s)
    await publish_live(world, told["urls"], outbox, Pace(1.0, clock), asyncio.Event())


def main() -> None:
    """Send by written orders: ORDERS, a JSON file with the begin of the story, its machines, seed and addresses."""
    orders = Path(sys.argv[1])
    asyncio.run(_send(json.loads(orders.read_bytes()), orders.parent / "outbox.db"))


if __name__ == "__main__":
    main()
