"""Which site of another region has worked, is worn and is compared, for tests to look at what came of it?"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from models.consent import DataGroup
from models.positioning.ground import Ground
from services.kit.testing import House, SigningKey
from services.positioning.haulage import worker as positioning
from services.site.traffic import worker as traffic
from services.weighing import worker as weighing
from tests.e2e.platform import Platform, put
from tests.services.dashboard.browser import PASSWORD
from tests.services.positioning.shift import BEGIN
from tests.services.registry.arrangement import commission, site, tenure
from tests.services.site.quarry import haul, jam, roads

SITE, REGION = "corr-pit", "west"
CLOCK = ZoneInfo("Europe/Dublin")
# Far from all others: who hauls on it is on no other site.
GROUND = Ground(53.3, -9.0)
# Long enough ago that a quarter that is over is theirs as well.
SINCE = datetime.now(UTC) - timedelta(days=300)
PEOPLE: dict[str, dict[str, Any]] = {
    "wes": {"name": "Wes of the west", "role": "engineer", "regions": [REGION]},
    "cora": {"name": "Cora of Corrib", "role": "customer", "customer": "corr"},
    "dara": {"name": "Dara of Dunn", "role": "customer", "customer": "dunn"},
}
_WORK = (
    ("positioning", positioning.take_in_due),
    ("weighing", weighing.weigh_due),
    ("weighing", weighing.load_due),
    ("site", traffic.take_in_due),
)
_THERE: dict[str, dict[str, Any]] = {
    f"/v1/regions/{REGION}": {"name": "West"},
    "/v1/customers/corr": {"name": "Corrib Stone", "region": REGION},
    "/v1/customers/dunn": {"name": "Dunn", "region": REGION},
    "/v1/models/norrberg-a30": {"make": "Norrberg", "name": "A30 G2", "kind": "haul_truck"},
    "/v1/models/norrberg-l310": {"make": "Norrberg", "name": "L310", "kind": "wheel_loader"},
}


@dataclass(frozen=True)
class Pit:
    """A platform on which the pit is, and its administrator's way to it."""

    platform: Platform

    @asynccontextmanager
    async def as_user(self, user: str) -> AsyncIterator[httpx.AsyncClient]:
        """Yield a program's way to the services as somebody, by the public door; paths begin with a service's name."""
        base = f"{self.platform.url}/api/"
        async with httpx.AsyncClient(base_url=base, timeout=20) as api:
            answer = await api.post("registry/v1/tokens", json={"user": user, "password": PASSWORD})
            api.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            yield api

    @asynccontextmanager
    async def house(self) -> AsyncIterator[House]:
        """Yield the services' apps on the platform's database, to do there what their workers would."""
        async with AsyncExitStack() as stack:
            yield House(self.platform.database, SigningKey(), {}, stack)


def dig(platform: Platform) -> Pit:
    """Return the pit, after the registry knows its customers, people and machines."""
    asyncio.run(_register(platform))
    return Pit(platform)


async def _register(platform: Platform) -> None:
    place = {"latitude_deg": GROUND.latitude_deg, "longitude_deg": GROUND.longitude_deg, "timezone": CLOCK.key}
    about = site("corr", REGION, **place, name="Slate Pit", features=roads(ground=GROUND))
    async with platform.administration() as registry:
        for path, body in (_THERE | {f"/v1/sites/{SITE}": about}).items():
            await put(registry, path, body)
        for user, details in PEOPLE.items():
            await put(registry, f"/v1/users/{user}", {**details, "password": PASSWORD})
        for machine, name, model in (
            ("ht-1", "Tess", "norrberg-a30"),
            ("wl-1", "Lou", "norrberg-l310"),
            ("wl-2", "Nan", "norrberg-l310"),
        ):
            had = tenure("corr", SINCE.isoformat(), site=SITE)
            await commission(registry, had, id=machine, name=name, model=model)


def work(pit: Pit) -> None:
    """Let a truck and a loader have worked there, in a shift that Cora has planned, the truck once held up."""
    haul(pit.platform.database, replace(jam(), ground=GROUND))
    asyncio.run(_take_in(pit))


async def _take_in(pit: Pit) -> None:
    begins = BEGIN.astimezone(CLOCK)
    plan = {"shifts": [{"id": "early", "start": f"{begins:%H:%M}", "hours": 4}]}
    period = {"from": BEGIN.isoformat(), "to": (BEGIN + timedelta(hours=4)).isoformat()}
    async with pit.as_user("cora") as cora:
        # Who asks for the zones and roads of a site has them kept.
        for answer in (
            await cora.get(f"positioning/v1/sites/{SITE}/features"),
            await cora.get(f"site/v1/sites/{SITE}/traffic", params=period),
            await cora.put(f"site/v1/sites/{SITE}/shifts", json=plan),
        ):
            assert answer.status_code == 200, answer.text
    async with pit.house() as house:
        for name, due in _WORK:
            resources = (await house.open(name)).state.resources
            while await due(resources):
                pass


async def agree(registry: httpx.AsyncClient, customer: str, purpose: str, groups: Sequence[str] = ()) -> None:
    """Let a customer give the platform's programs its data for a purpose, of all the time it has its machines."""
    given = {"customer": customer, "recipient": "platform", "purpose": purpose, "data_from": SINCE.isoformat()}
    answer = await registry.post("/v1/consents", json=given | {"groups": list(groups) or [*DataGroup]})
    assert answer.status_code == 201, answer.text
