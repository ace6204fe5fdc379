"""Which of the machines that need somebody did somebody ask to see?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from services.dashboard.api import TriageQuery
from services.dashboard.fleet.row import Row
from services.dashboard.fleet.selection import Option, name_in, sift
from services.dashboard.fleet.source import Fleet
from services.dashboard.triage.case import Case
from services.maintenance.api import Triage

PER_PAGE = 30
FACETS = ("severity", "state", "region", "customer", "site", "model")
_ORDER = ("critical", "warning", "info", "open", "acknowledged", "snoozed")
_LABELS = {"info": "Notice", "open": "Waiting", "acknowledged": "Acknowledged", "snoozed": "Snoozed"}


@dataclass(frozen=True)
class Selection:
    """The machines of one page, and what else could be chosen."""

    cases: list[Case]
    found: int
    total: int
    page: int
    pages: int
    options: Mapping[str, list[Option]]


def select(triage: Triage, fleet: Fleet, query: TriageQuery) -> Selection:
    """Return the page of machines that a query asks for, the most at stake first, and the choices of each filter."""
    cases = [Case(one, _row(fleet, one.machine)) for one in triage.machines]
    found, counts = sift(cases, {facet: getattr(query, facet) for facet in FACETS})
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(query.page, pages)
    return Selection(
        cases=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        found=len(found),
        total=len(cases),
        page=page,
        pages=pages,
        options={facet: _options(fleet, facet, counts[facet]) for facet in FACETS},
    )


def _row(fleet: Fleet, machine: str) -> Row | None:
    return fleet.row(machine) if machine in fleet.machines or machine in fleet.heard else None


def _options(fleet: Fleet, facet: str, counts: Counter[str]) -> list[Option]:
    options = [Option(value, _label(fleet, facet, value), count) for value, count in counts.items() if value]
    return sorted(options, key=_place)


def _place(option: Option) -> tuple[int, str]:
    return (_ORDER.index(option.value) if option.value in _ORDER else len(_ORDER), option.label.lower())


def _label(fleet: Fleet, facet: str, value: str) -> str:
    named = name_in(fleet, facet, value)
    return named or _LABELS.get(value, value[:1].upper() + value[1:])
