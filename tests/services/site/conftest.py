"""Who asks the site service, which sites does the registry know, and when do others look at what was told?"""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from services.kit.auth import Role
from services.kit.testing import House
from services.positioning.haulage.worker import take_in_due
from services.weighing import worker as weighing
from tests.models.positioning.truck import GROUND, ZONES
from tests.services.positioning.conftest import SITE, drawn
from tests.services.registry.arrangement import arrange, site

Ask = Callable[..., Awaitable[httpx.AsyncClient]]
Look = Callable[..., Awaitable[None]]
# Workers wait; tests let them look.
QUIET: dict[str, Any] = {"work_after_s": 3600, "compare_every_s": 3600}


@pytest.fixture
def ask(house: House) -> Ask:
    """Open the service for a caller who sees as these viewers and may write; the registry knows the sites."""

    async def asked(*viewers: str, **settings: Any) -> httpx.AsyncClient:
        if "registry" not in house.apps:
            registry = await house.api("registry", house.token(Role.ADMINISTRATOR, "all"))
            await arrange(registry)
            body = site("acme", "north", latitude_deg=GROUND.latitude_deg, longitude_deg=GROUND.longitude_deg)
            answer = await registry.put(f"/v1/sites/{SITE}", json=body | {"features": drawn(*ZONES)})
            assert answer.status_code == 200, answer.text
        token = house.token(Role.CUSTOMER, *viewers, permissions=["*:read", "site:write"])
        return await house.api("site", token, **settings)

    return asked


@pytest.fixture
def look(house: House, ask: Ask) -> Look:
    """Let positioning and weighing take in all that machines told, or one of them."""

    async def looked(*services: str) -> None:
        await ask()
        for name, due in (("positioning", take_in_due), ("weighing", weighing.weigh_due)):
            if services and name not in services:
                continue
            app = await house.open(name, **QUIET)
            if name == "positioning":
                api = await house.api(name, house.token(Role.ENGINEER, "all"))
                assert (await api.get(f"/v1/sites/{SITE}/features")).status_code == 200
            while await due(app.state.resources):
                pass
            while name == "weighing" and await weighing.load_due(app.state.resources):
                pass

    return looked
