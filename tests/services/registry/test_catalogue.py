"""Does the catalogue tell how every service is?"""

import asyncio
from datetime import datetime
from typing import Any

from services.kit.auth import Role
from services.kit.database import transaction
from services.kit.testing import House
from services.registry.api import ServiceEntry
from services.registry.client import RegistryClient
from services.registry.poll import ask_all
from services.registry.store.status import put_service_status


async def test_the_catalogue_tells_each_services_question_version_health_and_documentation(house: House) -> None:
    template = await house.open("template")
    client = await _client(house, {"registry": "http://registry", "template": "http://template"})
    await ask_all(house.apps["registry"].state.resources)
    registry, other = (await client.services()).items
    assert (registry.name, registry.health, other.name, other.health) == ("registry", "pass", "template", "pass")
    assert other.question == template.description
    assert (other.version, other.dependencies, other.reasons) == (template.version, [], [])
    assert (other.docs, other.openapi) == ("/api/template/docs", "/api/template/openapi.json")
    assert other.checked_at is not None
    assert other.age_s is not None
    assert 0 <= other.age_s < 60


async def test_a_service_that_never_answered_is_silent(house: House) -> None:
    client = await _client(house, {"gone": "http://127.0.0.1:9"})
    await ask_all(house.apps["registry"].state.resources)
    gone, _ = (await client.services()).items
    assert (gone.name, gone.health, gone.version, gone.answered_at) == ("gone", "silent", None, None)
    assert gone.reasons == ["It does not answer (ConnectError)."]


async def test_a_service_that_answers_no_more_keeps_what_it_said(house: House) -> None:
    await house.open("template")
    client = await _client(house, {"template": "http://template"}, service_poll_every_s=3600)
    resources = house.apps["registry"].state.resources
    before = await _first_heard(client, "template")
    async with transaction(resources.pool) as db:
        await put_service_status(db, "template", None, "It does not answer.")
    (after,) = [one for one in (await client.services()).items if one.name == "template"]
    assert (after.health, after.reasons) == ("silent", ["It does not answer."])
    assert (after.version, after.question, after.answered_at) == (before.version, before.question, before.answered_at)


async def test_the_services_are_asked_again_and_again(house: House) -> None:
    client = await _client(house, {"registry": "http://registry"}, service_poll_every_s=0.05)
    times: set[datetime | None] = set()
    async with asyncio.timeout(20):
        while len(times) < 3:
            times |= {one.checked_at for one in (await client.services()).items}


async def _first_heard(client: RegistryClient, name: str) -> ServiceEntry:
    """Return what a service said when the registry, by itself, asked for the first time."""
    async with asyncio.timeout(20):
        while not (listed := [one for one in (await client.services()).items if one.name == name]):
            pass
    return listed[0]


async def _client(house: House, urls: dict[str, str], **settings: Any) -> RegistryClient:
    token = house.token(Role.DEVELOPER, "region:none")
    return RegistryClient(await house.api("registry", token, service_urls=urls, **settings))
