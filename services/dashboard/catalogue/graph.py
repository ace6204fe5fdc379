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
    columns = _columns(asks)
    tallest = max(map(len, columns), default=0)
    places = {
        name: (place * (WIDTH + ACROSS), (row + (tallest - len(column)) / 2) * (HEIGHT + DOWN))
        for place, column in enumerate(columns)
        for row, name in enumerate(column)
    }
    down = {one.name for one in entries if one.health in DOWN_STATES}
    return Graph(
        nodes=[Node(one.name, one.health, *places[one.name]) for one in entries],
        edges=[Edge(_curve(places[a], places[b]), b in down) for a, others in asks.items() for b in others],
        width=len(columns) * (WIDTH + ACROSS) - ACROSS if columns else 0.0,
        height=tallest * (HEIGHT + DOWN) - DOWN if columns else 0.0,
    )


def _columns(asks: dict[str, list[str]]) -> list[list[str]]:
    """Return the services in columns, each left of all that it asks, those that ask alike near one another."""
    deep: dict[str, int] = {}

    def depth(name: str, above: tuple[str, ...] = ()) -> int:
        # Two services may ask each other: the one met first stands left.
        if name not in deep:
            deep[name] = 1 + max((depth(b, (*above, name)) for b in asks[name] if b not in (*above, name)), default=-1)
        return deep[name]

    for name in asks:
        depth(name)
    columns: list[list[str]] = [[] for _ in range(max(deep.values(), default=-1) + 1)]
    for name in sorted(asks):
        columns[-1 - deep[name]].append(name)
    return _untangled(columns, asks)


def _untangled(columns: list[list[str]], asks: dict[str, list[str]]) -> list[list[str]]:
    """Return columns in which each service stands where those that ask it stand in the mean."""
    rows = {name: float(row) for column in columns for row, name in enumerate(column)}
    ordered = []
    for column in columns:
        by = {name: [rows[other] for other, wanted in asks.items() if name in wanted] for name in column}
        ordered.append(sorted(column, key=lambda name: sum(by[name]) / len(by[name]) if by[name] else rows[name]))
        rows |= {name: float(row) for row, name in enumerate(ordered[-1])}
    return ordered


def _curve(from_: tuple[float, float], to: tuple[float, float]) -> str:
    x1, y1 = from_[0] + WIDTH, from_[1] + HEIGHT / 2
    x2, y2 = to[0], to[1] + HEIGHT / 2
    bend = max(abs(x2 - x1) / 2, ACROSS / 2)
    return f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
