"""Does a browser show what a site produced, in which shift, what is missing, and all of it on paper?"""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.pit import CLOCK, SITE, Pit
from tests.e2e.usable import assert_usable
from tests.services.positioning.shift import BEGIN, HOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = f"/sites/{SITE}/production"
BEGAN = BEGIN.astimezone(CLOCK)


async def test_a_customer_reads_what_a_shift_hauled_and_takes_it_home_on_paper(visitor: Visitor, worked: Pit) -> None:
    page = await visitor.sign_in("cora", f"/sites/{SITE}")
    await page.get_by_role("navigation", name="Slate Pit").get_by_role("link", name="Production").click()
    spans = page.get_by_role("navigation", name="Which time")
    await expect(spans.get_by_role("link", name="Today")).to_have_attribute("aria-current", "true")
    await spans.get_by_role("link", name=re.compile(rf"^Shift early, .*\b{BEGAN.day}\b")).click()
    await expect(page).to_have_url(re.compile(f"shift=early&date={BEGAN.date()}$"))
    for words in ("Hauled150 t", "Dug30 t", "Cycles5", "Fuel1.44 L/t", "10/10/20 ruleNot kept"):
        await expect(page.locator(".facts")).to_contain_text(words)
    await expect(page.get_by_role("row").filter(has_text="Tess")).to_contain_text("150 t")
    await expect(page.get_by_role("row").filter(has_text="Lou")).to_contain_text("its boom")
    await assert_usable(visitor)
    await expect(page.get_by_text(re.compile("5 cycles hauled 150 ±"))).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="PDF").click()
    file = await download.value
    assert file.suggested_filename == f"{SITE}-shift-early-{BEGAN.date()}.pdf"
    paper = await asyncio.to_thread(Path(await file.path()).read_bytes)
    assert (paper[:5], paper.rstrip()[-5:], len(re.findall(rb"/Type /Page\b", paper))) == (b"%PDF-", b"%%EOF", 1)
    for words in ("Slate Pit", "Cora of Corrib"):
        assert words.encode() in paper


async def test_the_table_behind_the_drawing_adds_up_to_what_the_api_tells(visitor: Visitor, worked: Pit) -> None:
    page = await visitor.sign_in("wes", f"{PAGE}?span=yesterday")
    await page.get_by_role("link", name="7 days").click()
    await expect(page.get_by_role("heading", name="Tonnes by day")).to_be_visible()
    await page.get_by_text("The same as a table").focus()
    await page.keyboard.press("Enter")
    days = page.get_by_role("table").filter(has_text="Day").locator("tbody tr")
    await expect(days).to_have_count(7)
    told = [line.split("\t")[-1] for line in await days.all_inner_texts()]
    async with worked.as_user("wes") as wes:
        period = {"from": BEGIN.isoformat(), "to": (BEGIN + 4 * HOUR).isoformat()}
        answer = await wes.get(f"site/v1/sites/{SITE}/production", params=period)
    assert sum(map(int, told)) == answer.json()["totals"]["cycles"] == 5


async def test_while_weighing_is_away_it_is_said_what_is_missing_and_who_misses_it_and_the_rest_is_shown(
    visitor: Visitor, worked: Pit
) -> None:
    page = await visitor.sign_in("cora", f"{PAGE}?span=week")
    facts = page.locator(".facts")
    await expect(facts).to_contain_text("Dug30 t")
    with worked.platform.without("weighing"):
        await page.reload()
        await expect(page.get_by_role("status").filter(has_text="Missing: ")).to_contain_text("weighing")
        await expect(facts).to_contain_text("Cycles5")
        await expect(facts).not_to_contain_text("30 t")
        await _is_missed(visitor)
    await visitor.open(f"{PAGE}?span=week")
    await expect(facts).to_contain_text("Dug30 t")


async def _is_missed(visitor: Visitor) -> None:
    """The page of services tells, once the registry has noticed."""
    page = await visitor.open("/services")
    notice = page.get_by_role("status").filter(has_text="weighing does not answer")
    async with asyncio.timeout(30):
        while not await notice.count():
            await page.reload()
    await expect(notice).to_contain_text(re.compile("Missed by .*dashboard.*site"))
    await notice.get_by_role("link", name="site", exact=True).click()
    await expect(page).to_have_url(re.compile("#site$"))


async def test_others_find_no_such_site(visitor: Visitor, worked: Pit) -> None:
    page = await visitor.sign_in("dara", "/sites")
    await expect(page.locator("body")).not_to_contain_text("Slate Pit")
    await visitor.open(PAGE)
    await expect(page.get_by_role("heading", name="Nothing is here")).to_be_visible()
    assert all("404" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()
