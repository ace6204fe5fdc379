"""Which regions, customers, sites and machine models are kept?"""

from dataclasses import dataclass
from typing import Literal

from psycopg.errors import ForeignKeyViolation
from psycopg.types.json import Jsonb

from services.kit.database import Connection, fetch_all, fetch_one
from services.kit.page import Cut
from services.registry.api import (
    Customer,
    CustomerDetails,
    MachineModel,
    ModelDetails,
    Region,
    RegionDetails,
    Site,
    SiteDetails,
)
from services.registry.problem import SiteInUse, UnknownReference, UnknownThing
from services.registry.store import QUERIES
from services.registry.text import Slug

Referable = Literal["region", "customer", "site", "model", "party"]
FIRST = Cut(limit=1, after=None)


@dataclass(frozen=True)
class _Id:
    id: str


async def require(db: Connection, what: Referable, wanted: str) -> None:
    """Raise UnknownReference, with the nearest known ids, when a body refers to something that is not there."""
    known = [row.id for row in await fetch_all(db, _Id, QUERIES["known_ids"], {"what": what})]
    if wanted not in known:
        raise UnknownReference(what, wanted, known)


async def list_regions(db: Connection, cut: Cut) -> list[Region]:
    """Return the regions of a page and one more."""
    (after,) = cut.behind(Slug)
    return await fetch_all(db, Region, QUERIES["list_regions"], {"after": after, "limit": cut.limit + 1})


async def put_region(db: Connection, region: str, details: RegionDetails) -> None:
    """Create or rename a region."""
    await db.execute(QUERIES["put_region"], {"id": region, "name": details.name})


async def list_customers(db: Connection, cut: Cut, customer: str | None = None) -> list[Customer]:
    """Return the visible customers of a page and one more, or the one that is named."""
    (after,) = cut.behind(Slug)
    values = {"after": after, "limit": cut.limit + 1, "id": customer}
    return await fetch_all(db, Customer, QUERIES["list_customers"], values)


async def get_customer(db: Connection, customer: str) -> Customer:
    """Return one customer; raises UnknownThing where it is not visible."""
    if found := await list_customers(db, FIRST, customer):
        return found[0]
    raise UnknownThing("customer", customer)


async def put_customer(db: Connection, customer: str, details: CustomerDetails) -> None:
    """Create or replace a customer."""
    await db.execute(QUERIES["put_customer"], {"id": customer, "name": details.name, "region": details.region})


async def list_sites(db: Connection, cut: Cut, *, site: str | None = None, customer: str | None = None) -> list[Site]:
    """Return the visible sites of a page and one more, or the one that is named."""
    (after,) = cut.behind(Slug)
    values = {"after": after, "limit": cut.limit + 1, "id": site, "customer": customer}
    return await fetch_all(db, Site, QUERIES["list_sites"], values)


async def get_site(db: Connection, site: str) -> Site:
    """Return one site; raises UnknownThing where it is not visible."""
    if found := await list_sites(db, FIRST, site=site):
        return found[0]
    raise UnknownThing("site", site)


async def put_site(db: Connection, site: str, details: SiteDetails) -> None:
    """Create or replace a site; raises SiteInUse where it would become another's with machines on it."""
    values = details.model_dump(exclude={"features"})
    features = Jsonb(details.features.model_dump(mode="json"))
    try:
        await db.execute(QUERIES["put_site"], {**values, "id": site, "features": features})
    except ForeignKeyViolation as error:
        raise SiteInUse(site) from error


async def list_models(db: Connection, cut: Cut) -> list[MachineModel]:
    """Return the machine models of a page and one more."""
    (after,) = cut.behind(Slug)
    return await fetch_all(db, MachineModel, QUERIES["list_models"], {"after": after, "limit": cut.limit + 1})


async def put_model(db: Connection, model: str, details: ModelDetails) -> MachineModel:
    """Create or replace a machine model and return it."""
    values = {"id": model, **details.model_dump(mode="json")}
    kept = await fetch_one(db, MachineModel, QUERIES["put_model"], values)
    return kept or MachineModel(id=model, **details.model_dump())
