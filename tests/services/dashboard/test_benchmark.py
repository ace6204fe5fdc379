"""Does the page of comparisons say where machines stand, why not where they are not told, and nothing of others?"""

import html
from datetime import UTC, datetime, timedelta

import pytest

from services.benchmarking.api import Funnel, FunnelLimits, FunnelPoint
from services.dashboard.benchmark.funnel import HEIGHT, LEFT, WIDTH, drawn
from tests.services.dashboard.browser import Stage

EVIL = "<b>&=cmd()"
LIMITS = FunnelLimits(
    cycles=[50, 200, 1000],
    inner_low=[0.9, 0.95, 0.98],
    inner_high=[1.1, 1.05, 1.02],
    outer_low=[0.8, 0.9, 0.96],
    outer_high=[1.2, 1.1, 1.04],
)


def funnel(*points: tuple[int, float]) -> Funnel:
    """Return a funnel plot of machines after so many cycles with such indices."""
    return Funnel(
        limits=LIMITS, points=[FunnelPoint(machine=f"t-{n}", cycles=c, index=i) for n, (c, i) in enumerate(points)]
    )


def test_machines_stand_where_their_cycles_and_indices_are() -> None:
    plot = drawn(funnel((50, 1.0), (1000, 1.3), (10_000_000, 9.0)), {"t-0": EVIL})
    assert plot
    first, second, far = plot.dots
    assert (first.x, first.name, first.usual) == (LEFT, EVIL, True)
    assert LEFT < second.x < far.x == WIDTH
    assert (second.usual, second.y < first.y) == (False, True)
    assert all(0 <= dot.y <= HEIGHT for dot in plot.dots)
    assert {1.0, 1.1} <= {mark.value for mark in plot.up}
    assert [mark.value for mark in plot.across][:3] == [50, 100, 200]


def test_without_limits_there_is_no_drawing() -> None:
    assert drawn(Funnel(limits=LIMITS.model_copy(update={"cycles": []}), points=[]), {}) is None


_WEEK = """
insert into benchmarking.machine_week (
    machine, from_time, to_time, kind, model, source, told_h, week, samples, cycles, cycle_s
) values (%s, %s, now(), 'haul_truck', 'a30', 'telemetry', 9, '{}', 9, 0, 0)
"""
_UPTIME = """
insert into benchmarking.week_uptime (machine, from_time, to_time, sums)
select machine, from_time, to_time, '{"planned_h": 50, "scheduled_h": 40, "down_h": 2, "standing_h": 16}'
from benchmarking.machine_week
"""


def _stood(full: Stage, machine: str) -> None:
    """Let a machine have stood last week, for a known reason and for none."""
    begin = datetime.now(UTC) - timedelta(days=7)
    with full.database.admin() as connection:
        connection.execute(_WEEK, [machine, begin])
        connection.execute(_UPTIME)


@pytest.mark.parametrize("user", ["carl", "anna"])
async def test_who_is_told_nothing_hears_why_and_engineers_hear_of_markets(full: Stage, user: str) -> None:
    machine = await full.machine(name=EVIL, model="a30")
    other = await full.machine("bolt", name="Bolt's", model="a30")
    await full.open("benchmarking")
    await full.sign_in(user)
    page = await full.browser.get("/benchmark")
    assert page.status_code == 200, page.text
    assert EVIL not in page.text
    text = html.unescape(page.text)
    assert "Not told where they stand" in text
    assert EVIL in text
    assert ("Markets compared" in text) == (user == "anna")
    assert (other in text) == (user == "anna")
    _stood(full, machine)
    own = await full.browser.get(f"/benchmark/{machine}")
    assert (own.status_code, EVIL in html.unescape(own.text)) == (200, True)
    assert "55 to 95&nbsp;%, as not every stand was explained" in own.text
    if user == "carl":
        assert (await full.browser.get(f"/benchmark/{other}")).status_code == 404
    full.stop("benchmarking")
    assert "The benchmarking service does not answer" in (await full.browser.get("/benchmark")).text
