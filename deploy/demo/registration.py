"""How does the registry learn of the demo's customers, sites, machines and users?"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx
from pydantic import SecretStr

from deploy.demo.agreement import agree
from deploy.demo.cast import Person
from deploy.failure import Failure
from deploy.layout import ADMINISTRATOR
from services.kit.client import Refused
from services.kit.errors import NotSignedIn
from services.registry.api import (
    Basis,
    CustomerDetails,
    ModelDetails,
    NewMachine,
    NewTenure,
    RegionDetails,
    SiteDetails,
)
from services.registry.client import RegistryClient
from simulators.fleet import Fleet, Machine, Site, Tenure
from simulators.fleet.geography import geojson

_MOST = 1000
_PATIENCE = 8
_ALWAYS = datetime(2015, 1, 1, tzinfo=UTC)


async def register(
    url: str, password: str, fleet: Fleet, people: list[Person], known: Mapping[str, str]
) -> dict[str, str]:
    """Return the broker password of every machine, after the registry knows the fleet and the people.

    What is there already stays as it is; a machine whose password is not `known` any more gets another one.
    """
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        registry = RegistryClient(http, await _sign_in(RegistryClient(http), SecretStr(password)))
        await _put_places(registry, fleet)
        await _put_sites(registry, fleet)
        # Hashing passwords takes the registry's threads, commissioning its time with the broker.
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_put_people(registry, people), name="people")
            machines = tasks.create_task(_commission(registry, fleet, known), name="machines")
        await agree(http, people)
        return machines.result()


async def already_there(url: str, password: str, fleet: Fleet, known: Mapping[str, str]) -> list[str]:
    """Return which names of the fleet's machines others bear: machines of another PIN, whose password is not known."""
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        registry = RegistryClient(http, await _sign_in(RegistryClient(http), SecretStr(password)))
        pins: dict[str, str | None] = {}
        page = await registry.machines(limit=_MOST)
        pins |= {machine.id: machine.pin for machine in page.items}
        while page.next:
            page = await registry.machines(limit=_MOST, after=page.next)
            pins |= {machine.id: machine.pin for machine in page.items}
    strange = (one for one in fleet.machines if one.id in pins and one.id not in known)
    return [one.id for one in strange if pins[one.id] != one.pin]


async def _sign_in(registry: RegistryClient, password: SecretStr) -> SecretStr:
    """Return the administrator's token, waiting for a registry that is just beginning to make its administrator."""
    for _ in range(_PATIENCE):
        try:
            return SecretStr((await registry.sign_in(ADMINISTRATOR, password)).access_token)
        except NotSignedIn:
            await asyncio.sleep(1.5)
    raise Failure(
        "The registry does not take the administrator's password that was made for it.",
        "Secrets and data do not belong together, or somebody changed it: start over with `make demo FRESH=1`.",
    )


async def _put_places(registry: RegistryClient, fleet: Fleet) -> None:
    regions = {region.id for region in (await registry.regions(limit=_MOST)).items}
    for region in fleet.regions:
        if region.id not in regions:
            await registry.put_region(region.id, RegionDetails(name=region.name))
    customers = {customer.id for customer in (await registry.customers(limit=_MOST)).items}
    for customer in fleet.customers:
        if customer.id not in customers:
            details = CustomerDetails(name=customer.name, region=_home_region(fleet, customer.id))
            await registry.put_customer(customer.id, details)
    models = {model.id for model in (await registry.models(limit=_MOST)).items}
    for model in fleet.models:
        if model.id not in models:
            await registry.put_model(model.id, ModelDetails(make=model.make, name=model.name, kind=model.kind))


async def _put_sites(registry: RegistryClient, fleet: Fleet) -> None:
    there = {site.id for site in (await registry.sites(limit=_MOST)).items}
    for site in fleet.sites:
        if site.id not in there:
            await registry.put_site(site.id, _described_site(fleet, site))


def _described_site(fleet: Fleet, site: Site) -> SiteDetails:
    about = {
        "name": site.name,
        "customer": host(fleet, site.id),
        "region": site.region,
        "timezone": site.timezone,
        "latitude_deg": site.latitude_deg,
        "longitude_deg": site.longitude_deg,
        "features": geojson(site),
    }
    return SiteDetails.model_validate(about)


async def _put_people(registry: RegistryClient, people: list[Person]) -> None:
    there = {user.id for user in (await registry.users(limit=_MOST)).items}
    for person in people:
        if person.user not in there:
            await registry.put_user(person.user, person.details)


async def _commission(registry: RegistryClient, fleet: Fleet, known: Mapping[str, str]) -> dict[str, str]:
    return {one.id: await _credential(registry, fleet, one, known.get(one.id)) for one in fleet.machines}


async def _credential(registry: RegistryClient, fleet: Fleet, machine: Machine, known: str | None) -> str:
    try:
        return (await registry.commission(_described(fleet, machine))).credentials.password
    except Refused as refused:
        if refused.code != "already-commissioned":
            raise
    return known or (await registry.rotate_credentials(machine.id)).password


def _described(fleet: Fleet, machine: Machine) -> NewMachine:
    site_of = {host(fleet, site.id): site.id for site in fleet.sites if site.id == machine.site}
    return NewMachine(
        id=machine.id,
        name=machine.name,
        model=machine.model,
        serial=machine.serial,
        pin=machine.pin,
        generation=machine.generation,
        tenures=tuple(_tenure(tenure, site_of.get(tenure.customer)) for tenure in machine.story()),
    )


def _tenure(tenure: Tenure, site: str | None) -> NewTenure:
    return NewTenure(
        basis=Basis(tenure.kind),
        customer=tenure.customer,
        site=site,
        from_=_ago(tenure.from_days_ago) or _ALWAYS,
        to=_ago(tenure.until_days_ago),
    )


def host(fleet: Fleet, site: str) -> str:
    """Return the customer whose site it is: the one who has most of the machines there."""
    return Counter(machine.customer for machine in fleet.machines if machine.site == site).most_common(1)[0][0]


def _home_region(fleet: Fleet, customer: str) -> str:
    own = [site.region for site in fleet.sites if host(fleet, site.id) == customer]
    return (own or [fleet.regions[0].id])[0]


def _ago(days: float | None) -> datetime | None:
    return None if days is None else datetime.now(UTC) - timedelta(days=days)
