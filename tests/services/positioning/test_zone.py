"""Are zones those of their time, and does a wrong drawing say what would be right?"""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.events import Event
from services.kit.testing import House
from services.positioning.zone.worker import take
from tests.models.positioning.truck import GROUND, ZONES, square
from tests.services.positioning.conftest import SITE, Ask, drawn, feature
from tests.services.positioning.shift import BEGIN
from tests.services.registry.arrangement import site

FEATURES = f"/v1/sites/{SITE}/features"


def _ids(told: Any) -> list[str]:
    return [one["properties"]["id"] for one in told["features"]]


async def test_a_site_is_drawn_as_the_registry_has_it_until_somebody_draws_it_anew(ask: Ask) -> None:
    api = await ask("customer:acme")
    assert _ids((await api.get(FEATURES)).json()) == ["face", "hopper", "yard"]
    moved = drawn(*ZONES[:2], square("east-face", "loading", 1500, 0))
    answer = await api.put(FEATURES, json=moved, params={"from": BEGIN.isoformat()})
    assert answer.json()["changed"] == ["east-face", "yard"]
    before, behind = ((BEGIN + timedelta(hours=hours)).isoformat() for hours in (-1, 1))
    assert _ids((await api.get(FEATURES, params={"at": before})).json()) == ["face", "hopper", "yard"]
    assert _ids((await api.get(FEATURES, params={"at": behind})).json()) == ["east-face", "face", "hopper"]


async def test_a_site_of_which_the_registry_tells_is_drawn_without_being_asked_for(house: House) -> None:
    told = site("acme", "north", latitude_deg=GROUND.latitude_deg, longitude_deg=GROUND.longitude_deg)
    data = {"id": SITE, "features": drawn(*ZONES), **told}
    event = Event(
        id="1", source="/services/registry", type="howdah.registry.site-changed", subject=SITE, time=BEGIN, data=data
    )
    await take((await house.open("positioning")).state.resources, event)
    api = await house.api("positioning", house.token(Role.CUSTOMER, "customer:acme"))
    assert _ids((await api.get(FEATURES)).json()) == ["face", "hopper", "yard"]


async def test_what_is_exported_can_be_imported_and_changes_nothing(ask: Ask) -> None:
    api = await ask("customer:acme")
    told = (await api.get(FEATURES)).json()
    assert (await api.put(FEATURES, json=told)).json()["changed"] == []
    assert (await api.get(FEATURES)).json() == told


async def test_several_sites_are_told_at_once_those_that_are_seen_and_known(ask: Ask) -> None:
    api, asked = await ask("customer:acme"), {"site": [SITE, "nowhere"]}
    assert (await api.get("/v1/features", params=asked)).json() == {"sites": {}}
    one = (await api.get(FEATURES)).json()
    assert (await api.get("/v1/features", params=asked)).json() == {"sites": {SITE: one}}
    assert (await (await ask("customer:bolt")).get("/v1/features", params=asked)).json() == {"sites": {}}
    await api.put(FEATURES, json=drawn())
    assert (await api.get("/v1/features", params=asked)).json()["sites"][SITE]["features"] == []
    for wrong in ([], ["Not an id"], ["s"] * 51):
        assert (await api.get("/v1/features", params={"site": wrong})).status_code == 422


async def test_a_stranger_sees_no_site_and_who_may_only_read_draws_none(ask: Ask) -> None:
    stranger = await ask("customer:bolt")
    assert (await stranger.get(FEATURES)).status_code == 404
    assert (await stranger.put(FEATURES, json=drawn())).status_code == 404
    await (await ask("customer:acme")).get(FEATURES)
    for path in ("features", "positions", "proposals"):
        assert (await stranger.get(f"/v1/sites/{SITE}/{path}")).status_code == 404
    reader = await ask("customer:acme", writes=False)
    assert (await reader.put(FEATURES, json=drawn())).json()["code"] == "not-permitted"


def _crossed(one: dict[str, Any]) -> None:
    ring = one["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]


def _open(one: dict[str, Any]) -> None:
    one["geometry"]["coordinates"][0].pop()


def _swapped(one: dict[str, Any]) -> None:
    one["geometry"]["coordinates"] = [[[y, x] for x, y in one["geometry"]["coordinates"][0]]]


def _tiny(one: dict[str, Any]) -> None:
    one["geometry"]["coordinates"] = feature(square("face", "loading", 0, 0, half_m=1))["geometry"]["coordinates"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("spoil", "wrong", "right"),
    [
        (_crossed, "crosses itself", "right is an edge that meets no other"),
        (_open, "must end where it begins", "repeat its first position"),
        (_swapped, "km from the middle of its site", "[longitude, latitude]"),
        (_tiny, "has 4 m²", "right are 25 to 25,000,000 m²"),
    ],
)
async def test_a_wrong_drawing_is_refused_with_what_would_be_right(
    ask: Ask, spoil: Any, wrong: str, right: str
) -> None:
    api = await ask("customer:acme")
    bad = deepcopy(drawn(ZONES[1], ZONES[0]))
    spoil(bad["features"][1])  # type: ignore[index]
    answer = await api.put(FEATURES, json=bad)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert "1" in error["field"]
    assert wrong in error["detail"]
    assert right in error["detail"]


async def test_a_drawing_holds_from_a_sensible_time_on(ask: Ask) -> None:
    api = await ask("customer:acme")
    answer = await api.put(FEATURES, json=drawn(), params={"from": "2999-01-01T00:00:00Z"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "from")
