"""Which owners are compared this time, and which groups may be told of?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from models.benchmarking.cell import Path, admitted, publishable
from services.benchmarking.release.market import Market

Before = Mapping[Path, Collection[str]]


@dataclass(frozen=True)
class Group:
    """A group, whose machines are in it, and whether it is told of."""

    path: Path
    owners: frozenset[str]
    told: bool


def admit(market: Market, before: Before) -> Market | None:
    """Return the part of a market that is compared: owners who join wait for others; None: too few came or went."""
    owners = admitted(before.get((), ()), market.owners)
    return None if owners is None else market.of(owners)


def groups(market: Market, before: Before) -> list[Group]:
    """Return the groups of a market, the largest first.

    A group is told of where it is safe by cycles, by hours and by machines alike, as figures of each kind are told. One
    that is not hides in the rest of its parent: a union of safe pieces is safe. So does one in which too few owners
    came or went since it was told of last, and what lies within it.
    """
    weights: Sequence[Sequence[float]] = (
        market.told.cycles.tolist(),
        [one.week.hours_h for one in market.units],
        [1.0] * len(market.units),
    )
    safe = set.intersection(*(publishable(market.leaves(weight)) for weight in weights))
    paths = {one.path[:length] for one in market.units for length in range(3)}
    told: set[Path] = set()
    found: list[Group] = []
    for path in sorted(paths, key=lambda one: (len(one), one)):
        owners = market.within(path).owners
        steady = admitted(before.get(path, ()), owners) == owners
        if path in safe and steady and (not path or path[:-1] in told):
            told.add(path)
        found.append(Group(path, owners, path in told))
    return found
