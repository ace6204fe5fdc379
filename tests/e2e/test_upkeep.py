"""Can somebody see in a browser what is best repaired when, plan it, and say what was found?"""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from services.kit.model import Shelf
from services.maintenance.forecast.bench import bench_of
from services.maintenance.forecast.worker import score_due, take
from tests.e2e.conftest import Visitor
from tests.e2e.pit import SITE, Pit
from tests.e2e.usable import assert_usable
from tests.services.maintenance.conftest import event_of, shelf
from tests.services.maintenance.wear import diagnosis, suspect

__all__ = ["shelf"]

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = f"/sites/{SITE}/plan"


@pytest.fixture(scope="module")
def worn(pit: Pit, shelf: Shelf) -> Pit:
    """The pit, after diagnostics told that parts of two of its loaders wear, and what is left of them was forecast."""
    asyncio.run(_forecast(pit, shelf))
    return pit


async def _forecast(pit: Pit, shelf: Shelf) -> None:
    async with pit.house() as house:
        resources = (await house.open("maintenance")).state.resources
        for machine in ("wl-1", "wl-2"):
            await take(resources, event_of(diagnosis(machine, suspect("turbocharger_wear", 0.95))))
        while await score_due(resources, bench_of(shelf.folder)):
            pass


async def _orders(pit: Pit, machine: str) -> list[dict[str, str]]:
    async with pit.as_user("wes") as wes:
        told = (await wes.get("maintenance/v1/work-orders", params={"machine": machine})).json()["items"]
    found: list[dict[str, str]] = told
    return found


async def test_a_stop_is_moved_planned_and_started_and_what_was_found_is_told(visitor: Visitor, worn: Pit) -> None:
    page = await visitor.sign_in("wes", f"/sites/{SITE}")
    await page.get_by_role("navigation", name="Slate Pit").get_by_role("link", name="Maintenance plan").click()
    await expect(page.get_by_role("img", name=re.compile("^Stops over"))).to_contain_text("Lou")
    stop = page.locator("#stop-wl-1")
    await expect(stop).to_contain_text("turbocharger wear")
    await stop.get_by_text("What it costs to move it").focus()
    await page.keyboard.press("Enter")
    moves = stop.get_by_role("region", name=re.compile("^Moving the stop")).get_by_role("row")
    row = moves.last
    await expect(row).to_be_visible()
    cells = await row.locator("td").all_inner_texts()
    when = stop.get_by_label("When")
    # The last row is the last choice: the same day, and what it costs.
    (choice,) = [one for one in await when.locator("option").all_inner_texts() if cells[0] in one]
    assert f"{cells[1]} more, fails before {cells[2]}" in choice
    await when.select_option(choice)
    await stop.get_by_role("button", name="Make a work order").click()
    await expect(stop).to_contain_text(re.compile(rf"Work order \d+, scheduled, for {re.escape(cells[0])}"))
    await assert_usable(visitor)
    await _start_and_close(page, "Lou", "It had failed, and is repaired")
    await expect(stop).to_have_count(0)
    [order] = await _orders(worn, "wl-1")
    assert (order["state"], order["outcome"], order["found"], order["mode"]) == (
        "closed",
        "confirmed",
        "failed",
        "turbocharger_wear",
    )


async def _start_and_close(page: Page, machine: str, found: str) -> None:
    order = page.locator(".order").filter(has_text=machine)
    await order.get_by_role("button", name="Start").click()
    await expect(order).to_contain_text("started")
    await expect(order.get_by_role("button", name="Start")).to_have_count(0)
    await order.get_by_label(re.compile("^What was found")).select_option(found)
    await order.get_by_role("button", name="Close").click()
    await expect(order).to_have_count(0)


async def test_what_it_was_instead_is_told_and_kept_to_learn_from(visitor: Visitor, worn: Pit) -> None:
    page = await visitor.sign_in("cora", PAGE)
    await page.get_by_role("button", name=re.compile("^Make a work order.*Nan$")).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#stop-wl-2")).to_contain_text("scheduled")
    await _start_and_close(page, "Nan", "It was air filter clogging")
    async with worn.as_user("cora") as cora:
        labels = (await cora.get("maintenance/v1/labels")).json()["items"]
    [told] = [one for one in labels if one["machine"] == "wl-2"]
    assert (told["mode"], told["outcome"], told["true_mode"]) == (
        "turbocharger_wear",
        "other_cause",
        "air_filter_clogging",
    )
