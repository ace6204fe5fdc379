"""Can people look after keys and consent in a browser, and read in their own numbers?"""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import Scene, Visitor
from tests.e2e.platform import ADMINISTRATOR, PASSWORD
from tests.e2e.quarry import MARKUP

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_customer_makes_a_key_and_revokes_it(visitor: Visitor) -> None:
    page = await visitor.sign_in("carl", "/access")
    await page.get_by_text("Make a key").click()
    await page.get_by_label("What it is for").fill(MARKUP)
    await page.locator("#key-password").fill(PASSWORD)
    await page.get_by_role("button", name="Make the key").click()
    await expect(page.locator("#secret")).to_have_text(re.compile(r"^howdah_\w{49}$"))
    await visitor.open("/access")
    await expect(page.locator("#secret")).to_have_count(0)
    row = page.get_by_role("row").filter(has_text=MARKUP)
    await row.locator("summary").click()
    await row.get_by_label("Your password").fill(PASSWORD)
    await row.get_by_role("button", name="Revoke it").click()
    await expect(page.get_by_text("No key holds at present.")).to_be_visible()


async def test_a_customer_gives_data_of_one_machine_and_takes_them_back(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in("carl", "/access/consents")
    await page.get_by_text("Give data to somebody").click()
    await page.get_by_label("Of which machine").select_option(scene.machines[MARKUP])
    await page.get_by_label("To whom").select_option("platform")
    await page.get_by_label("For what").select_option("training")
    await page.get_by_role("checkbox", name=re.compile("^Engine")).check()
    await page.get_by_role("button", name="Look at it once more").click()
    await expect(page.locator("#sure")).to_contain_text(f"data of these groups: engine of {MARKUP}, to teach models")
    await page.get_by_role("button", name="Give it").click()
    given = page.locator(".consent.seen")
    await expect(given).to_contain_text("Holds")
    async with page.expect_download() as download:
        await given.get_by_role("link", name="Receipt").click()
    assert re.fullmatch(r"consent-\d+\.json", (await download.value).suggested_filename)
    await given.locator("summary").click()
    await given.get_by_label("Why").fill("No more.")
    await given.get_by_role("button", name="Withdraw it").click()
    await expect(page.locator(".consent.seen")).to_contain_text("No more.")


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(visitor: Visitor) -> None:
    page = await visitor.sign_in(ADMINISTRATOR, "/access/users")
    await page.get_by_text("Add a user").click()
    await page.locator("#f-id").fill("Not A Name")
    await page.locator("#f-name").fill("Nora")
    await page.locator("#f-role").select_option("engineer")
    await page.locator("#f-password").fill("a long enough one")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("a user name has")
    await expect(page.locator("#f-name")).to_have_value("Nora")
    # In place: the page was not loaded again, and who listens hears what is wrong.
    await expect(page).to_have_url(re.compile("/access/users$"))
    await expect(page.get_by_role("alert")).to_be_focused()
    assert all("422" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()


async def test_numbers_are_those_of_the_browsers_language(chromium: Browser, scene: Scene) -> None:
    context = await chromium.new_context(locale="de-DE")
    visitor = Visitor(await context.new_page(), scene.platform.url)
    page = await visitor.sign_in(path=f"/machines/{scene.machines['Axel']}")
    await expect(page.locator("#reading-engine_hours_h")).to_contain_text("1.234,5")
    await visitor.open("/access")
    await page.get_by_label("Numbers and dates").select_option("sv")
    await page.get_by_role("button", name="Write them so").click()
    await visitor.open(f"/machines/{scene.machines['Axel']}")
    await expect(page.locator("#reading-engine_hours_h")).to_contain_text("1\u00a0234,5")
    await context.close()


async def test_an_alert_is_found_commented_and_shown_as_text(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path=f"/alerts?machine={scene.machines[MARKUP]}")
    await page.get_by_role("link", name=MARKUP).last.click()
    await page.get_by_label("Comment").fill(MARKUP)
    await page.get_by_role("button", name="Comment").click()
    await expect(page.locator("blockquote", has_text=MARKUP)).to_be_visible()
    await visitor.open("/alerts?machine=WL_7")
    await expect(page.get_by_role("alert")).to_contain_text("No machine 'WL_7' is known to you.")
