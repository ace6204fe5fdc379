"""Which things are best done together, when each has its own best time and doing any of them costs something?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.plan.job import Item


@dataclass(frozen=True)
class Group:
    """Places of items that are done together, and what that is as an item itself."""

    members: tuple[int, ...]
    whole: Item


def grouped(items: Sequence[Item], setup_eur: float) -> list[Group]:
    """Return the groups of least expected cost, the one that comes first first.

    Groups hold items that follow each other by their own best slot; of all such divisions the best is found by dynamic
    programming (Wildeman, Dekker and Smit 1997). Each item alone is one of them, so it never costs more than that.
    """
    order = sorted(range(len(items)), key=lambda place: (items[place].best, place))
    cost, found = [0.0], [list[Group]()]
    for behind in range(1, len(order) + 1):
        tried = [
            Group(tuple(order[first:behind]), together([items[one] for one in order[first:behind]], setup_eur))
            for first in range(behind)
        ]
        totals = [cost[first] + float(group.whole.cost.min()) for first, group in enumerate(tried)]
        best = int(np.argmin(totals))
        cost.append(totals[best])
        found.append([*found[best], tried[best]])
    return sorted(found[-1], key=lambda group: (group.whole.best, group.members))


def together(items: Sequence[Item], setup_eur: float) -> Item:
    """Return what items are as one: the set-up is paid where at least one of them is still needed."""
    none = np.prod([1 - item.needed for item in items], axis=0)
    needed = np.asarray(1 - none)
    return Item(np.sum([item.cost for item in items], axis=0) + setup_eur * needed, needed)
