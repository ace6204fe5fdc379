"""Do the pages of a large fleet stay light, for those who read them and for the services that are asked?"""

import json
import re
from typing import Any

from benchmarks.page.crowd import crowd
from services.dashboard.fleet.source import MOST_NAMED, forget
from tests.services.dashboard.browser import Line, Stage

MANY = 1200


async def _crowd(stage: Stage) -> None:
    """Let very many machines stand on one site, each with values and a condition, and begin with nothing asked."""
    with stage.database.admin() as connection:
        for statement in _CROWD:
            connection.execute(statement, {"many": MANY})
    await stage.sign_in()
    forget()
    for line in stage.house.transports.values():
        if isinstance(line, Line):
            line.asked.clear()


_EACH = "from generate_series(1, %(many)s) g"
_CROWD = (
    "insert into registry.machine (id, name, model, serial, generation)"
    f" select 'm-' || g, 'Machine ' || g, 'l220', g, 'json' {_EACH}",
    "insert into registry.tenure (machine, basis, customer, site, from_time)"
    f" select 'm-' || g, 'owned', 'acme', 'acme-north', '2026-01-01Z' {_EACH}",
    f"insert into access.machine select 'm-' || g, 'wheel_loader', 'l220', 'json', '2020-01-01Z' {_EACH}",
    f"insert into access.visibility select 'region:north', 'm-' || g, '2026-01-01Z', 'infinity' {_EACH}",
    "insert into telemetry.latest (time, received_at, machine, engine_hours_h, engine_hours_h_time, latitude_deg,"
    " latitude_deg_time, longitude_deg, longitude_deg_time)"
    f" select now(), now(), 'm-' || g, g, now(), 60.18 + g * 1e-6, now(), 15.43, now() {_EACH}",
    f"insert into telemetry.state select now(), now(), g > 100, 'm-' || g, 'boot' {_EACH}",
)


def _asked(stage: Stage) -> int:
    """Return how many questions the services were asked."""
    return sum(len(line.asked) for line in stage.house.transports.values() if isinstance(line, Line))


async def test_the_list_of_a_large_fleet_asks_each_service_once_and_tells_of_all_its_machines(full: Stage) -> None:
    await _crowd(full)
    html = (await full.browser.get("/fleet", params={"sort": "-hours"})).text
    assert f"{MANY:,}".replace(",", "\u202f") in html
    # Machines, conditions and values, three lists of places, the values that are shown, and a token.
    assert _asked(full) <= 9
    assert re.findall(r'href="/machines/(m-\d+)"', html) == [f"m-{MANY - i}" for i in range(50)]
    assert len(html) < 100_000
    assert "Machine 777" in (await full.browser.get("/fleet", params={"q": "machine 777"})).text
    offline = (await full.browser.get("/fleet", params={"connection": "offline"})).text
    assert "100" in offline


async def test_the_map_of_a_crowded_site_has_every_machine_and_lists_those_that_need_most_attention(
    full: Stage,
) -> None:
    await _crowd(full)
    html = (await full.browser.get("/sites/acme-north")).text
    assert _asked(full) <= 10
    assert html.count('<li class="spot"') == MOST_NAMED
    assert f'<a href="/fleet?site=acme-north">See all {MANY:,}</a>'.replace(",", "\u202f") in html
    marks = _told(html)["marks"]
    assert {len(column) for column in marks.values()} == {MANY}
    assert sorted(marks["lat"])[:2] == [60.180001, 60.180002]
    assert sum(marks["online"]) == MANY - 100
    assert len(html) < 80_000 + 110 * MANY


def _told(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


async def test_many_sites_are_listed_page_by_page_with_one_question_for_their_drawings(full: Stage) -> None:
    with full.database.admin() as connection:
        connection.execute(
            "insert into registry.site (id, name, customer, region, timezone, latitude_deg, longitude_deg, features)"
            " select 's-' || g, 'Site ' || g, customer, region, timezone, latitude_deg, longitude_deg, features"
            " from registry.site, generate_series(1, 60) g where id = 'acme-north'"
        )
    await _crowd(full)
    html = (await full.browser.get("/sites")).text
    # Machines, conditions and values, three lists of places, the drawings of all, and a token.
    assert _asked(full) <= 8
    links = re.findall(r'class="site-link" href="/sites/([a-z0-9-]+)"', html)
    assert (links[0], len(links)) == ("acme-north", 24)
    last = re.findall(r'class="site-link"', (await full.browser.get("/sites", params={"page": 3})).text)
    assert 0 < len(last) < 24
    found = (await full.browser.get("/sites", params={"q": "site 17"})).text
    assert re.findall(r'class="site-link" href="/sites/([a-z0-9-]+)"', found) == ["s-17"]
    assert "No site fits" in (await full.browser.get("/sites", params={"q": "nowhere"})).text


async def test_a_page_that_shows_names_alone_asks_for_no_values_and_no_conditions(full: Stage) -> None:
    await _crowd(full)
    for page in ("/alerts", "/sites/acme-north/production", "/sites/acme-north/plan"):
        assert (await full.browser.get(page)).status_code == 200
    asked = {path for line in full.house.transports.values() if isinstance(line, Line) for path in line.asked}
    assert "/v1/columns/machines" in asked
    assert not asked & {"/v1/columns/latest", "/v1/columns/conditions"}


async def test_the_crowd_of_the_benchmark_stands_in_the_list_and_leaves_nothing(full: Stage) -> None:
    await full.sign_in()
    with crowd(full.database.admin_url, 40):
        forget()
        assert "Crowd 40" in (await full.browser.get("/fleet", params={"q": "crowd 40"})).text
    with full.database.admin() as connection:
        for table in ("registry.machine", "registry.site"):
            left = connection.execute(f"select count(*) from {table} where id like 'crowd-%'").fetchone()
            assert left == (0,)
