"""Can an engineer look through a machine's signals, from a day to seconds and as they come?"""

import asyncio
import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Scene, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETTLED = "() => document.querySelector('[data-charts]').dataset.drawn"


async def _drawn(page: Page) -> int:
    """Return how often the chart has been loaded, once it is drawn."""
    handle = await page.wait_for_function(SETTLED)
    return int(await handle.json_value())


async def _charts(visitor: Visitor, scene: Scene, query: str) -> Page:
    page = await visitor.sign_in(path=f"/machines/{scene.machines['Axel']}?{query}")
    await _drawn(page)
    return page


def _address(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _range(page: Page) -> tuple[datetime, datetime]:
    told = _address(page)
    return datetime.fromisoformat(told["from"]), datetime.fromisoformat(told["to"])


async def test_a_live_chart_moves_when_a_message_comes_over_mqtt(visitor: Visitor, scene: Scene) -> None:
    page = await _charts(visitor, scene, "signals=engine_speed_rpm&span=900")
    with scene.unit("Axel") as unit:
        said = unit.measure(engine_speed_rpm=1913, coolant_temperature_c=130.5)
    await page.wait_for_function(
        "at => Number(document.querySelector('[data-charts]').dataset.newest) >= at", arg=int(said.timestamp() * 1000)
    )
    await expect(page.locator("#reading-engine_speed_rpm")).to_contain_text("1,913")
    await expect(page.locator("#reading-coolant_temperature_c")).to_contain_text("outside its healthy band")
    await expect(page.get_by_role("button", name="Live")).to_have_attribute("aria-pressed", "true")


async def test_a_fault_that_a_machine_reports_is_among_its_events(visitor: Visitor, scene: Scene) -> None:
    with scene.unit("Axel") as unit:
        unit.report("110-0", "Coolant <hot>")
    page = await visitor.sign_in()
    events = page.get_by_role("region", name="Events")
    async with asyncio.timeout(30):
        while not await events.get_by_text("Coolant <hot>").count():
            await visitor.open(f"/machines/{scene.machines['Axel']}")
    await expect(events.get_by_text("110-0")).to_be_visible()


FINGERS = """moves => {
  const chart = document.querySelector(".chart");
  const left = chart.getBoundingClientRect().left;
  for (const [kind, pointerId, x] of moves) {
    const told = { pointerId, pointerType: "touch", clientX: left + x, bubbles: true, isPrimary: pointerId === 2 };
    chart.dispatchEvent(new PointerEvent(kind, told));
  }
}"""


async def test_two_fingers_zoom_a_chart_and_one_moves_it(visitor: Visitor, scene: Scene) -> None:
    query = "signals=engine_speed_rpm&from=2026-01-01T00:00:00Z&to=2026-01-01T08:00:00Z"
    page = await _charts(visitor, scene, query)
    apart = [["pointerdown", 2, 300], ["pointerdown", 3, 400], ["pointermove", 2, 250], ["pointermove", 3, 450]]
    await page.evaluate(FINGERS, [*apart, ["pointerup", 3, 450], ["pointerup", 2, 250]])
    await page.wait_for_function("() => !location.search.includes('08%3A00%3A00')")
    begin, end = _range(page)
    assert (end - begin).total_seconds() == pytest.approx(4 * 3600, rel=0.01)
    await page.evaluate(FINGERS, [["pointerdown", 2, 300], ["pointermove", 2, 400], ["pointerup", 2, 400]])
    await page.wait_for_function(
        "was => !location.search.includes(was)", arg=_address(page)["from"].replace(":", "%3A")
    )
    earlier, until = _range(page)
    assert earlier < begin
    assert until - earlier == end - begin


async def test_dragging_zooms_in_and_asks_again(visitor: Visitor, scene: Scene) -> None:
    page = await _charts(visitor, scene, "signals=engine_speed_rpm,payload_kg&span=86400")
    await expect(page.locator(".made-of")).to_contain_text("Means by minute")
    for share in (0.3, 0.3, 0.2, 0.1):
        loads = await _drawn(page)
        box = await page.locator(".chart").bounding_box()
        assert box
        middle = box["x"] + box["width"] / 2
        await page.mouse.move(middle, box["y"] + 60)
        await page.mouse.down()
        await page.mouse.move(middle + box["width"] * share, box["y"] + 60, steps=4)
        await page.mouse.up()
        await page.wait_for_function(f"n => Number(({SETTLED})()) > n", arg=loads)
    await expect(page.locator(".made-of")).to_contain_text("Values as they were measured")
    assert {"from", "to", "signals"} <= _address(page).keys()
    await expect(page.get_by_role("button", name="Live")).to_have_attribute("aria-pressed", "false")


async def test_signals_are_chosen_among_the_values_and_kept_in_the_address(visitor: Visitor, scene: Scene) -> None:
    page = await _charts(visitor, scene, "signals=engine_speed_rpm&span=3600")
    await (
        page.get_by_role("link", name="Operating hours").or_(page.locator("[data-signal=engine_hours_h]")).first.click()
    )
    await expect(page.locator(".chip")).to_have_count(2)
    assert _address(page)["signals"] == "engine_speed_rpm,engine_hours_h"
    await page.reload()
    await expect(page.locator(".chip")).to_have_count(2)
    await page.get_by_role("button", name=re.compile("^Take Engine speed away")).click()
    await expect(page.locator(".chip")).to_have_count(1)
    assert _address(page)["signals"] == "engine_hours_h"


async def test_the_range_moves_by_buttons_and_keys(visitor: Visitor, scene: Scene) -> None:
    page = await _charts(visitor, scene, "signals=engine_speed_rpm&span=3600")
    await page.get_by_role("button", name="8 h").click()
    await expect(page).to_have_url(re.compile("span=28800"))
    await page.get_by_role("button", name="Earlier").click()
    await expect(page).to_have_url(re.compile("from="))
    wide = _address(page)
    await page.get_by_role("button", name="Closer").click()
    await page.wait_for_function("from => new URLSearchParams(location.search).get('from') > from", arg=wide["from"])
    assert _address(page)["from"] < _address(page)["to"] < wide["to"]
    before = _address(page)["from"]
    await page.locator(".chart").focus()
    await page.keyboard.press("ArrowLeft")
    await page.wait_for_function("from => new URLSearchParams(location.search).get('from') < from", arg=before)
    await page.get_by_role("button", name="Live").click()
    await expect(page).to_have_url(re.compile("span="))


async def test_lanes_share_the_time_axis_and_tell_of_a_moment_by_keyboard(visitor: Visitor, scene: Scene) -> None:
    page = await _charts(visitor, scene, "signals=engine_speed_rpm&span=3600")
    lanes = page.get_by_role("slider", name=re.compile("^Moment"))
    await page.wait_for_function("() => document.querySelector('.lanes').dataset.drawn")
    await expect(lanes).to_contain_text("Fault codes")
    await expect(lanes).to_contain_text("Passes")
    await page.get_by_role("button", name="Earlier").click()
    await expect(page).to_have_url(re.compile("from="))
    await lanes.focus()
    await page.keyboard.press("End")
    for _ in range(3):
        await page.keyboard.press("ArrowLeft")
    await expect(lanes).to_have_attribute("aria-valuetext", re.compile(r"UTC\)\. Engine speed: .*rpm"))
    await expect(page.locator(".readout")).to_contain_text("Engine speed")
    bounds = await lanes.evaluate("e => [e.ariaValueMin, e.ariaValueNow, e.ariaValueMax].map(Number)")
    assert bounds[0] < bounds[1] < bounds[2]
    assert (bounds[2] - bounds[1]) / (bounds[2] - bounds[0]) == pytest.approx(3 / 200, abs=1e-6)
    before = _address(page)
    await page.keyboard.press("+")
    await page.wait_for_function("from => new URLSearchParams(location.search).get('from') > from", arg=before["from"])


async def test_what_is_charted_can_be_taken_home(visitor: Visitor, scene: Scene) -> None:
    page = await _charts(visitor, scene, "signals=engine_speed_rpm&span=3600")
    async with page.expect_download() as started:
        await page.get_by_role("link", name="CSV").click()
    download = await started.value
    assert download.suggested_filename.startswith(scene.machines["Axel"])
    text = (await download.path()).read_text()
    assert "engine_speed_rpm" in text.splitlines()[0]
    assert len(text.splitlines()) > 100
