"""Are regions, customers, sites and models kept as they are sent, and is what they cannot be refused?"""

import itertools
from typing import Any

import httpx

from services.kit.auth import Role
from services.kit.page import cursor
from services.kit.testing import House
from tests.services.registry.arrangement import commission, day, site, tenure

RING = [[15.43, 60.18], [15.44, 60.18], [15.44, 60.19], [15.43, 60.18]]


def _zone(coordinates: Any = None, **changes: Any) -> dict[str, Any]:
    properties = {"id": "face", "name": "North face", "kind": "loading"}
    geometry = {"type": "Polygon", "coordinates": [RING] if coordinates is None else coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties, **changes}


def _road() -> dict[str, Any]:
    properties = {"id": "ramp", "name": "Ramp", "kind": "road"}
    geometry = {"type": "LineString", "coordinates": [[15.43, 60.18, -3.0], [15.44, 60.18, -26.5]]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _features(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


async def test_a_site_is_told_as_it_was_sent(admin: httpx.AsyncClient) -> None:
    body = site("acme", "north", features=_features(_zone(), _road()), kind="quarry", material="clay")
    assert (await admin.put("/v1/sites/pit", json=body)).json() == body | {"id": "pit"}
    assert (await admin.get("/v1/sites/pit")).json() == body | {"id": "pit"}
    renamed = body | {"name": "Pit", "features": _features(), "kind": None, "material": None}
    assert (await admin.put("/v1/sites/pit", json=renamed)).status_code == 200
    assert (await admin.get("/v1/sites/pit")).json() == renamed | {"id": "pit"}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"customer": "acmee"}, "unknown-reference", "There is no customer 'acmee'; the nearest known: acme"),
    ({"region": "nort"}, "unknown-reference", "nearest known: north"),
    ({"region": "…"}, "invalid-request", "region: an id has"),
    ({"timezone": "Europe/Stokholm"}, "invalid-request", "no time zone; name one of the tz database"),
    ({"timezone": "+01:00"}, "invalid-request", "no time zone"),
    ({"latitude_deg": 91}, "invalid-request", "latitude_deg: Input should be less than or equal to 90"),
    ({"longitude_deg": "NaN"}, "invalid-request", "longitude_deg"),
    ({"kind": "moon"}, "invalid-request", "kind: Input should be 'quarry', 'mine'"),
    ({"material": "Wet clay"}, "invalid-request", "material: an id has"),
    ({"colour": "red"}, "invalid-request", "colour: Extra inputs are not permitted"),
]


async def test_a_site_that_cannot_be_is_refused_with_what_would_be_right(admin: httpx.AsyncClient) -> None:
    for changes, code, told in WRONG:
        answer = await admin.put("/v1/sites/pit", json=site("acme", "north") | changes)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
        assert told in answer.json()["detail"]
        assert answer.json()["errors"]


NOT_DRAWN: list[tuple[dict[str, Any], str]] = [
    (_zone(), "features.type: Input should be 'FeatureCollection'"),
    (_features(_zone([])), "coordinates"),
    (_features(_zone([RING[:3]])), "coordinates.0: at least 4 items"),
    (_features(_zone([[*RING[:3], [15.5, 60.1]]])), "must end where it begins"),
    (_features(_zone([[[200, 0]] * 4])), "longitude first"),
    (_features(_zone([[[15.43, 1e308]] * 4])), "not on earth"),
    (_features(_zone([[[15.43, 60.18, "NaN"]] * 4])), "finite number"),
    (_features(_zone([[[y, x] for x, y in RING]])), "km from the site"),
    (_features(_zone(), _zone()), "two features have the id 'face'"),
    (_features(_road() | {"geometry": _zone()["geometry"]}), "of kind 'road' is a LineString, not a Polygon"),
    (_features(_zone(geometry=None)), "features.0.geometry"),
    (_features(_zone(geometry={"type": "Point", "coordinates": [15, 60]})), "'Polygon', 'LineString'"),
    (_features(_zone(properties={"id": "a", "name": "A", "kind": "lake"})), "'loading', 'dumping'"),
]


async def test_geojson_that_cannot_be_drawn_is_refused_with_where_it_is_wrong(admin: httpx.AsyncClient) -> None:
    for features, told in NOT_DRAWN:
        answer = await admin.put("/v1/sites/pit", json=site("acme", "north", features=features))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), answer.text
        assert told in answer.json()["detail"]
        assert answer.json()["errors"]


async def test_a_site_with_machines_passes_to_nobody_else(admin: httpx.AsyncClient) -> None:
    await commission(admin, tenure("acme", day(0), site="acme-north"))
    answer = await admin.put("/v1/sites/acme-north", json=site("bolt", "north"))
    assert (answer.status_code, answer.json()["code"]) == (409, "site-in-use")


async def test_places_come_page_by_page_and_one_by_one(house: House, admin: httpx.AsyncClient) -> None:
    for path, ids in [
        ("/v1/regions", ["north", "south"]),
        ("/v1/customers", ["acme", "bolt"]),
        ("/v1/models", ["a30", "l220"]),
        ("/v1/sites", ["acme-north", "acme-south", "bolt-north", "bolt-south"]),
    ]:
        seen: list[str] = []
        page: dict[str, Any] = {"next": None}
        while not seen or page["next"]:
            page = (await admin.get(path, params={"limit": 1} | ({"after": page["next"]} if seen else {}))).json()
            seen += [item["id"] for item in page["items"]]
        assert seen == ids
    mine = (await admin.get("/v1/sites", params={"customer": "bolt"})).json()["items"]
    assert [one["id"] for one in mine] == ["bolt-north", "bolt-south"]
    customer = await house.api("registry", house.token(Role.CUSTOMER, "customer:acme"))
    assert (await customer.get("/v1/customers/acme")).json() == {"id": "acme", "name": "Acme", "region": "north"}
    assert [one["id"] for one in (await customer.get("/v1/sites")).json()["items"]] == ["acme-north", "acme-south"]


MALFORMED: list[str] = ["/v1/regions/North", "/v1/customers/a_b", "/v1/models/-x", "/v1/sites/" + "x" * 64]


async def test_a_malformed_id_is_refused(admin: httpx.AsyncClient) -> None:
    for path in MALFORMED:
        answer = await admin.put(path, json={})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), path
        assert "lower-case letters, digits and hyphens" in answer.json()["detail"]


async def test_a_model_that_turns_out_to_be_of_another_kind_takes_its_machines_along(
    house: House, admin: httpx.AsyncClient
) -> None:
    machine = (await commission(admin))["machine"]["id"]
    await admin.put("/v1/models/l220", json={"make": "Norrberg", "name": "L220", "kind": "excavator"})
    with house.database.admin() as connection:
        row = connection.execute("select kind from access.machine where machine = %s", [machine]).fetchone()
    assert row == ("excavator",)


FORGED: list[list[Any]] = [["\x00"], ["north", 1], [{}], [2**64 - 1], ["2026-01-01T00:00:00Z", 2**64 - 1]]


async def test_a_cursor_that_was_tampered_with_is_refused(admin: httpx.AsyncClient) -> None:
    machine = (await commission(admin))["machine"]["id"]
    lists = ("regions", "customers", "sites", "models", "machines", "users", "api-keys", f"machines/{machine}/tenures")
    for key, path in itertools.product(FORGED, lists):
        answer = await admin.get(f"/v1/{path}", params={"after": cursor(key)})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), (path, key)
