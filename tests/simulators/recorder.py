"""How does a machine measure as fast as it can until its power is cut?"""

import asyncio
import os
import sys
from pathlib import Path

from simulators.outbox import Outbox, Store
from tests.simulators.platform import MACHINE, put


async def record(file: Path, boot: str) -> None:
    """Measure for ever."""
    async with Store(file) as store:
        outbox = Outbox(MACHINE, boot, f"mqtt://{MACHINE}@127.0.0.1:1", store)
        while True:
            put(outbox, 7)
            await store.settled()
            tell(str(outbox.next_seq - 1))


def tell(word: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


# Given boots, a line each, it tells for each which process that is, every number that is safe, and when it was cut.
if __name__ == "__main__":
    for line in sys.stdin:
        # A copy of this process begins at once, where another Python would take a second.
        if (child := os.fork()) == 0:
            # Told by the copy itself: whoever cuts its power must know it before the first number.
            tell(f"process {os.getpid()}")
            asyncio.run(record(Path(sys.argv[1]), line.strip()))
        os.waitpid(child, 0)
        tell("cut")
