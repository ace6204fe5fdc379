"""Where do the services and what they ask of one another stand in a drawing?"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.registry.api import ServiceEntry

WIDTH, HEIGHT = 132.0, 30.0
ACROSS, DOWN = 84.0, 14.0
DOWN_STATES = frozenset({"fail", "silent"})


@dataclass(frozen=True)
class Node:
    """One service: where its box begins, and how it is."""

    name: str
    health: str
    x: float
    y: float


@dataclass(frozen=True)
class Edge:
    """One service asks another: a curve from box to box, `broken` where the other is down."""

    path: str
    broken: bool


@dataclass(frozen=True)
class Graph:
    """A drawing of services: who asks stands left of whom it asks."""

    nodes: list[Node]
    edges: list[Edge]
    width: float
    height: float


def graph(entries: Sequence[ServiceEntry]) -> Graph:
    """Return the drawing of services and of what they ask; services that nobody lists are left out."""
    names = {one.name for one in entries}
    asks = {one.name: sorted(names & set(one.dependencies) - {one.name}) for one in entries}
    columns = _untangled(_columns(asks), asks)
    heights = [sum(map(_height, column)) for column in columns]
    places: dict[Stand, tuple[float, float]] = {}
    for number, (column, height) in enumerate(zip(columns, heights, strict=True)):
        y = (max(heights) - height) / 2
        for stand in column:
            places[stand] = (number * (WIDTH + ACROSS), y)
            y += _height(stand)
    down = {one.name for one in entries if one.health in DOWN_STATES}
    where = {name: number for number, column in enumerate(columns) for name, _ in column if (name, None) in column}
    return Graph(
        nodes=[Node(one.name, one.health, *places[one.name, None]) for one in entries],
        edges=[Edge(_curve(a, b, where, places), b in down) for a, others in asks.items() for b in others],
        width=len(columns) * (WIDTH + ACROSS) - ACROSS if columns else 0.0,
        height=max(heights, default=DOWN) - DOWN,
    )


# What stands in a column: a service by its name, or the way past it to a service further right, with the column.
Stand = tuple[str, int | None]


def _height(stand: Stand) -> float:
    return DOWN + (HEIGHT if stand[1] is None else 0)


def _columns(asks: dict[str, list[str]]) -> list[list[Stand]]:
    """Return the services in columns, each left of all that it asks, with the ways that lead past others."""
    deep: dict[str, int] = {}

    def depth(name: str, above: tuple[str, ...] = ()) -> int:
        # Two services may ask each other: the one met first stands left.
        if name not in deep:
            deep[name] = 1 + max((depth(b, (*above, name)) for b in asks[name] if b not in (*above, name)), default=-1)
        return deep[name]

    last = max(map(depth, asks), default=-1)
    columns: list[list[Stand]] = [
        [(name, None) for name in sorted(asks) if last - deep[name] == n] for n in range(last + 1)
    ]
    for b in sorted(asks):
        farthest = min((last - deep[a] for a in asks if b in asks[a]), default=last)
        for n in range(farthest + 1, last - deep[b]):
            columns[n].append((b, n))
    return columns


def _untangled(columns: list[list[Stand]], asks: dict[str, list[str]]) -> list[list[Stand]]:
    """Return columns in which each stands where those that lead to it stand in the mean."""
    rows: dict[Stand, float] = {}
    ordered: list[list[Stand]] = []
    for column in columns:
        before = ordered[-1] if ordered else []
        by = {
            one: [rows[b] for b in before if b[0] == one[0] or (one[0] in asks[b[0]] and b[1] is None)]
            for one in column
        }
        ordered.append(sorted(column, key=lambda one: sum(by[one]) / len(by[one]) if by[one] else 0.0))
        rows |= {one: (row + 0.5) / len(column) for row, one in enumerate(ordered[-1])}
    return ordered


def _curve(a: str, b: str, where: dict[str, int], places: dict[Stand, tuple[float, float]]) -> str:
    """Return the way from a service's box to another's, past those that stand between."""
    x, y = places[a, None][0] + WIDTH, places[a, None][1] + HEIGHT / 2
    path = f"M{x:.1f} {y:.1f}"
    for n in range(where[a] + 1, where[b]):
        over, level = places[b, n]
        path += _bend(x, y, over, level) + f"H{over + WIDTH:.1f}"
        x, y = over + WIDTH, level
    return path + _bend(x, y, places[b, None][0], places[b, None][1] + HEIGHT / 2)


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = max(abs(x2 - x1) / 2, ACROSS / 2)
    return f"C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
