"""Do the pages of sites show where machines are, to those whose they are?"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx

from services.kit.auth import Role
from tests.services.dashboard.browser import Stage
from tests.services.dashboard.test_lane import CYCLE
from tests.services.telemetry.past import store

NOW = datetime.now(UTC).replace(microsecond=0)


def _zone(name: str, kind: str = "loading", identity: str = "face") -> dict[str, Any]:
    west, south, size = 15.429, 60.1795, 0.001
    ring = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    geometry = {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}
    told = {"id": identity, "name": name, "kind": kind}
    feature = {"type": "Feature", "geometry": geometry, "properties": told}
    return {"type": "FeatureCollection", "features": [feature]}


async def _draw(stage: Stage, zones: dict[str, Any], **query: str) -> None:
    positioning = await stage.house.api("positioning", stage.house.token(Role.ADMINISTRATOR, "all"))
    answer = await positioning.put("/v1/sites/acme-north/features", json=zones, params=query)
    assert answer.status_code == 200, answer.text


async def _opened(stage: Stage, *names: str) -> httpx.AsyncClient:
    for name in names:
        await stage.open(name)
    return await stage.sign_in()


async def test_zones_are_those_that_positioning_draws_with_who_waits_there(full: Stage) -> None:
    truck, other = await full.machine(name="T1", model="a30"), await full.machine(name="T2", model="a30")
    browser = await _opened(full, "positioning", "site")
    await _draw(full, _zone("Old face"), **{"from": (NOW - timedelta(days=20)).isoformat()})
    await _draw(full, _zone("New face"))
    here = {"latitude_deg": 60.18, "longitude_deg": 15.4295, "ground_speed_kmh": 0.0, "engine_speed_rpm": 700.0}
    full.hear(truck, **here, payload_kg=0.0)
    full.hear(other, **here, payload_kg=21_000.0)
    page = (await browser.get("/sites/acme-north")).text
    assert ("New face" in page, "Old face" in page) == (True, False)
    assert 'data-zone="face" data-waiting="1"' in page
    assert "T2 being loaded" in page
    day = {"date": f"{NOW - timedelta(days=3):%Y-%m-%d}"}
    replay = (await browser.get("/sites/acme-north/replay", params=day)).text
    assert ("New face" in replay, "Old face" in replay) == (False, True)
    full.stop("positioning")
    assert "zones as they are drawn, and haul cycles cannot be shown" in (await browser.get("/sites/acme-north")).text


async def test_a_shift_is_replayed_with_tracks_haul_cycles_and_traffic(full: Stage) -> None:
    machine, other = await full.machine(name="T1", model="a30"), await full.machine("bolt", model="a30")
    begin = NOW - timedelta(minutes=30)
    for name in (machine, other):
        past = {"latitude_deg": "60.18 + i * 1e-6", "longitude_deg": "15.43", "payload_kg": "20000"}
        store(full.database, name, begin, timedelta(seconds=1), 600, **past)
        store(full.database, name, begin + timedelta(minutes=15), timedelta(seconds=1), 600, **past)
    browser = await _opened(full, "positioning", "site")
    await _draw(full, _zone("North face"), **{"from": (NOW - timedelta(days=20)).isoformat()})
    with full.database.admin() as connection:
        connection.execute(CYCLE, {"machine": machine, "at": NOW - timedelta(minutes=40)})
    asked = {"from": begin.isoformat(), "to": NOW.isoformat()}
    _check_tracks((await browser.get("/sites/acme-north/tracks", params=asked)).json(), machine)
    wide = {**asked, "from": (NOW - timedelta(hours=2)).isoformat()}
    assert (await browser.get("/sites/acme-north/tracks", params=wide)).status_code == 422
    told = (await browser.get("/sites/acme-north/doings", params=asked)).json()
    assert told["zones"] == {"face": "North face"}
    assert told["trucks"][machine]["does"][-3:] == ["hauling", "dumping", "dumping"]
    await _check_replay(browser)
    await _check_traffic(browser, {**asked, "from": (NOW - timedelta(days=1)).isoformat()})
    full.stop("site")
    assert "The shifts cannot be told at the moment" in (await browser.get("/sites/acme-north/replay")).text
    assert "nothing can be said of the traffic" in (await browser.get("/sites/acme-north/traffic", params=asked)).text


def _check_tracks(told: dict[str, Any], machine: str) -> None:
    (track,) = told["tracks"]
    steps = [two - one for one, two in pairwise(track["time_s"])]
    assert (track["machine"], told["step_s"], told["gap_s"]) == (machine, 5, 60)
    assert len(track["time_s"]) < 300
    assert [step for step in steps if step > told["gap_s"]] == [max(steps)]
    assert set(track["load_t"]) == {20.0}


async def _check_replay(browser: httpx.AsyncClient) -> None:
    day = f"{NOW - timedelta(days=2):%Y-%m-%d}"
    chosen = {"date": day, "shift": "late", "at": f"{day}T15:00:00Z"}
    page = (await browser.get("/sites/acme-north/replay", params=chosen)).text
    assert f'data-shift="late" data-date="{day}"' in page
    assert f'data-at="{day}T15:00:00+00:00"' in page


async def _check_traffic(browser: httpx.AsyncClient, asked: dict[str, str]) -> None:
    assert 'aria-current="page">Traffic</a>' in (await browser.get("/sites/acme-north/traffic")).text
    page = await browser.get("/sites/acme-north/traffic", params=asked)
    part = await browser.get("/sites/acme-north/traffic", params=asked, headers={"x-fragment": "1"})
    assert "No machine that you see is known to have driven" in page.text
    assert ("<html" in page.text, "<html" in part.text) == (True, False)


async def test_the_map_begins_with_every_machine_in_its_place(full: Stage) -> None:
    machine = await full.machine(name="Axel")
    silent = await full.machine(name="Silent")
    full.hear(machine, latitude_deg=60.1801, longitude_deg=15.4302, ground_speed_kmh=12.5)
    html = (await (await full.sign_in()).get("/sites/acme-north")).text
    assert f'"id": ["{machine}", "{silent}"]' in html
    assert '"lat": [60.1801, null]' in html
    assert "plan-machine" in html
    assert f'id="spot-{silent}"' in html
    assert "has not told its place" in html


async def test_the_machines_of_other_sites_are_not_on_the_map(full: Stage) -> None:
    await full.machine("bolt", name="Elsewhere")
    assert "Elsewhere" not in (await (await full.sign_in()).get("/sites/acme-north")).text


async def test_a_customer_finds_their_own_sites_only(full: Stage) -> None:
    browser = await full.sign_in("carl")
    html = (await browser.get("/sites")).text
    assert "/sites/acme-north" in html
    assert "/sites/bolt-north" not in html
    assert (await browser.get("/sites/bolt-north")).status_code == 404
    assert (await browser.get("/sites/bolt-north/live")).status_code == 404
    assert (await browser.get("/sites/bolt-north/replay")).status_code == 404
    during = {"from": (NOW - timedelta(minutes=5)).isoformat(), "to": NOW.isoformat()}
    for what in ("tracks", "doings", "traffic"):
        assert (await browser.get(f"/sites/bolt-north/{what}", params=during)).status_code == 404


async def test_markup_in_a_sites_name_stays_text_in_the_maps_data(full: Stage) -> None:
    machine = await full.machine(name="</script><script>alert(1)</script>")
    full.hear(machine, latitude_deg=60.1801, longitude_deg=15.4302)
    html = (await (await full.sign_in()).get("/sites/acme-north")).text
    assert "<script>alert" not in html


async def test_without_telemetry_the_site_still_lists_its_machines(lonely: Stage) -> None:
    await lonely.machine(name="Axel")
    answer = await (await lonely.sign_in()).get("/sites/acme-north")
    assert answer.status_code == 200
    assert "Axel" in answer.text
    assert "positions and events cannot be shown" in answer.text
    assert ("its place cannot be told" in answer.text, "0 waiting" in answer.text) == (True, False)
    assert ", 0 online" not in (await lonely.browser.get("/fleet")).text
