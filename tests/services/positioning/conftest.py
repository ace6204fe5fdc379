"""Who asks the positioning service, on which site, and what did a truck tell before?"""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from models.positioning.ground import Ground
from models.positioning.zone import Zone
from services.kit.auth import Role
from services.kit.resources import Resources
from services.kit.testing import House, see
from services.positioning.haulage.worker import take_in_due
from tests.models.positioning.truck import GROUND, ZONES
from tests.services.registry.arrangement import arrange, site

Ask = Callable[..., Awaitable[httpx.AsyncClient]]
SITE = "acme-north"


def drawn(*zones: Zone, ground: Ground = GROUND, **named: str) -> dict[str, object]:
    """Return zones as a GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": [feature(zone, ground, **named) for zone in zones]}


def feature(zone: Zone, ground: Ground = GROUND, **changes: str) -> dict[str, object]:
    """Return a zone as a GeoJSON feature."""
    latitude, longitude = ground.degrees(*zone.rings[0].T)
    ring = [[round(x, 7), round(y, 7)] for x, y in zip(longitude.tolist(), latitude.tolist(), strict=True)]
    properties = {"id": zone.id, "name": zone.id.capitalize(), "kind": zone.kind, **changes}
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": properties,
    }


@pytest.fixture
def ask(house: House) -> Ask:
    """Open the service for a caller who sees as these viewers and may write; the registry knows the site."""

    async def asked(*viewers: str, writes: bool = True) -> httpx.AsyncClient:
        if "registry" not in house.apps:
            registry = await house.api("registry", house.token(Role.ADMINISTRATOR, "all"))
            await arrange(registry)
            body = site("acme", "north", latitude_deg=GROUND.latitude_deg, longitude_deg=GROUND.longitude_deg)
            answer = await registry.put(f"/v1/sites/{SITE}", json=body | {"features": drawn(*ZONES)})
            assert answer.status_code == 200, answer.text
        permissions = ["*:read", "positioning:write"] if writes else ["*:read"]
        token = house.token(Role.CUSTOMER, *viewers, permissions=permissions)
        return await house.api("positioning", token, work_after_s=3600, compare_every_s=3600)

    return asked


@pytest.fixture
def truck(house: House) -> str:
    """A truck that the customer acme has."""
    see(house.database, "ht-1", "customer:acme", kind="haul_truck")
    see(house.database, "ht-1", "all", kind="haul_truck")
    return "ht-1"


@pytest.fixture
def take_in(house: House) -> Callable[[], Awaitable[int]]:
    """Let the service's worker take in all that is there; return how many spans that were."""

    async def taken() -> int:
        resources: Resources = (await house.open("positioning")).state.resources
        spans = 0
        while (more := await take_in_due(resources)) and spans < 100:
            spans += more
        return spans

    return taken
