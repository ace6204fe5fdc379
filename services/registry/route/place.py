"""Over which routes are regions, customers, sites and machine models told and changed?"""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from services.kit.announce import Announce
from services.kit.auth import Caller
from services.kit.database import Db
from services.kit.page import Cutting
from services.registry.api import (
    Customer,
    CustomerDetails,
    CustomerPage,
    MachineModel,
    ModelDetails,
    ModelPage,
    Region,
    RegionDetails,
    RegionPage,
    Site,
    SiteDetails,
    SitePage,
)
from services.registry.permission import Administration
from services.registry.store import consent as consents
from services.registry.store import machine as machines
from services.registry.store import place
from services.registry.text import Slug

router = APIRouter()
Id = Annotated[Slug, Path()]


@router.get("/v1/regions", summary="Regions", description="The parts of the world that engineers serve, by id.")
async def list_regions(db: Db, cut: Cutting) -> RegionPage:
    return cut.page(await place.list_regions(db, cut), "id")


@router.put("/v1/regions/{region}", summary="Create or rename a region", description="For administrators.")
async def put_region(region: Id, details: RegionDetails, db: Administration) -> Region:
    await place.put_region(db, region, details)
    return Region(id=region, name=details.name)


@router.get("/v1/customers", summary="Customers", description="The customers that the caller may know, by id.")
async def list_customers(db: Db, cut: Cutting) -> CustomerPage:
    return cut.page(await place.list_customers(db, cut), "id")


@router.get("/v1/customers/{customer}", summary="One customer", description="Name and region of a customer.")
async def get_customer(customer: Id, db: Db) -> Customer:
    return await place.get_customer(db, customer)


@router.put(
    "/v1/customers/{customer}",
    summary="Create or replace a customer",
    description="For administrators. Another region gets to see the customer's machines that are on no site. A "
    "customer begins with what the contract says: the manufacturer supports and the services work, until withdrawn.",
)
async def put_customer(customer: Id, details: CustomerDetails, db: Administration, caller: Caller) -> Customer:
    await place.require(db, "region", details.region)
    await place.put_customer(db, customer, details)
    await consents.stand_by_contract(db, customer, caller.subject)
    await machines.publish(db, await machines.machines_held(db, customer=customer))
    return await place.get_customer(db, customer)


@router.get(
    "/v1/sites", summary="Sites", description="The sites that the caller may know with their zones and roads, by id."
)
async def list_sites(
    db: Db, cut: Cutting, customer: Annotated[Slug | None, Query(description="Only this customer's.")] = None
) -> SitePage:
    return cut.page(await place.list_sites(db, cut, customer=customer), "id")


@router.get("/v1/sites/{site}", summary="One site", description="Where a site lies, with its zones and roads.")
async def get_site(site: Id, db: Db) -> Site:
    return await place.get_site(db, site)


@router.put(
    "/v1/sites/{site}",
    summary="Create or replace a site",
    description="For administrators. `features` holds zones (polygons) and roads (lines) as GeoJSON, RFC 7946. "
    "Another region gets to see the data of the machines on the site. Tells the event `site-changed`.",
)
async def put_site(site: Id, details: SiteDetails, db: Administration, *, announce: Announce) -> Site:
    await place.require(db, "region", details.region)
    await place.require(db, "customer", details.customer)
    await place.put_site(db, site, details)
    await machines.publish(db, await machines.machines_held(db, site=site))
    kept = Site(id=site, **details.model_dump())
    announce.tell("site-changed", site, kept)
    return kept


@router.get("/v1/models", summary="Machine models", description="The models that machines can be of, by id.")
async def list_models(db: Db, cut: Cutting) -> ModelPage:
    return cut.page(await place.list_models(db, cut), "id")


@router.put("/v1/models/{model}", summary="Create or replace a machine model", description="For administrators.")
async def put_model(model: Id, details: ModelDetails, db: Administration) -> MachineModel:
    kept = await place.put_model(db, model, details)
    await machines.publish(db, await machines.machines_of_model(db, model))
    return kept
