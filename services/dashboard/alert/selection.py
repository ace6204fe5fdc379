"""Which of all alerts did somebody ask to see, and do the names in the address exist?"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.dashboard.api import AlertQuery
from services.dashboard.fleet.source import Fleet
from services.diagnostics.api import Alert, AlertState, Severity

PER_PAGE = 40
DAYS: Mapping[int, str] = {
    1: "24 hours",
    7: "7 days",
    28: "28 days",
    91: "a quarter",
    366: "a year",
    0: "all that is kept",
}
SEVERITIES: Mapping[str, str] = {"critical": "Critical", "warning": "Warning", "info": "Notice"}
STATES: Mapping[str, str] = {
    "unresolved": "Unresolved",
    "open": "Waiting",
    "acknowledged": "Acknowledged",
    "snoozed": "Snoozed",
    "resolved": "Resolved",
}
_KNOWN = {"severity": set(Severity), "state": {*AlertState, "unresolved"}}


@dataclass(frozen=True)
class Selection:
    """The alerts of one page, the newest first, and how many there are."""

    alerts: Sequence[Alert]
    found: int
    page: int
    pages: int


def select(alerts: Iterable[Alert], fleet: Fleet, query: AlertQuery, now: datetime) -> Selection:
    """Return the page of alerts that a query asks for: those that were there at any time of its days."""
    since = now - timedelta(days=query.days) if query.days else None
    found = [
        one
        for one in alerts
        if (since is None or (one.resolved_at or now) >= since)
        and (not query.site or (one.machine in fleet.machines and fleet.machines[one.machine].site == query.site))
    ]
    found.sort(key=lambda one: (one.raised_at, one.id), reverse=True)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(query.page, pages)
    return Selection(found[(page - 1) * PER_PAGE : page * PER_PAGE], len(found), page, pages)


def by_id(query: AlertQuery, fleet: Fleet) -> AlertQuery:
    """Return the query with a machine's id where its name was given, and one machine alone has that name."""
    found = _called(query.machine, fleet)
    return query.model_copy(update={"machine": found[0]}) if len(found) == 1 else query


def _called(name: str, fleet: Fleet) -> list[str]:
    wanted = name.strip().casefold()
    return [one.id for one in fleet.machines.values() if wanted in (one.id, one.name.casefold())]


def unknown(query: AlertQuery, fleet: Fleet) -> list[str]:
    """Return a sentence for each name of an address that is nothing, with the nearest that are something."""
    known: Mapping[str, Any] = {"machine": fleet.machines, "site": fleet.sites, **_KNOWN}
    told = []
    for what, names in known.items():
        wanted = getattr(query, what)
        if not wanted or wanted in names:
            continue
        near = _called(wanted, fleet) or difflib.get_close_matches(
            wanted.lower().replace("_", "-"), list(map(str, names)), n=3, cutoff=0.4
        )
        hint = f" The nearest: {', '.join(near)}." if near else ""
        told.append(f"No {what} '{wanted}' is known to you.{hint}")
    return told
