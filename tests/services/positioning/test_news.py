"""Is what happened told once, and not when it is long ago?"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.kit.testing import House
from services.positioning.haulage.news import news_of
from services.positioning.haulage.store import KeptVisit
from tests.conftest import Servers
from tests.models.positioning.truck import ZONES, Tale
from tests.services.hearing import hearing
from tests.services.positioning.conftest import SITE, Ask, drawn
from tests.services.positioning.shift import BEGIN, tell
from tests.services.positioning.test_haulage import TakeIn

CAME = KeptVisit("ht-1", "acme-north", "face", BEGIN, None)
WENT = replace(CAME, left_at=BEGIN + timedelta(minutes=5))


def _told(before: list[KeptVisit], behind: list[KeptVisit], minutes: float = 6) -> list[str]:
    now = BEGIN + timedelta(minutes=minutes)
    return [kind for kind, _ in news_of((before, behind), ([], [])).recent(now)]


def test_who_comes_and_who_goes_is_told_once() -> None:
    assert _told([], [CAME]) == ["zone-entered"]
    assert _told([CAME], [CAME]) == []
    assert _told([CAME], [WENT]) == ["zone-left"]
    assert _told([WENT], [WENT]) == []
    assert _told([], [WENT]) == ["zone-entered", "zone-left"]


def test_what_is_long_ago_is_not_told() -> None:
    assert _told([], [WENT], minutes=100) == []


async def test_the_others_hear_of_zones_visits_and_cycles_as_they_happen(
    house: House, ask: Ask, truck: str, take_in: TakeIn, servers: Servers
) -> None:
    await house.open("positioning", mqtt_url=servers.mosquitto.url("svc-positioning"))
    tale = Tale().stand(700, rpm=0).cycle().drive(-500).stand(120)
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=tale.now + 5)
    async with hearing(servers, "positioning/+") as told, asyncio.timeout(40):
        api = await ask("customer:acme")
        await api.put(f"/v1/sites/{SITE}/features", json=drawn(*ZONES), params={"from": begin.isoformat()})
        tell(house.database, truck, tale, begin=begin)
        await take_in()
        heard = [await told.get()]
        while not heard[-1].type.endswith("cycle-ended"):
            heard.append(await told.get())
        assert await take_in() == 0
        assert told.empty()
    kinds = {(one.type.removeprefix("howdah.positioning."), one.subject) for one in heard}
    assert kinds >= {("zones-drawn", SITE), *((kind, truck) for kind in ("zone-entered", "zone-left", "cycle-ended"))}
    (cycle,) = (one.data for one in heard if one.type.endswith("cycle-ended"))
    assert (cycle["machine"], cycle["loaded_at"], cycle["dumped_at"]) == (truck, "face", "hopper")
