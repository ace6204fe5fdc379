"""Who is near whom, and which zones does work speak for?"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from services.kit.testing import House, see
from services.positioning.api import Proposals, SitePositions
from services.positioning.client import PositioningClient
from tests.models.positioning.truck import ROAD_M, Tale
from tests.services.positioning.conftest import SITE, Ask, drawn
from tests.services.positioning.shift import BEGIN, tell

TakeIn = Callable[[], Awaitable[int]]


async def test_machines_that_stood_beside_each_other_were_near(house: House, ask: Ask, truck: str) -> None:
    see(house.database, "ht-2", "customer:acme", kind="haul_truck")
    tell(house.database, truck, Tale(east_m=ROAD_M).stand(60))
    tell(house.database, "ht-2", Tale(east_m=ROAD_M + 30).stand(60))
    client = PositioningClient(await ask("customer:acme"))
    at = BEGIN + timedelta(seconds=59)
    told: SitePositions = await client.positions(SITE, at)
    assert [(one.machine, one.zones) for one in told.machines] == [("ht-1", ["face"]), ("ht-2", ["face"])]
    assert told.machines[0].near[0].machine == "ht-2"
    assert told.machines[0].near[0].metres == pytest.approx(30, abs=8)
    assert (await client.positions(SITE, at, within_m=10)).machines[0].near == []
    assert (await client.positions(SITE)).machines == []


async def test_zones_are_proposed_where_nobody_drew_one(house: House, ask: Ask, truck: str, take_in: TakeIn) -> None:
    tale = Tale().stand(700, rpm=0)
    for _ in range(6):
        tale.cycle(queued=5)
    tell(house.database, truck, tale.drive(-500).stand(60))
    api = await ask("customer:acme")
    client = PositioningClient(api)
    await api.put(f"/v1/sites/{SITE}/features", json=drawn(), params={"from": "1970-01-01T00:00:00Z"})
    await take_in()
    told: Proposals = await client.proposals(SITE)
    assert {one.feature.properties.kind.value: one.stops for one in told.items} == {"dumping": 6, "loading": 6}
    wanted = {"type": "FeatureCollection", "features": [one.feature.model_dump(mode="json") for one in told.items]}
    assert (await api.put(f"/v1/sites/{SITE}/features", json=wanted)).status_code == 200
    assert (await client.proposals(SITE)).items == []
