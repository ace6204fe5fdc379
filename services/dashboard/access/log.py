"""Who read whose data, when, over which route, with which rights and what for?"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.dashboard import wording
from services.dashboard.access import phrase
from services.dashboard.access.owner import WRITE, Owner, owner_of
from services.dashboard.alert.selection import DAYS
from services.dashboard.api import LogQuery
from services.dashboard.fleet.source import Fleet, Gathered, Source
from services.dashboard.page import render
from services.dashboard.partial import Missing, every
from services.kit.client import Refused
from services.registry.api import AccessEntryPage, CurrentReads, Party, SignedHead

router = APIRouter(include_in_schema=False)

Asked = Annotated[LogQuery, Query()]
PER_PAGE = 40
# Of what is read at present a page shows as many; more of it is in the log within the hour.
MOST_CURRENT = 20
WHO: Mapping[str, str] = {"": "People, keys and webhooks", "programs": "The platform’s programs", "all": "Everybody"}


@dataclass(frozen=True)
class _Read:
    """What the registry told for a page: None is what it did not."""

    entries: AccessEntryPage | None = None
    current: CurrentReads | None = None
    head: SignedHead | None = None


@router.get("/access/log", summary="Who read", description="What others read of a customer's data, the newest first.")
async def show_log(request: Request, query: Asked, source: Gathered) -> Response:
    fleet, missing = await source.named(past=True), Missing()
    owner = owner_of(source.user, fleet, query.customer)
    wrong = [] if fleet.missing.services else _unknown(query, fleet)
    read = _Read()
    if not wrong:
        read, wrong = await _read(source, query, owner, missing)
    parties = await missing.attempt(every(lambda after: source.registry.parties(limit=1000, after=after)))
    return render(
        request,
        "access_log.html",
        user=source.user,
        status=422 if wrong else 200,
        query=query,
        owner=owner,
        log=read,
        wrong=wrong,
        sentences=sorted({*missing.sentences, *fleet.missing.sentences}),
        names=_names(fleet, parties or ()),
        **_words(fleet, query, owner, may_choose=source.user.may(WRITE)),
    )


def _names(fleet: Fleet, parties: Sequence[Party]) -> phrase.Names:
    return phrase.Names(
        customers={one.id: one.name for one in fleet.customers.values()},
        regions={one.id: one.name for one in fleet.regions.values()},
        parties={one.id: one.name for one in parties},
        machines={one.id: one.name for one in fleet.machines.values()},
    )


def _words(fleet: Fleet, query: LogQuery, owner: Owner, *, may_choose: bool) -> dict[str, Any]:
    return {
        "phrase": phrase,
        "customers": [(one.id, one.name) for one in fleet.customers.values()] if may_choose else [],
        "days": DAYS,
        "who": WHO,
        "most": MOST_CURRENT,
        "local": _local(fleet, query, owner),
    }


def _local(fleet: Fleet, query: LogQuery, owner: Owner) -> ZoneInfo:
    """Return the zone of the machine's site where one is chosen, else that of the customer's first site."""
    row = fleet.row(query.machine) if query.machine in fleet.machines else None
    return wording.zone(row.place.timezone) if row and row.place else owner.local


def _unknown(query: LogQuery, fleet: Fleet) -> list[str]:
    """Return a sentence for each name of the address that is nothing."""
    known: Sequence[tuple[str, str, Mapping[str, Any]]] = (
        ("machine", query.machine, fleet.machines),
        ("customer", query.customer, fleet.customers),
    )
    return [f"No {what} '{name}' is known to you." for what, name, names in known if name and name not in names]


async def _read(source: Source, query: LogQuery, owner: Owner, missing: Missing) -> tuple[_Read, list[str]]:
    """Return what the registry tells, and what was wrong with what it was asked."""
    registry, wanted = source.registry, _wanted(query, owner)
    from_, to = _span(query, owner.local)
    try:
        # Only a page that ends now shows what is being read now.
        latest = not query.after and query.until is None
        entries, current, head = await asyncio.gather(
            missing.attempt(
                registry.access_log(**wanted, from_=from_, to=to, limit=PER_PAGE, after=query.after or None)
            ),
            missing.attempt(registry.current_reads(**wanted)) if latest else _nothing(),
            missing.attempt(registry.log_head(owner.id)) if owner.id else _nothing(),
        )
    except Refused as refused:
        return _Read(), [refused.detail]
    return _Read(entries, current, head), []


async def _nothing() -> None:
    return None


def _wanted(query: LogQuery, owner: Owner) -> dict[str, Any]:
    readers = {"": "people", "programs": "programs"}.get(query.who)
    return {
        "customer": owner.id or None,
        "machine": query.machine or None,
        "readers": None if query.reader else readers,
        "reader": query.reader or None,
    }


def _span(query: LogQuery, local: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Return from when until when entries are shown; the last day is whole, by the customer's clock."""
    to = datetime.combine(query.until + timedelta(days=1), time(), local) if query.until else None
    from_ = (to or datetime.now(UTC)) - timedelta(days=query.days) if query.days else None
    return from_, to


@router.get("/access/log/head.json", summary="Signed head", description="How the chain stands, as a file to keep.")
async def get_head(source: Gathered, customer: str = "") -> Response:
    head = await source.registry.log_head(source.user.customer or customer or None)
    name = f'attachment; filename="access-log-{head.owner}-{head.number}.json"'
    text = head.model_dump_json(indent=2)
    return Response(text, media_type="application/json", headers={"Content-Disposition": name})
