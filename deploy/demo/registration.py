"""How does the registry learn of the demo's customers, sites, machines and users?"""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx
from pydantic import SecretStr

from deploy.demo.cast import Person
from deploy.layout import ADMINISTRATOR
from services.kit.client import Refused
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
from simulators.fleet import Fleet, Machine, Tenure
from simulators.fleet.geography import geojson

_ALWAYS = datetime(2015, 1, 1, tzinfo=UTC)


async def register(
    url: str, password: str, fleet: Fleet, people: list[Person], known: Mapping[str, str]
) -> dict[str, str]:
    """Return the broker password of every machine, after the registry knows the fleet and the people.

    It can be repeated: a machine that is there already keeps the password that is `known`, or gets another one.
    """
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        token = await RegistryClient(http).sign_in(ADMINISTRATOR, SecretStr(password))
        registry = RegistryClient(http, SecretStr(token.access_token))
        await _put_places(registry, fleet)
        for person in people:
            await registry.put_user(person.user, person.details)
        return {one.id: await _credential(registry, fleet, one, known.get(one.id)) for one in fleet.machines}


async def _put_places(registry: RegistryClient, fleet: Fleet) -> None:
    for region in fleet.regions:
        await registry.put_region(region.id, RegionDetails(name=region.name))
    for customer in fleet.customers:
        details = CustomerDetails(name=customer.name, region=_home_region(fleet, customer.id))
        await registry.put_customer(customer.id, details)
    for site in fleet.sites:
        about = {
            "name": site.name,
            "customer": host(fleet, site.id),
            "region": site.region,
            "timezone": site.timezone,
            "latitude_deg": site.latitude_deg,
            "longitude_deg": site.longitude_deg,
            "features": geojson(site),
        }
        await registry.put_site(site.id, SiteDetails.model_validate(about))
    for model in fleet.models:
        await registry.put_model(model.id, ModelDetails(make=model.make, name=model.name, kind=model.kind))


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
