"""Which groups of owners may be told of, so that nothing about one of them follows from all that is told?"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

# A group needs so many owners, none with more than this share of the weight (the former safety zone of antitrust
# agencies), and without its two largest what is left is at least this share of the largest: the p % rule with p = 25.
OWNERS, SHARE, LEFT = 5, 0.25, 0.25
# From one release to the next a group's owners change by none, or by so many together.
CHANGES = 3

Path = tuple[str, ...]
Weights = Mapping[str, float]


def is_safe(weights: Weights) -> bool:
    """Return whether a group may be told of, by the weight of each of its owners."""
    held = sorted((one for one in weights.values() if one > 0), reverse=True)
    if len(held) < OWNERS or held[0] > SHARE * sum(held):
        return False
    return sum(held[2:]) >= LEFT * held[0]


def publishable(leaves: Mapping[Path, Weights]) -> set[Path]:
    """Return the groups that may be told of together: paths such as (), (region,), (region, model).

    A group is told of only where its parent is. What remains of a parent beside its told children is safe too, or
    empty, so the told groups cut the whole into pieces that are all safe. Whatever adds and subtracts them is a union
    of pieces, and a union of safe pieces is safe: each of the three rules holds for a sum when it holds for the parts.
    """
    told: set[Path] = set()
    waiting: list[Path] = [()] if is_safe(_sum(leaves, {()})) else []
    while waiting:
        path = waiting.pop()
        told.add(path)
        waiting += _told_within(leaves, path)
    return told


def pieces(leaves: Mapping[Path, Weights], told: Collection[Path]) -> list[Weights]:
    """Return the parts into which told groups cut the whole: each of them without those told within it."""
    cut = [_rest(leaves, path, {one for one in told if one[:-1] == path and one}) for path in told]
    return [one for one in cut if one]


def admitted(before: Collection[str], present: Collection[str]) -> frozenset[str] | None:
    """Return the owners of a group's next release, None where it is not told of this time.

    Who joins waits for others, so that no difference of two releases shows one of them; who left is out at once, and
    where too few changed the group is silent until others come or go.
    """
    if not before:
        return frozenset(present)
    stayed = frozenset(before) & frozenset(present)
    left, joined = len(set(before) - set(present)), len(set(present) - set(before))
    if left + joined >= CHANGES:
        return frozenset(present)
    return None if left else stayed


def _told_within(leaves: Mapping[Path, Weights], path: Path) -> list[Path]:
    """Return the children of a told group that are told too: the smallest stay hidden until the rest is safe."""
    children = {one[: len(path) + 1] for one in leaves if len(one) > len(path) and one[: len(path)] == path}
    kept = sorted((one for one in children if is_safe(_sum(leaves, {one}))), key=lambda one: _size(leaves, one))
    while kept and (rest := _rest(leaves, path, set(kept))) and not is_safe(rest):
        kept.pop(0)
    return kept


def _size(leaves: Mapping[Path, Weights], path: Path) -> tuple[float, Path]:
    return sum(_sum(leaves, {path}).values()), path


def _rest(leaves: Mapping[Path, Weights], path: Path, within: Collection[Path]) -> Weights:
    inside = {one for one in leaves if one[: len(path)] == path}
    return _sum({one: leaves[one] for one in inside if one[: len(path) + 1] not in within}, {()})


def _sum(leaves: Mapping[Path, Weights], paths: Collection[Path]) -> Weights:
    """Return the weight of each owner in the leaves below some paths."""
    total: dict[str, float] = {}
    for leaf in sorted(leaves):
        if any(leaf[: len(path)] == path for path in paths):
            for owner, weight in leaves[leaf].items():
                total[owner] = total.get(owner, 0.0) + weight
    return MappingProxyType({owner: weight for owner, weight in total.items() if weight > 0})
