"""Which machines did somebody ask to see, in which order?"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from services.dashboard.api import FleetQuery
from services.dashboard.condition import STATE_LABELS, STATES
from services.dashboard.fleet.row import Row
from services.dashboard.fleet.source import Fleet
from services.registry.api import Customer, Region, Site

PER_PAGE = 50

Order = Callable[[Row], Any]
ORDERS: Mapping[str, Order] = {
    "condition": lambda row: (-row.urgency, row.name.lower(), row.id),
    "name": lambda row: (row.name.lower(), row.id),
    "customer": lambda row: ((row.customer_name or "").lower(), row.name.lower(), row.id),
    "site": lambda row: ((row.site_name or "").lower(), row.name.lower(), row.id),
    "hours": lambda row: (row.hours if row.hours is not None else -1.0, row.id),
    "seen": lambda row: (row.seen.timestamp() if row.seen else 0.0, row.id),
}
FACETS = ("customer", "region", "site", "kind", "condition", "connection")


class _Faceted(Protocol):
    @property
    def facets(self) -> Mapping[str, str | None]:
        """By what people filter a list."""


Faceted = TypeVar("Faceted", bound=_Faceted)


@dataclass(frozen=True)
class Option:
    """One choice of a filter, and how many machines it would show beside the other filters."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Selection:
    """The rows of one page of the list, and what else could be chosen."""

    rows: list[Row]
    found: int
    total: int
    online: int
    page: int
    pages: int
    options: Mapping[str, list[Option]]


def select(fleet: Fleet, query: FleetQuery) -> Selection:
    """Return the page of rows that a query asks for, and the choices of each filter."""
    words = query.q.lower().split()
    rows = [row for row in fleet.rows if all(word in row.searched for word in words)]
    found, counts = sift(rows, {facet: getattr(query, facet) for facet in FACETS})
    return _selected(fleet, query, found, counts)


def sift(rows: Iterable[Faceted], wanted: Mapping[str, str]) -> tuple[list[Faceted], dict[str, Counter[str]]]:
    """Return the rows that are as wanted ("": any), and how many each choice of each filter would show."""
    chosen = [(facet, value) for facet, value in wanted.items() if value]
    found: list[Faceted] = []
    counts: dict[str, Counter[str]] = {facet: Counter({value: 0} if value else {}) for facet, value in wanted.items()}
    for row in rows:
        values = row.facets
        against = [facet for facet, value in chosen if values[facet] != value]
        if not against:
            found.append(row)
        # A machine counts for the choices of a filter when every other filter would show it.
        for facet in wanted if not against else against if len(against) == 1 else ():
            counts[facet][values[facet] or ""] += 1
    return found, counts


def _selected(fleet: Fleet, query: FleetQuery, found: list[Row], counts: Mapping[str, Counter[str]]) -> Selection:
    ordered = sorted(found, key=ORDERS[query.sort.lstrip("-")], reverse=query.sort.startswith("-"))
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page = min(query.page, pages)
    return Selection(
        rows=ordered[(page - 1) * PER_PAGE : page * PER_PAGE],
        found=len(found),
        total=len(fleet.rows),
        online=sum(row.connection == "online" for row in fleet.rows),
        page=page,
        pages=pages,
        options={facet: _options(fleet, facet, counts[facet]) for facet in FACETS},
    )


def _options(fleet: Fleet, facet: str, counts: Counter[str]) -> list[Option]:
    options = [Option(value, _label(fleet, facet, value), count) for value, count in counts.items() if value]
    return sorted(options, key=lambda option: _place(facet, option))


def _label(fleet: Fleet, facet: str, value: str) -> str:
    if name := name_in(fleet, facet, value):
        return name
    labels: Mapping[str, str] = {state.value: label for state, label in STATE_LABELS.items()}
    return labels.get(value, value.replace("_", " ").capitalize())


def name_in(fleet: Fleet, facet: str, value: str) -> str | None:
    """Return what people call a customer, region or site; None for another facet, or where nobody tells."""
    named: Mapping[str, Mapping[str, Customer | Region | Site]] = {
        "customer": fleet.customers,
        "region": fleet.regions,
        "site": fleet.sites,
    }
    known = named.get(facet, {}).get(value)
    return known.name if known else None


def _place(facet: str, option: Option) -> tuple[int, str]:
    order = [state.value for state in STATES] if facet == "condition" else []
    return (order.index(option.value) if option.value in order else len(order), option.label.lower())
