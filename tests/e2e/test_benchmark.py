"""Does a browser show owners where they stand, why they are not told it, and nothing of others?"""

import asyncio
import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from deploy.demo.crew import demo_fleet
from deploy.demo.peer import QUERIES, weeks
from models.benchmarking.quarter import over
from services.benchmarking.release.worker import release_due
from tests.e2e.conftest import Visitor
from tests.e2e.pit import SINCE, Pit, agree
from tests.e2e.quarry import MARKUP
from tests.e2e.usable import assert_usable
from tests.services.registry.arrangement import commission, tenure

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOW = datetime.now(UTC)
# Trucks whose weeks are those of the demo's, by whose they are and how these call them.
TRUCKS = {
    "skb-ht-01": ("corr", MARKUP),
    "skb-ht-02": ("corr", "Uma"),
    "dry-ht-01": ("dunn", "Vic"),
}


@pytest.fixture(scope="module")
def compared(pit: Pit) -> Pit:
    """The pit's platform, after its customers' trucks were compared with simulated peers; Dunn did not agree to it."""
    asyncio.run(_released(pit))
    return pit


async def _released(pit: Pit) -> None:
    async with pit.platform.administration() as registry:
        for machine, (customer, name) in TRUCKS.items():
            had = tenure(customer, SINCE.isoformat())
            await commission(registry, had, id=machine, name=name, model="norrberg-a30")
        await agree(registry, "corr", "benchmarking")
    rows = [*weeks(demo_fleet(), over(NOW))]
    with pit.platform.database.admin() as connection, connection.cursor() as cursor:
        cursor.executemany(QUERIES["keep_peer"], [one for one in rows if one["owner"]])
        cursor.executemany(QUERIES["keep_own"], [one for one in rows if one["machine"] in TRUCKS])
    async with pit.house() as house:
        assert await release_due((await house.open("benchmarking")).state.resources, NOW)


async def test_an_owner_sees_where_a_truck_stands_why_and_what_it_would_be_worth(
    visitor: Visitor, compared: Pit
) -> None:
    page = await visitor.sign_in("cora", "/")
    await page.get_by_role("link", name="Benchmark").click()
    row = page.get_by_role("region", name="Where your machines stand").get_by_role("row").last
    async with compared.as_user("cora") as cora:
        told = (await cora.get("benchmarking/v1/machines/skb-ht-01/benchmark?weeks=13")).json()
    await expect(row).to_contain_text(f"{told['standing']['index']:.2f}")
    await expect(page.get_by_role("img", name=re.compile("^Funnel plot of 1 machine"))).to_be_visible()
    untold = page.get_by_role("region", name="Not told where they stand")
    await expect(untold.get_by_role("link", name="Lou")).to_be_visible()
    await expect(page.get_by_role("main")).not_to_contain_text("Vic")
    await expect(page.get_by_role("heading", name="Markets compared")).to_have_count(0)
    await assert_usable(visitor)
    await row.get_by_role("link", name=MARKUP).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(MARKUP)
    reasons = page.get_by_role("region", name="Why, and what it would be worth").locator("tbody tr")
    await expect(reasons).to_have_count(len(told["reasons"]))
    # Owners count by weights that each release draws: what is worth money differs from one to the next.
    for place, one in enumerate(told["reasons"]):
        await expect(reasons.nth(place)).to_contain_text(one["label"])
        worth = "EUR" if one["eur_a_year"] is not None else "–"
        await expect(reasons.nth(place).get_by_role("cell").last).to_contain_text(worth)
    await assert_usable(visitor)
    await expect(page.get_by_role("region", name="Its own weeks").locator("tbody tr")).to_have_count(len(told["weeks"]))


async def test_who_did_not_agree_hears_why_they_are_not_told_and_where_to_agree(
    visitor: Visitor, compared: Pit
) -> None:
    page = await visitor.sign_in("dara", "/benchmark")
    await expect(page.get_by_role("heading", level=1).locator("..")).to_contain_text("0 of 1 machines")
    untold = page.get_by_role("region", name="Not told where they stand")
    await expect(untold).to_contain_text("Nobody has agreed that this machine is compared")
    await expect(page.get_by_role("main")).not_to_contain_text(MARKUP)
    await untold.get_by_role("link", name="What you give to whom").click()
    await expect(page.get_by_role("heading", name="What you give", exact=True)).to_be_visible()
    await visitor.open("/benchmark/skb-ht-01")
    await expect(page.get_by_role("heading", name="Nothing is here")).to_be_visible()
    await expect(page.get_by_role("main")).not_to_contain_text(MARKUP)
    assert all("404" in complaint for complaint in visitor.wrong)
    visitor.wrong.clear()


async def test_an_engineer_compares_regions_and_a_customers_program_is_refused(visitor: Visitor, compared: Pit) -> None:
    page = await visitor.sign_in("wes", "/benchmark")
    regions = page.get_by_role("region", name="Markets compared").locator("tbody tr")
    await expect(regions).to_have_count(3)
    await expect(regions.filter(has_text="nordics")).to_contain_text(re.compile(r"[\d.]+\s%"))
    async with compared.as_user("cora") as cora:
        assert (await cora.get("benchmarking/v1/regions")).status_code == 403
