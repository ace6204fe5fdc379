"""Who asks the site service, and which sites does the registry know?"""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from services.kit.auth import Role
from services.kit.testing import House
from tests.models.positioning.truck import GROUND, ZONES
from tests.services.positioning.conftest import SITE, drawn
from tests.services.registry.arrangement import arrange, site

Ask = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
def ask(house: House) -> Ask:
    """Open the service for a caller who sees as these viewers and may write; the registry knows the sites."""

    async def asked(*viewers: str) -> httpx.AsyncClient:
        if "registry" not in house.apps:
            registry = await house.api("registry", house.token(Role.ADMINISTRATOR, "all"))
            await arrange(registry)
            body = site("acme", "north", latitude_deg=GROUND.latitude_deg, longitude_deg=GROUND.longitude_deg)
            answer = await registry.put(f"/v1/sites/{SITE}", json=body | {"features": drawn(*ZONES)})
            assert answer.status_code == 200, answer.text
        return await house.api("site", house.token(Role.CUSTOMER, *viewers, permissions=["*:read", "site:write"]))

    return asked
