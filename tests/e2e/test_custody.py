"""Can customers see in a browser who read their data, take them home, and have counted what an erasure would take?"""

import json
import re
from zipfile import ZipFile

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import Scene, Visitor
from tests.e2e.usable import assert_usable
from tests.patience import dawdle

pytestmark = pytest.mark.asyncio(loop_scope="session")

WITHIN_S = 30


async def test_a_customer_sees_that_an_engineer_reads_a_machine_now(
    chromium: Browser, scene: Scene, visitor: Visitor
) -> None:
    context = await chromium.new_context()
    engineer = Visitor(await context.new_page(), scene.platform.url)
    await engineer.sign_in("anna", f"/machines/{scene.machines['Axel']}")
    page = await visitor.sign_in("carl", "/access")
    await page.get_by_role("link", name="Who read").click()
    row = page.get_by_role("row").filter(has_text="anna").filter(has_text="Axel").first
    # What is read is told within seconds.
    for _ in range(WITHIN_S):
        if await row.count():
            break
        await dawdle(1)
        await page.get_by_role("link", name="Look again").click()
    await expect(row).to_contain_text("For support")
    await assert_usable(visitor)
    await row.get_by_role("link", name="anna").click()
    await expect(page.get_by_text("Only what anna read.")).to_be_visible()
    await page.get_by_label("Machine").fill("axel-is-not-an-id")
    await page.get_by_role("button", name="Show", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("No machine 'axel-is-not-an-id' is known to you.")
    assert all("422" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()
    await context.close()


async def test_a_customer_takes_their_data_home(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in("carl", "/access/data")
    await assert_usable(visitor)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="All but single readings").click()
    archive = ZipFile(await (await download.value).path())
    assert archive.testzip() is None
    told = json.loads(archive.read("manifest.json"))
    rows = {one["file"]: one["rows"] for one in told["files"]}
    assert (told["customer"], rows["registry.customer.jsonl"]) == ("acme", 1)
    assert scene.machines["Axel"] in archive.read("registry.machine.jsonl").decode()


async def test_an_erasure_is_counted_and_waits_for_the_right_word(visitor: Visitor) -> None:
    page = await visitor.sign_in("carl", "/access/data")
    await page.get_by_role("radio", name="Everything").check()
    await page.get_by_role("button", name="Count first").click()
    # The page looks again by itself until it is counted.
    await expect(page.get_by_text("Waits for your word")).to_be_visible(timeout=WITHIN_S * 1000)
    await expect(page).to_have_url(re.compile(r"/access/data/erasures/\d+$"))
    await expect(page.get_by_text("nobody of Acme can sign in")).to_be_visible()
    await assert_usable(visitor)
    await page.get_by_label("Write acme to confirm").fill("Acme")
    await page.get_by_role("button", name="Erase it for good").click()
    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.get_by_role("alert")).to_contain_text("write the customer's id, 'acme', to confirm")
    await page.get_by_role("link", name="Erase nothing").click()
    await expect(page.get_by_role("row").filter(has_text="Everything").first).to_contain_text("Waits for your word")
    assert all("422" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()
