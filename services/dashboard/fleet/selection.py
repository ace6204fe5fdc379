"""Which machines did somebody ask to see, in which order?"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    "hours": lambda row: (row.hours.value if row.hours.value is not None else -1.0, row.id),
    "seen": lambda row: (row.seen.timestamp() if row.seen else 0.0, row.id),
}
FACETS: Mapping[str, Callable[[Row], str | None]] = {
    "customer": lambda row: row.customer,
    "region": lambda row: row.region,
    "site": lambda row: row.site,
    "kind": lambda row: row.kind.value,
    "condition": lambda row: row.state.value if row.state else "unknown",
    "connection": lambda row: row.connection,
}


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


def select(fleet: Fleet, rows: Sequence[Row], query: FleetQuery) -> Selection:
    """Return the page of rows that a query asks for, and the choices of each filter."""
    named = [row for row in rows if _named(row, query.q)]
    found = [row for row in named if all(_holds(row, query, facet) for facet in FACETS)]
    ordered = sorted(found, key=ORDERS[query.sort.lstrip("-")], reverse=query.sort.startswith("-"))
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page = min(query.page, pages)
    return Selection(
        rows=ordered[(page - 1) * PER_PAGE : page * PER_PAGE],
        found=len(found),
        total=len(rows),
        online=sum(row.connection == "online" for row in rows),
        page=page,
        pages=pages,
        options={facet: _options(fleet, named, query, facet) for facet in FACETS},
    )


def _named(row: Row, text: str) -> bool:
    return all(word in row.searched for word in text.lower().split())


def _holds(row: Row, query: FleetQuery, facet: str) -> bool:
    wanted = getattr(query, facet)
    return not wanted or FACETS[facet](row) == wanted


def _options(fleet: Fleet, rows: Iterable[Row], query: FleetQuery, facet: str) -> list[Option]:
    others = [name for name in FACETS if name != facet]
    counts = Counter(FACETS[facet](row) for row in rows if all(_holds(row, query, name) for name in others))
    wanted = getattr(query, facet)
    if wanted and wanted not in counts:
        counts[wanted] = 0
    options = [Option(value, _label(fleet, facet, value), count) for value, count in counts.items() if value]
    return sorted(options, key=lambda option: _place(facet, option))


def _label(fleet: Fleet, facet: str, value: str) -> str:
    named: Mapping[str, Mapping[str, Customer | Region | Site]] = {
        "customer": fleet.customers,
        "region": fleet.regions,
        "site": fleet.sites,
    }
    if known := named.get(facet, {}).get(value):
        return known.name
    labels: Mapping[str, str] = {state.value: label for state, label in STATE_LABELS.items()}
    return labels.get(value, value.replace("_", " ").capitalize())


def _place(facet: str, option: Option) -> tuple[int, str]:
    order = [state.value for state in STATES] if facet == "condition" else []
    return (order.index(option.value) if option.value in order else len(order), option.label.lower())
