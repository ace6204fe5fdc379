"""Can an administrator bring a customer in, with a site and a machine, sell the machine and take it out of service?"""

import json
import re

import pytest
from playwright.async_api import Locator, Page, expect

from deploy.patience import wait_until
from tests.e2e.conftest import Scene, Visitor
from tests.e2e.platform import ADMINISTRATOR, PASSWORD
from tests.e2e.unit import is_let_in
from tests.models.positioning.truck import ZONES
from tests.services.positioning.conftest import drawn
from tests.services.registry.arrangement import commission, tenure

pytestmark = pytest.mark.asyncio(loop_scope="session")

ABOUT_SITE = {"Time zone": "Europe/Vienna", "Latitude": "60,184", "Longitude": "15.427"}


async def _add(page: Page, book: str, one: str, fields: dict[str, str], **choices: str) -> Locator:
    """Add a thing to one of the registry's books, and return its row."""
    await page.get_by_role("navigation", name="Access").get_by_role("link", name=book, exact=True).click()
    await page.get_by_text(f"Add a {one}", exact=True).click()
    for label, value in fields.items():
        await page.get_by_label(label).and_(page.locator("form:not([role]) *")).fill(value)
    for label, value in choices.items():
        await page.get_by_label(label, exact=True).select_option(value)
    await page.get_by_role("button", name="Add", exact=True).click()
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=fields["Id"], exact=True))


async def test_a_customer_comes_in_with_a_site_a_user_and_a_machine_that_connects(
    visitor: Visitor, scene: Scene
) -> None:
    page = await visitor.sign_in(ADMINISTRATOR, "/access")
    row = await _add(page, "Customers", "customer", {"Id": "eder", "Name": "Eder Kies"}, Region="south")
    await expect(row).to_contain_text("Eder Kies")
    site = {"Id": "eder-hill", "Name": "Eder Hill", **ABOUT_SITE, "Zones and roads": '{"type": '}
    row = await _add(page, "Sites", "site", site, Customer="eder", Region="south")
    area = page.get_by_label("Zones and roads")
    await expect(area).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_role("alert")).to_contain_text("this is not JSON")
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Eder Hill")
    await area.fill(json.dumps(drawn(*ZONES)))
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(row).to_contain_text("Europe/Vienna")
    who = {"Id": "edda", "Name": "Edda", "Password": PASSWORD}
    row = await _add(page, "Users", "user", who, Role="customer", Customer="eder")
    await expect(row).to_contain_text("Edda")
    await _commission(page, scene)
    await page.get_by_role("button", name="Sign out").click()
    await visitor.sign_in("edda", "/fleet")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.get_by_role("link", name="Kiesel").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Kiesel")
    await visitor.open("/sites/eder-hill")
    await expect(page.get_by_role("main")).to_contain_text("Hopper")
    assert all("422" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()


async def _commission(page: Page, scene: Scene) -> None:
    await page.get_by_role("navigation", name="Access").get_by_role("link", name="Machines").click()
    await page.get_by_text("Commission a machine").click()
    for label, value in {"Id": "eder-1", "Name": "Kiesel", "Serial number": "E-1"}.items():
        await page.get_by_label(label, exact=True).fill(value)
    for label, value in {"Model": "l220", "Customer": "eder", "On the site": "eder-hill"}.items():
        await page.get_by_label(label, exact=True).select_option(value)
    await page.get_by_role("button", name="Commission it").click()
    secret = page.locator("#secret")
    await expect(secret).to_be_focused()
    password = await secret.inner_text()
    assert len(password) >= 20
    broker = scene.platform.servers.mosquitto
    wait_until(lambda: is_let_in(broker, "eder-1", password), 10, "The machine is not let in")
    await page.reload()
    await expect(secret).to_have_count(0)
    await expect(page.get_by_role("row").filter(has_text="Kiesel")).to_contain_text("Eder Kies")


async def test_a_machine_is_sold_gets_other_credentials_and_is_taken_out_of_service(
    visitor: Visitor, scene: Scene
) -> None:
    broker = scene.platform.servers.mosquitto
    async with scene.platform.administration() as registry:
        had = tenure("acme", "2026-01-01T00:00:00Z", site="acme-south")
        told = await commission(registry, had, id="old-1", name="Old Iron")
        page = await visitor.sign_in(ADMINISTRATOR, "/access/machines?q=Old+Iron")
        await page.get_by_role("link", name=re.compile("^Who can see it.*Old Iron$")).click()
        await expect(page.get_by_role("region", name="Who can see it").first).to_contain_text("Acme")
        await page.get_by_text("Sell, rent out or move it").click()
        await page.get_by_label("To", exact=True).select_option("bolt")
        await page.get_by_role("button", name="Let it begin").click()
        tenures = page.get_by_role("region", name="Who had it when").locator("tbody tr")
        await expect(tenures).to_have_count(2)
        await expect(tenures.first).to_contain_text(re.compile("Bolt.*further notice"))
        found = (await registry.get("/v1/machines/old-1/tenures")).json()["items"]
        assert sorted((one["customer"], one["to"] is None) for one in found) == [("acme", False), ("bolt", True)]
        await page.get_by_text("Give it other credentials").click()
        await page.get_by_role("button", name="Make other credentials").click()
        password = await page.locator("#secret").inner_text()
        wait_until(lambda: is_let_in(broker, "old-1", password), 10, "The other credentials do not hold")
        assert not is_let_in(broker, "old-1", told["credentials"]["password"])
        await _decommission(page)
        machine = (await registry.get("/v1/machines/old-1")).json()
        assert machine["decommissioned_at"]
    wait_until(lambda: not is_let_in(broker, "old-1", password), 10, "The machine is still let in")
    assert all("422" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()


async def _decommission(page: Page) -> None:
    await page.get_by_text("Decommission it", exact=True).click()
    typed = page.get_by_label("Its id, to confirm")
    await typed.fill("Old Iron")
    await page.get_by_role("button", name="Decommission it for good").click()
    await expect(page.get_by_role("alert")).to_contain_text("write the machine's id, 'old-1', to confirm")
    await typed.fill("old-1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_contain_text("decommissioned")
    await expect(page.get_by_text("Sell, rent out or move it")).to_have_count(0)
