"""How do people ask what is best done on a site, and when?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from models import plan
from models.messages import MACHINE_ID
from services.kit.database import Db
from services.maintenance.api import KeptSheet, MachineForecasts, SitePlan
from services.maintenance.cost.book import AtBook, Book
from services.maintenance.cost.refusal import UnknownCustomer
from services.maintenance.cost.sheet import prices_of, rates_of
from services.maintenance.cost.store import of_make
from services.maintenance.forecast import store as forecasts
from services.maintenance.order.store import Orders, under_way
from services.maintenance.plan import proposal
from services.maintenance.plan.job import advised
from services.maintenance.plan.proposal import Context
from services.registry.api import Machine, Site
from services.registry.client import Registry, RegistryClient

router = APIRouter()


@dataclass(frozen=True)
class _Known:
    """What is known of a site's machines."""

    told: Sequence[MachineForecasts]
    orders: Orders
    sheets: Sequence[KeptSheet]


SiteId = Annotated[str, Path(pattern=MACHINE_ID, description="The site's id, for example `quarry-north`.")]
Days = Annotated[int, Query(ge=7, le=60, description="How many days the plan looks ahead.")]


@router.get(
    "/v1/sites/{site}/plan",
    summary="What is best done on a site, and when",
    description="Repairs grouped into stops, and stops into visits, at the least expected cost, and what it rests on.",
)
async def get_plan(site: SiteId, db: Db, book: AtBook, registry: Registry, *, horizon_days: Days = 28) -> SitePlan:
    place, machines = await registry.site(site), await _machines(registry, site)
    sheets = await _sheets(book, place.customer)
    ids = [machine.id for machine in machines]
    told, orders = await forecasts.list_outlooks(db, ids), await under_way(db, ids)
    return await asyncio.to_thread(_planned, place, machines, _Known(told, orders, sheets), horizon_days)


async def _machines(registry: RegistryClient, site: str) -> list[Machine]:
    page = await registry.machines(site=site, visible="now")
    found = list(page.items)
    while page.next:
        page = await registry.machines(site=site, visible="now", after=page.next)
        found += page.items
    return found


async def _sheets(book: Book, customer: str) -> list[KeptSheet]:
    """Return the cost sheets of a site's customer, or of everybody where the caller does not see the customer's."""
    try:
        return await book.sheets(customer)
    except UnknownCustomer:
        return await book.sheets(None)


def _planned(site: Site, machines: list[Machine], known: _Known, horizon_days: int) -> SitePlan:
    kinds = {machine.id: machine.kind for machine in machines}
    prices = {one.id: prices_of([kept.sheet for kept in of_make(known.sheets, one.make)]) for one in machines}
    every = [*advised(known.told, kinds, prices)]
    rates = rates_of([kept.sheet for kept in of_make(known.sheets, None)])
    made = plan.plan([one.job for one in every if one.job], rates, horizon_days)
    names = {machine.id: machine.name for machine in machines}
    context = Context(datetime.now(UTC), horizon_days, rates, names, known.orders, every)
    return SitePlan(
        site=site.id,
        customer=site.customer,
        made_at=context.now,
        horizon_days=horizon_days,
        stops=[*proposal.stops(made, context)],
        watched=[*proposal.watched(made, context)],
        quiet=sorted(set(kinds) - {one.machine for one in every}),
        expected_eur=round(made.expected_eur, 2),
        singly_eur=round(made.singly_eur, 2),
        at_once_eur=round(made.at_once_eur, 2),
        waiting_eur=round(made.waiting_eur, 2),
        assumptions=list(made.assumptions),
        sentence=proposal.summary(made, len(machines)),
    )
