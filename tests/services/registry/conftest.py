"""Which registry do its tests talk to, and who is there before they begin?"""

import httpx
import pytest

from deploy.mosquitto.access import RULES
from services.kit.auth import Role
from services.kit.testing import House
from tests.conftest import Servers
from tests.services.registry.arrangement import arrange


@pytest.fixture
async def admin(house: House, servers: Servers) -> httpx.AsyncClient:
    """The registry as an administrator finds it, on a real broker, with two customers and their sites."""
    token = house.token(Role.ADMINISTRATOR, "all")
    told = {"mqtt_url": servers.mosquitto.url("svc-registry"), "broker_rules_url": servers.mosquitto.url(RULES)}
    api = await house.api("registry", token, **told)
    await arrange(api)
    return api
