"""Is every page usable by everybody, on every screen, dark and light?"""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import Scene, Visitor
from tests.e2e.usable import WIDER, serious

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = (
    "/triage",
    "/fleet",
    "/sites",
    "/sites/acme-north",
    "/sites/acme-north/replay",
    "/sites/acme-north/traffic?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z",
    "/sites/acme-north/production",
    "/sites/acme-north/plan",
    "/machines/{Axel}",
    "/machines/{Lena}",
    "/services",
    "/alerts",
    "/benchmark",
    "/access",
    "/access/consents",
    "/access/machines",
    "/access/machines/{Axel}",
    "/nowhere",
)
HIDDEN = """
Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});
document.dispatchEvent(new Event('visibilitychange'));
"""


def _path(page: str, scene: Scene) -> str:
    for name, machine in scene.machines.items():
        page = page.replace(f"{{{name}}}", machine)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_screen_reader_finds_its_way(chromium: Browser, scene: Scene, theme: str) -> None:
    context = await chromium.new_context(viewport={"width": 1440, "height": 900})
    await context.add_cookies([{"name": "theme", "value": theme, "url": scene.platform.url}])
    visitor = Visitor(await context.new_page(), scene.platform.url)
    visitor.watch()
    page = await visitor.open("/sign-in")
    found = {"/sign-in": await serious(visitor)}
    await visitor.sign_in()
    for path in PAGES:
        page = await visitor.open(_path(path, scene))
        await expect(page.get_by_role("main")).to_be_visible()
        found[path] = await serious(visitor)
    await context.close()
    assert {path: problems for path, problems in found.items() if problems} == {}
    assert [complaint for complaint in visitor.wrong if "/nowhere" not in complaint] == []


@pytest.mark.parametrize("width", [360, 768, 1024])
async def test_no_page_is_wider_than_the_screen(chromium: Browser, scene: Scene, width: int) -> None:
    context = await chromium.new_context(viewport={"width": width, "height": 800})
    visitor = Visitor(await context.new_page(), scene.platform.url)
    await visitor.sign_in()
    wider = {}
    for path in PAGES:
        page = await visitor.open(_path(path, scene))
        wider[path] = await page.evaluate(WIDER)
    await context.close()
    assert {path: parts for path, parts in wider.items() if parts} == {}


async def test_the_keyboard_leads_past_the_navigation(visitor: Visitor) -> None:
    page = await visitor.sign_in(path="/fleet")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()
    await page.keyboard.press("/")
    await expect(page.get_by_label("Search machines")).to_be_focused()


async def test_an_ended_session_is_told_on_the_open_page_and_leads_back(visitor: Visitor) -> None:
    page = await visitor.sign_in(path="/fleet?sort=name")
    await expect(page.locator("html")).to_have_attribute("data-stream", "live")
    await page.context.clear_cookies()
    # A page that nobody looks at follows nothing; looked at again, it asks anew.
    await page.evaluate(HIDDEN)
    await page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.get_by_role("status")).to_contain_text("Your session has ended.")
    await page.get_by_role("link", name="Sign in again").click()
    await expect(page.get_by_text("Sign in again to carry on where you were.")).to_be_visible()
    assert all("401" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()
    await visitor.fill_in("anna")
    await expect(page).to_have_url(re.compile(r"/fleet\?sort=name"))
