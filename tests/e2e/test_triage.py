"""Does an engineer find in a browser what needs them, and do something about it?"""

import re

import pytest
from playwright.async_api import expect

from services.diagnostics.api import Severity
from tests.e2e.conftest import Scene, Visitor
from tests.e2e.quarry import MARKUP, alarm

FIRST_EVENT = """async (path) => {
  const reader = (await fetch(path)).body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value } = await reader.read();
    if (value.includes("event:")) return await reader.cancel(), value;
  }
}"""

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_engineer_begins_with_what_is_most_at_stake(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in()
    await expect(page.get_by_role("heading", name="Triage")).to_be_visible()
    first = page.locator(".case").first
    await expect(first).to_contain_text("The coolant is far too hot.")
    await expect(first).to_contain_text("Clean the radiator.")
    await expect(page.get_by_role("link", name=MARKUP)).to_be_visible()
    await first.get_by_role("link", name="Axel", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(scene.machines["Axel"])


async def test_an_alert_is_taken_and_snoozed_without_leaving_the_list(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path="/triage")
    case = page.locator(f"#case-{scene.machines[MARKUP]}")
    await case.get_by_role("button", name="Acknowledge").focus()
    await page.keyboard.press("Enter")
    await expect(case).to_contain_text("acknowledged")
    await expect(page.get_by_role("status").filter(has_text="Acknowledged")).to_contain_text(MARKUP)
    await expect(case.get_by_role("link", name=MARKUP)).to_be_focused()
    await case.get_by_role("button", name="I take it").click()
    await expect(case).to_contain_text("with you")
    await case.get_by_label("How long to snooze").select_option("a week")
    await case.get_by_role("button", name="Snooze").click()
    await expect(case).to_contain_text("snoozed until")
    await page.locator("#choice-state").select_option("snoozed")
    await expect(page.locator(".case")).to_have_count(1)
    await expect(page).to_have_url(re.compile("state=snoozed"))


async def test_what_changed_before_a_page_began_to_listen_is_shown(visitor: Visitor) -> None:
    page = await visitor.sign_in(path="/triage")
    stream = await page.locator("[data-live]").get_attribute("data-live")
    assert stream
    assert (await page.evaluate(FIRST_EVENT, stream)).startswith("event: pulse")
    assert (await page.evaluate(FIRST_EVENT, stream + "0")).startswith("event: swap")


async def test_what_comes_up_appears_by_itself(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path="/triage")
    await expect(page.locator("html")).to_have_attribute("data-stream", "live")
    await alarm(scene.platform, scene.machines["Bo"], Severity.CRITICAL, "The brakes are hot.")
    await expect(page.get_by_text("The brakes are hot.")).to_be_visible(timeout=15_000)
