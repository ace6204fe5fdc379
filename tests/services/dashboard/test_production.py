"""Does the page of a site's production say of which time it tells, what is missing, and nothing of others?"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.dashboard.production.bars import HEIGHT, WIDTH, bars
from services.dashboard.production.period import Asked
from services.site.api import StepRow
from tests.services.dashboard.browser import Stage

LOCAL = ZoneInfo("Europe/Stockholm")
NOON = datetime(2026, 3, 29, 10, tzinfo=UTC)
PAGE = "/sites/acme-north/production"


def step(hour: int, tonnes: float | None) -> StepRow:
    time = NOON + timedelta(hours=hour)
    return StepRow(time=time, cycles=hour, hauled_t=tonnes, dug_t=None, litres=None, queue_share=None, counted_loads=0)


@pytest.mark.parametrize(
    ("span", "hours", "by"),
    [("today", 11.0, "hour"), ("yesterday", 24.0, "hour"), ("week", 11.0 + 6 * 24, "day")],
)
def test_a_day_is_that_of_the_sites_clock(span: str, hours: float, by: str) -> None:
    from_, to, step = Asked(span, None, None).bounds(NOON, LOCAL)
    # On that day clocks went forward: noon came eleven hours after midnight.
    assert ((to - from_.astimezone(UTC)) / timedelta(hours=1), step) == (hours, by)
    assert from_.astimezone(LOCAL).hour == 0


def test_bars_fill_the_drawing_and_what_is_not_known_has_none() -> None:
    drawn = bars([step(0, 50.0), step(1, None), step(2, 130.0)], LOCAL, daily=False)
    assert [one.height for one in drawn.bars] == pytest.approx([HEIGHT * 50 / 130, 0, HEIGHT])
    assert drawn.bars[-1].x + drawn.bars[-1].width <= WIDTH
    assert (drawn.line_t, drawn.bars[0].name) == (100.0, "12:00")
    assert bars([], LOCAL, daily=True).bars == []


async def test_the_page_tells_of_a_site_and_of_its_shifts(full: Stage) -> None:
    for name in ("site", "positioning", "weighing"):
        await full.open(name)
    await full.sign_in()
    for query in ("", "?span=yesterday", "?span=week", "?span=month"):
        page = await full.browser.get(PAGE + query)
        assert page.status_code == 200, page.text
        assert "No machine that you see was heard on the site" in page.text
    assert "Shift " in page.text
    assert (await full.browser.get(f"{PAGE}?span=century")).status_code == 422


async def test_without_the_site_service_the_page_says_so(full: Stage) -> None:
    await full.sign_in()
    assert "The site service does not answer" in (await full.browser.get(PAGE)).text


async def test_what_does_not_answer_is_named_and_the_rest_is_shown(full: Stage) -> None:
    await full.sign_in()
    for name in ("site", "positioning", "weighing"):
        await full.open(name)
    full.stop("positioning")
    page = await full.browser.get(PAGE)
    assert (page.status_code, "Missing: cycles, queues and routes" in page.text) == (200, True)


async def test_a_site_of_others_is_not_there(full: Stage) -> None:
    await full.open("site")
    await full.sign_in("bea")
    assert (await full.browser.get(PAGE)).status_code == 404
