"""In how many parts is it found out what is settled, and to which of them does a machine belong?"""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

# Folding takes the database about 50 us a boot and 10 us a message. Of a fleet beyond this a pass would hold a core for
# seconds, and all that is measured would wait for it; parts of it take turns, and many messages of a boot go together.
LARGE_FLEET = 10_000
SHARDS = 8
# The shard of machines whose fleet has no parts.
WHOLE = 0

# Something that begins with the machine's id.
OfMachine = TypeVar("OfMachine", bound=tuple[str, *tuple[object, ...]])


def shards(machines: int) -> int:
    """Return in how many parts a fleet of so many machines is folded."""
    return SHARDS if machines > LARGE_FLEET else 1


def shard_of(machine: str, number: int) -> int:
    """Return to which of so many parts a machine belongs, from 1 on; always the same, in every process."""
    return crc32(machine.encode()) % number + 1 if number > 1 else WHOLE


def parted(items: Sequence[OfMachine], number: int) -> dict[int, list[OfMachine]]:
    """Return items by the part that their machines belong to; no part is empty."""
    if number == 1:
        return {WHOLE: list(items)} if items else {}
    parts: dict[int, list[OfMachine]] = defaultdict(list)
    for item in items:
        parts[shard_of(item[0], number)].append(item)
    return parts
