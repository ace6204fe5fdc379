"""Does a browser show where a site's trucks lost time, and what each machine carried?"""

import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.pit import CLOCK, SITE, Pit
from tests.e2e.usable import assert_usable
from tests.services.positioning.shift import BEGIN, HOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")

# In the middle of these the truck hauls its first load, seconds after the shift began.
FIRST_S, LAST_S = 0, 2260


async def test_the_traffic_of_a_day_is_drawn_on_the_map_and_told_where_it_was_worst(
    visitor: Visitor, worked: Pit
) -> None:
    page = await visitor.sign_in("cora", f"/sites/{SITE}")
    await page.get_by_role("button", name="Traffic of the last 24 h").click()
    told = page.get_by_role("region", name="Traffic", exact=True)
    await expect(told).to_contain_text(re.compile(r"1 machine drove [\d.]+\sh on roads, and lost 2\smin"))
    async with worked.as_user("cora") as cora:
        period = {"from": BEGIN.isoformat(), "to": (BEGIN + 4 * HOUR).isoformat()}
        traffic = (await cora.get(f"site/v1/sites/{SITE}/traffic", params=period)).json()
    await expect(page.locator(".map path.lost")).to_have_count(len(traffic["segments"]))
    worst = told.get_by_role("row").nth(1)
    await expect(worst).to_contain_text(re.compile(r"2\.0\smin"))
    found = worst.get_by_role("button", name=re.compile("^Show .* on the map$"))
    assert await found.get_attribute("data-segment") == traffic["worst"][0]["segment"]
    await found.focus()
    await page.keyboard.press("Enter")
    await expect(
        page.get_by_role("tooltip").filter(has_text=await worst.get_by_role("rowheader").inner_text())
    ).to_be_visible()
    await page.get_by_role("navigation", name="Slate Pit").get_by_role("link", name="Traffic").click()
    await assert_usable(visitor)
    await expect(told.get_by_role("row").nth(1)).to_contain_text(re.compile(r"2\.0\smin"))


async def test_what_a_truck_hauled_is_told_moment_by_moment_with_the_keyboard(visitor: Visitor, worked: Pit) -> None:
    page = await visitor.sign_in("cora", "/fleet")
    begin, end = (BEGIN + timedelta(seconds=second) for second in (FIRST_S, LAST_S))
    lanes = await _lanes(page, visitor, "ht-1", begin, end)
    await lanes.focus()
    await expect(lanes).to_have_attribute("aria-valuetext", re.compile(r"hauling.*Face to Hopper, 30\.0\st"))
    await page.keyboard.press("PageUp")
    await expect(lanes).to_have_attribute("aria-valuetext", re.compile("being loaded"))
    readout, began = page.locator(".readout"), BEGIN.astimezone(CLOCK)
    await expect(readout).to_contain_text("being loaded")
    # Written as the rest of the page is: in American English, as Chromium's language is.
    await expect(readout).to_contain_text(f"{began:%b} {began.day}, {began.year} ")
    lanes = await _lanes(page, visitor, "wl-1", BEGIN, BEGIN + HOUR)
    async with worked.as_user("cora") as cora:
        period = {"from": BEGIN.isoformat(), "to": (BEGIN + HOUR).isoformat()}
        passes = (await cora.get("weighing/v1/machines/wl-1/passes", params=period)).json()
    await expect(lanes.locator(".tone-load")).to_have_count(len(passes["items"]))
    await expect(lanes).to_contain_text(re.compile(r"Passes up to 7\.6\st"))


async def _lanes(page: Page, visitor: Visitor, machine: str, begin: datetime, end: datetime) -> Locator:
    """Return what a machine did in a time, once it is drawn."""
    await visitor.open(f"/machines/{machine}?from={begin:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}")
    lanes = page.get_by_role("slider", name=re.compile("^Moment"))
    await expect(lanes).to_have_attribute("data-drawn", re.compile(r"\d"))
    return lanes
