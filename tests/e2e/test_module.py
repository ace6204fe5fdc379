"""Do the modules of the pages' own JavaScript compute what they should in the browser that runs them?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Page

from services.dashboard import convention, wording
from services.dashboard.asset import assets
from services.dashboard.convention import CONVENTIONS, PLAIN
from tests.e2e.conftest import Visitor
from tests.e2e.module import run_module

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOUR = 3_600_000
NOW = 1_700_000_000_000


@pytest_asyncio.fixture(loop_scope="session")
async def page(visitor: Visitor) -> Page:
    """A page from which modules can be imported."""
    return await visitor.open("/sign-in")


async def test_numbers_and_dates_are_written_as_the_server_writes_them_for_every_reader(page: Page) -> None:
    # A day later in Tokyo, in each month.
    days = [datetime(2026, month, 28, 23, 30, tzinfo=UTC) for month in range(1, 13)]
    moments = [one.timestamp() * 1000 for one in days]
    given: list[tuple[float, int]] = [
        (0, 0),
        (-0.04, 1),
        (-12.34, 1),
        (1234567.891, 2),
        (999.96, 1),
        (12, 0),
        (1e6, 0),
        (4321, 0),
    ]
    for name, read in CONVENTIONS.items():
        convention.read_as(read)
        told = {"group": read.group, "decimal": read.decimal, "least": str(read.least)}
        told |= {"date": read.date, "short": read.short}
        await page.evaluate("(told) => Object.assign(document.documentElement.dataset, told)", told)
        # The module reads how numbers are written when it comes: another address, and it comes again.
        module, call = f"format.js?{name}", "(m, given) => given.map((one) => m.number(...one))"
        assert await run_module(page, module, call, given) == [wording.number(*one) for one in given]
        call = "(m, given) => given.map((at) => [m.dated(at, 'Asia/Tokyo'), m.dated(at, 'UTC', {year: false})])"
        written = [[wording.day(one, ZoneInfo("Asia/Tokyo")), wording.date(one, year=False)] for one in days]
        assert await run_module(page, module, call, moments) == written
    convention.read_as(PLAIN)


async def test_ages_are_written_as_the_server_writes_them(page: Page) -> None:
    assert await run_module(page, "format", "(m) => m.number(null)") == wording.NONE
    for seconds in (-60, 0, 1, 2, 45, 89, 90, 300, 5399, 5400, 7200, 129_600, 172_800, 400_000):
        since = timedelta(seconds=seconds)
        assert await run_module(page, "format", "(m, s) => m.age(s)", seconds) == wording.age(since)
        assert await run_module(page, "format", "(m, s) => m.shortAge(s)", seconds) == wording.short_age(since)


async def test_an_unknown_zone_is_utc(page: Page) -> None:
    call = "(m, zone, at) => m.zoned(zone, {hour: '2-digit', minute: '2-digit'}).format(at)"
    assert await run_module(page, "format", call, "Nowhere/Atall", NOW) == "22:13"
    assert await run_module(page, "format", call, "Australia/Perth", NOW) == "06:13"


async def test_zooming_keeps_what_is_pointed_at_in_place(page: Page) -> None:
    shown = {"from": NOW - 4 * HOUR, "to": NOW - 2 * HOUR}
    point = NOW - 3.5 * HOUR
    found = await run_module(page, "range", "(m, r, at, now) => m.zoom(r, 0.5, at, now)", shown, point, NOW)
    assert found["to"] - found["from"] == HOUR
    assert (point - found["from"]) / HOUR == 0.25


async def test_a_range_has_limits_and_never_shows_the_future(page: Page) -> None:
    clamp = "(m, r, now) => m.clamp(r, now)"
    shortest = await run_module(page, "range", clamp, {"from": NOW - 1, "to": NOW}, NOW)
    assert shortest["to"] - shortest["from"] == 10_000
    longest = await run_module(page, "range", clamp, {"from": 0, "to": NOW}, NOW)
    assert longest["to"] - longest["from"] == 366 * 24 * HOUR
    later = await run_module(page, "range", clamp, {"from": NOW, "to": NOW + HOUR}, NOW)
    assert later == {"from": NOW - HOUR, "to": NOW}
    moved = await run_module(page, "range", "(m, r, now) => m.move(r, -0.5, now)", later, NOW)
    assert moved == {"from": NOW - 1.5 * HOUR, "to": NOW - 0.5 * HOUR}


async def test_the_address_says_how_long_a_live_chart_is_and_when_a_fixed_one_ends(page: Page) -> None:
    call = "(m, live) => String(m.address(['a', 'b'], {from: 0, to: 60000}, live))"
    assert await run_module(page, "range", call, True) == "signals=a%2Cb&span=60"
    assert await run_module(page, "range", call, False) == (
        "signals=a%2Cb&from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A01%3A00.000Z"
    )


def _signal(times: list[int]) -> dict[str, Any]:
    values = [float(i) for i in range(len(times))]
    return {"time_ms": times, "mean": [*values], "min": [*values], "max": [*values]}


async def test_a_value_that_comes_is_appended_once_and_a_pause_stays_a_gap(page: Page) -> None:
    call = "(m, s, at, v) => { const ok = m.append(s, at, v); return [ok, s.time_ms, s.mean]; }"
    signal = _signal([NOW + i * 1000 for i in range(20)])
    done, times, means = await run_module(page, "lines", call, signal, NOW + 20_000, 7)
    assert (done, times[-1], means[-1], len(times)) == (True, NOW + 20_000, 7, 21)
    assert (await run_module(page, "lines", call, signal, NOW, 7))[0] is False
    _, times, means = await run_module(page, "lines", call, signal, NOW + 60_000, 7)
    assert means[-2:] == [None, 7]


async def test_what_has_left_the_chart_is_taken_away_but_for_the_point_before(page: Page) -> None:
    call = "(m, s, from) => { m.trim(s, from); return s.time_ms; }"
    assert await run_module(page, "lines", call, _signal([1, 2, 3, 4]), 3) == [2, 3, 4]
    assert await run_module(page, "lines", call, _signal([5, 6]), 3) == [5, 6]
    assert await run_module(page, "lines", call, _signal([1, 2]), 9) == [1, 2]


async def test_the_point_nearest_in_time_is_found(page: Page) -> None:
    call = "(m, s, at) => m.nearest(s, at)"
    signal = _signal([0, 100_000, 200_000])
    assert [await run_module(page, "lines", call, signal, at) for at in (-5, 49_000, 51_000, 199_999, 230_000)] == [
        0,
        0,
        1,
        2,
        2,
    ]
    assert await run_module(page, "lines", call, signal, 10_000_000) == -1
    assert await run_module(page, "lines", call, _signal([]), 5) == -1


async def test_the_axis_is_laid_out_by_the_sites_own_days(page: Page) -> None:
    assert await run_module(page, "lines", "(m, at) => m.offset('Asia/Kathmandu', at)", NOW) == 5.75 * HOUR
    call = "(m, at, span) => m.tick(at, span, 'UTC')"
    assert await run_module(page, "lines", call, NOW - NOW % (24 * HOUR), 7 * 24 * HOUR) == "Nov 14"
    assert await run_module(page, "lines", call, NOW, HOUR) == "22:13"
    assert await run_module(page, "lines", call, NOW, 60_000) == "22:13:20"


async def test_parts_are_replaced_by_their_ids_and_keep_the_focus(page: Page) -> None:
    found = await run_module(
        page,
        "swap",
        """(m) => {
          document.body.innerHTML = '<p id="a"><a href="#x">old</a></p><p id="b">stays</p>';
          document.querySelector('a').focus();
          const count = m.swap('<p id="a"><a href="#x">new</a></p><p id="c">unknown</p><i>no id</i>');
          return [count, document.body.textContent, document.activeElement.textContent];
        }""",
    )
    assert found == [1, "newstays", "new"]


_CASES = """(m, order, focus) => {
  const used = (id) => `<details id="more-${id}"><summary>more</summary></details><button id="take-${id}"></button>`;
  const item = (id) => `<li id="${id}"><a href="#${id}">${id}</a>${used(id)}</li>`;
  const list = (ids) => `<div id="cases"><ol data-steady>${ids.map(item).join("")}</ol></div>`;
  document.body.innerHTML = list(["a", "b"]);
  document.querySelector("#more-b").open = true;
  document.querySelector(focus)?.focus();
  const later = [];
  m.swap(list(order), document, (put) => later.push(put));
  const listed = () => [...document.querySelectorAll("li")].map((one) => one.id).join("");
  const held = listed();
  later.forEach((put) => put());
  return [held, listed(), document.querySelector("#more-b").open, document.activeElement.id];
}"""


async def test_a_list_keeps_its_order_its_focus_and_what_was_opened_while_somebody_is_at_it(page: Page) -> None:
    elsewhere = await run_module(page, "swap", _CASES, ["c", "b", "a"], "#nothing")
    assert elsewhere[:3] == ["cba", "cba", True]
    assert await run_module(page, "swap", _CASES, ["c", "b", "a"], "#take-a") == ["ab", "cba", True, "take-a"]
    assert await run_module(page, "swap", _CASES, ["b"], "#take-a") == ["ab", "b", True, ""]


async def test_very_many_machines_are_dots_that_move_and_have_the_colour_of_their_state(page: Page) -> None:
    await page.add_script_tag(url=assets().url("leaflet.js"))
    found = await run_module(
        page,
        "dots",
        """(m) => {
          const ground = Object.assign(document.createElement("div"), { style: "width: 400px; height: 300px" });
          document.body.replaceChildren(ground);
          const dots = new m.Dots(window.L.map(ground, { attributionControl: false }).setView([60, 15], 16));
          const fine = { label: "Fine", state: "healthy", online: true, lat: 60, lon: 15 };
          const spot = (id, more) => ({ id, name: id, ...fine, ...more });
          dots.move([...Array(400).keys()].map((i) => spot(`m-${i}`)));
          dots.move([spot("m-1", { lat: 60.001, state: "critical" }), spot("m-2", { lat: null })]);
          const [one, other] = ["m-1", "m-3"].map((id) => dots.markers.get(id));
          const drawn = ["canvas", "svg"].map((kind) => ground.querySelectorAll(kind).length);
          return [dots.markers.size, one.getLatLng().lat, one.options.fillColor !== other.options.fillColor, ...drawn];
        }""",
    )
    assert found == [399, 60.001, True, 1, 0]


async def test_machines_in_columns_become_rows(page: Page) -> None:
    call = "(m, marks, labels) => m.rows(marks, labels)"
    marks = {"id": ["a", "b"], "state": ["healthy", "unknown"]}
    assert await run_module(page, "map", call, marks, {"healthy": "Healthy"}) == [
        {"id": "a", "state": "healthy", "label": "Healthy"},
        {"id": "b", "state": "unknown", "label": "Condition unknown"},
    ]


async def test_rows_of_a_table_can_be_replaced(page: Page) -> None:
    found = await run_module(
        page,
        "swap",
        """(m) => {
          document.body.innerHTML = '<table><tbody><tr id="r"><td>old</td></tr></tbody></table>';
          m.swap('<tr id="r"><td>new</td></tr>');
          return document.querySelector('tbody > tr > td').textContent;
        }""",
    )
    assert found == "new"
