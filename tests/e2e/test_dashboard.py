"""Can people do in a browser what they come for?"""

import re

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.conftest import service_names
from tests.e2e.conftest import Scene, Visitor
from tests.e2e.quarry import MARKUP, place

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_engineer_signs_in_searches_and_opens_a_machine(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path="/fleet")
    await expect(page.get_by_role("heading", name="Fleet")).to_be_visible()
    await expect(page.locator("tbody tr")).to_have_count(5)
    await page.get_by_label("Search machines").fill("bolt")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"q=bolt"))
    await expect(page.get_by_label("Customer")).to_contain_text("Bolt (1)")
    await expect(page.get_by_label("Customer")).not_to_contain_text("Acme")
    await page.get_by_role("link", name="Bo", exact=True).click()
    await expect(page).to_have_url(re.compile(f"/machines/{scene.machines['Bo']}"))
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Bo")
    await page.go_back()
    await expect(page.locator("tbody tr")).to_have_count(1)


async def test_markup_in_a_machines_name_is_shown_as_text(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path="/fleet")
    await expect(page.get_by_role("link", name=MARKUP)).to_be_visible()
    await visitor.open("/sites/acme-north")
    # Whether it shows depends on who stands beside it: of names that would lie on one another one stays.
    await expect(page.locator(".machine-name", has_text=MARKUP)).to_have_count(1)
    await visitor.open(f"/machines/{scene.machines[MARKUP]}")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(MARKUP)


async def test_the_list_shows_what_comes_in_by_itself(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path="/fleet")
    row = page.locator(f"#machine-{scene.machines['Axel']}")
    await expect(row).to_contain_text("rpm")
    scene.platform.say(scene.machines["Axel"], engine_speed_rpm=1777)
    await expect(row).to_contain_text("1,777 rpm", timeout=15_000)


async def test_a_row_that_changes_keeps_the_focus(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path="/fleet")
    link = page.get_by_role("link", name="Axel", exact=True)
    await link.focus()
    scene.platform.say(scene.machines["Axel"], engine_speed_rpm=1666)
    await expect(page.locator(f"#machine-{scene.machines['Axel']}")).to_contain_text("1,666", timeout=15_000)
    await expect(link).to_be_focused()


async def test_machines_move_on_the_map(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in(path="/sites/acme-north")
    marker = page.get_by_role("link", name=re.compile("^Axel:"))
    spot = page.locator(f"#spot-{scene.machines['Axel']}")
    await expect(spot).to_contain_text("North face")
    before = await marker.bounding_box()
    scene.platform.say(scene.machines["Axel"], **place(230, 60))
    await expect(spot).to_contain_text("Haul road", timeout=15_000)
    await page.wait_for_function(
        "x => document.querySelector('[aria-label^=\"Axel:\"]').getBoundingClientRect().x > x + 20",
        arg=before and before["x"],
    )
    await page.get_by_role("button", name="Show Axel on the map").click()
    await expect(marker).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/machines/"))


async def test_a_customer_sees_only_theirs(visitor: Visitor, scene: Scene) -> None:
    page = await visitor.sign_in("bea", "/fleet")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await expect(page.get_by_role("link", name="Bo", exact=True)).to_be_visible()
    await expect(page.locator("body")).not_to_contain_text("Axel")
    answer = await page.request.get(f"{visitor.url}/machines/{scene.machines['Axel']}", headers={"Accept": "text/html"})
    assert answer.status == 404
    await visitor.open("/sites")
    await expect(page.get_by_role("link", name="Granite Hill")).to_have_count(0)


async def test_signing_out_leaves_nothing_behind(visitor: Visitor) -> None:
    page = await visitor.sign_in(path="/fleet")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert await page.context.cookies() == []


async def test_a_phones_bar_names_where_it_leads_and_its_menu_holds_the_rest(visitor: Visitor) -> None:
    page = await visitor.sign_in(path="/fleet")
    await page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Triage", "Alerts", "Fleet", "Sites"):
        box = await page.get_by_role("link", name=name, exact=True).bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 48
    await expect(page.get_by_role("link", name="Access", exact=True)).to_be_hidden()
    menu = page.get_by_role("button", name="Menu")
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    await expect(menu).to_be_focused()
    await menu.click()
    await page.get_by_role("link", name="Access", exact=True).click()
    await expect(page).to_have_url(re.compile("/access$"))
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_wrong_password_is_told_and_another_try_succeeds(visitor: Visitor) -> None:
    page = await visitor.open("/sign-in")
    await page.get_by_label("User name").fill("anna")
    await page.get_by_label("Password").fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("not right")
    visitor.wrong.clear()
    await visitor.sign_in()


async def test_the_theme_changes_in_place_and_stays(visitor: Visitor) -> None:
    page = await visitor.sign_in(path="/fleet")
    await page.get_by_role("button", name="Dark").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 19, 22)"
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_the_drawing_of_services_shows_who_asks_whom_and_leads_to_each(visitor: Visitor) -> None:
    page = await visitor.sign_in("dev", "/services")
    cards = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="OpenAPI"))
    # Ingest is no folder of services, and stands among them.
    count = len(service_names()) + 1
    await expect(cards).to_have_count(count)
    await expect(page.locator(".graph .node")).to_have_count(count)
    site = page.locator("#site")
    asks = site.get_by_text("Asks", exact=True).locator("..").get_by_role("link")
    await expect(asks.filter(has_text="weighing")).to_be_visible()
    await page.get_by_role("region", name="Drawing of who asks whom").get_by_text("site", exact=True).click()
    await expect(page).to_have_url(re.compile("#site$"))
    await asks.filter(has_text="weighing").click()
    await expect(page).to_have_url(re.compile("#weighing$"))
    await expect(page.locator("#weighing")).to_contain_text("Running")


async def test_every_service_has_documentation_to_read_and_try(visitor: Visitor) -> None:
    page = await visitor.sign_in("dev", "/services")
    await page.locator("#registry").get_by_role("link", name="Documentation").click()
    await expect(page.get_by_text("/v1/machines", exact=True).first).to_be_visible(timeout=15_000)


async def test_without_javascript_everything_can_be_read_and_filtered(chromium: Browser, scene: Scene) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    visitor = Visitor(await context.new_page(), scene.platform.url)
    page = await visitor.sign_in(path="/fleet")
    await page.get_by_label("Kind").select_option("haul_truck")
    await page.get_by_role("button", name="Apply").click()
    await expect(page.locator("tbody tr")).to_have_count(1)
    await visitor.open(f"/machines/{scene.machines['Axel']}")
    await expect(page.locator("#reading-engine_hours_h")).to_contain_text("1,234.5 h")
    await expect(page.get_by_text("Charts need JavaScript")).to_be_visible()
    await visitor.open("/sites/acme-north")
    await expect(page.locator("svg.plan .plan-machine").first).to_be_visible()
    await context.close()


async def test_whoever_signs_in_is_counted_by_the_address_that_the_door_saw_and_not_by_what_they_say(
    scene: Scene,
) -> None:
    # Every address of 127.0.0.0/8 is this machine's, and the platform itself has only the first.
    person, told = "127.0.0.77", "127.0.0.78"
    transport = httpx.AsyncHTTPTransport(local_address=person)
    headers = {"Origin": scene.platform.url, "X-Forwarded-For": told}
    async with httpx.AsyncClient(base_url=scene.platform.url, transport=transport, headers=headers) as client:
        page = await client.post("/sign-in", data={"name": "nobody", "password": "a guess"})
        program = await client.post("/api/registry/v1/tokens", json={"user": "nobody", "password": "a guess"})
    assert (page.status_code, program.status_code) == (401, 401)
    with scene.platform.database.admin() as connection:
        rows = connection.execute("select subject, attempts from registry.sign_in_attempt").fetchall()
    attempts = {subject: count for subject, count in rows if subject in (f"address:{person}", f"address:{told}")}
    assert attempts == {f"address:{person}": 2}
