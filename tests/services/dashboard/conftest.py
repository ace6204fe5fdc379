"""Which services stand around the dashboard in its tests?"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from deploy.mosquitto.access import RULES
from services.dashboard.fleet.source import forget
from services.kit.auth import Role
from services.kit.testing import Database, House
from tests.conftest import Servers
from tests.services.dashboard.browser import Stage, stage
from tests.services.maintenance.conftest import shelf
from tests.services.registry.arrangement import arrange

__all__ = ["full", "house_settings", "lonely", "shelf"]


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """A neighbour that a test does not open is away: nobody listens there."""
    names = "registry telemetry diagnostics maintenance site positioning weighing benchmarking"
    return {"service_urls": dict.fromkeys(names.split(), "http://127.0.0.1:9")}


@pytest.fixture
async def lonely(house: House, database: Database, servers: Servers) -> AsyncIterator[Stage]:
    """A dashboard with a registry, and no other service."""
    token = house.token(Role.ADMINISTRATOR, "all")
    registry = await house.api(
        "registry",
        token,
        mqtt_url=servers.mosquitto.url("svc-registry"),
        broker_rules_url=servers.mosquitto.url(RULES),
        service_poll_every_s=600,
        trusted_neighbours=("127.0.0.1",),
    )
    await arrange(registry)
    yield await stage(house, database, registry)
    forget()


@pytest.fixture
async def full(lonely: Stage) -> Stage:
    """A dashboard with every service that it asks."""
    await lonely.open("telemetry")
    await lonely.open("diagnostics")
    await lonely.open("maintenance")
    return lonely
