"""Can a shift be seen again: played, moved by keyboard, and sent to somebody by its address?"""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, Request, expect

from tests.e2e.conftest import Scene, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOMENT = "() => Number(document.querySelector('[data-replay]').dataset.drawn)"


async def _moment(page: Page) -> float:
    handle = await page.wait_for_function(MOMENT)
    return float(await handle.json_value())


def _past_shift() -> dict[str, str]:
    """Return the date and name of a shift that was over by now, all of it within what Axel remembers."""
    local = (datetime.now(UTC) - timedelta(hours=9)).astimezone(ZoneInfo("Europe/Stockholm"))
    shift = "early" if 6 <= local.hour < 14 else "late" if 14 <= local.hour < 22 else "night"
    begun = local - timedelta(days=1) if local.hour < 6 else local
    return {"date": f"{begun:%Y-%m-%d}", "shift": shift}


async def test_a_shift_is_played_moved_and_found_again_by_its_address(visitor: Visitor, scene: Scene) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/tracks?" in request.url:
            asked.append(request.url)

    page = await visitor.sign_in(path="/sites/acme-north")
    await page.get_by_role("link", name="Replay", exact=True).click()
    await expect(page.get_by_role("heading", name="Replay")).to_be_visible()
    page.on("request", note)
    await visitor.open(f"/sites/acme-north/replay?{urlencode(_past_shift())}")
    slider, first = page.get_by_role("slider", name="Moment of the shift"), await _moment(page)
    await slider.focus()
    await page.keyboard.press("ArrowRight")
    await page.wait_for_function(f"first => ({MOMENT})() === first + 5", arg=first)
    await page.get_by_label("Speed").select_option("600")
    await slider.focus()
    await page.keyboard.press(" ")
    await page.wait_for_function(f"first => ({MOMENT})() > first + 600", arg=first)
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()
    await slider.focus()
    await page.keyboard.press(" ")
    await expect(page).to_have_url(re.compile("shift=.*at="))
    stopped = await _moment(page)
    assert len(asked) < 20
    spot = page.locator(f".spots [data-machine='{scene.machines['Axel']}']")
    await expect(spot).to_contain_text("working")
    await page.reload()
    assert int(await _moment(page)) == int(stopped)


async def test_a_day_without_a_shift_that_has_begun_says_so(visitor: Visitor) -> None:
    later = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    page = await visitor.sign_in(path=f"/sites/acme-north/replay?date={later}")
    await expect(page.get_by_role("heading", name="No shift of this day has begun")).to_be_visible()
