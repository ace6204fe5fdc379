"""Do the sums of a truck's weeks follow from what it told, once, also where it came late, and who sees them?"""

from datetime import timedelta

import psycopg
import pytest

from models.benchmarking.indicator import Week, add
from models.benchmarking.tally import Tally
from models.consent import DataGroup
from services.benchmarking.week.row import read_tallies, read_week
from services.benchmarking.week.worker import WEEKS, Looking
from services.kit.auth import Role
from services.kit.resources import Resources
from services.kit.testing import House, see
from services.positioning.haulage.worker import rewind, take_in_due
from tests.models.positioning.truck import FULL_KG, ROAD_M
from tests.services.benchmarking.past import AIR_C, BURNS_LPH, IDLES, roll_up
from tests.services.positioning.conftest import SITE, Ask
from tests.services.positioning.shift import shift, tell
from tests.services.weighing.past import commission

TRUCK, TALE = "ht-1", shift()


async def _sum(house: House) -> float:
    """Let a worker go through the machines twice, and return how many weeks it summed up."""
    app = await house.open("benchmarking", week_every_s=1e-6, release_pause_s=3600)
    before, look = _summed(), Looking(app.state.resources)
    for _ in range(2):
        while await look():
            pass
    return _summed() - before


def _summed() -> float:
    return next(sample.value for one in WEEKS.collect() for sample in one.samples if sample.name.endswith("_total"))


async def _position(house: House, ask: Ask) -> Resources:
    api = await ask("customer:acme")
    assert (await api.get(f"/v1/sites/{SITE}/features")).status_code == 200
    resources: Resources = house.apps["positioning"].state.resources
    while await take_in_due(resources):
        pass
    return resources


def _kept(house: House) -> tuple[Week, Tally]:
    """Return what all weeks together come to: a tale may begin on a Sunday."""
    with house.database.admin() as connection:
        rows = connection.execute("select week::text, haulage::text from benchmarking.machine_week").fetchall()
    tallies = read_tallies([haulage for _, haulage in rows if haulage])
    return add([read_week(week) for week, _ in rows]), tallies.grouped([0] * len(tallies.cycles), 1)


async def test_weeks_follow_from_what_was_told_and_what_came_late(house: House, ask_positioning: Ask) -> None:
    commission(house.database, "customer:acme", TRUCK, "norrberg-a30")
    tell(house.database, TRUCK, TALE, behind=600)
    tell(house.database, TRUCK, TALE, first=1100)
    roll_up(house.database, TRUCK)
    resources = await _position(house, ask_positioning)
    assert await _sum(house) >= 1
    before, _ = _kept(house)
    assert await _sum(house) == 0, "what did not change is not summed up again"
    tell(house.database, TRUCK, TALE, first=600, behind=1100)
    roll_up(house.database, TRUCK)
    assert await rewind(resources, timedelta(0)) == [TRUCK]
    await _position(house, ask_positioning)
    assert await _sum(house) >= 1
    week, tally = _kept(house)
    assert (before.cycles, week.cycles) == (2, 3)
    _is_what_was_told(week, tally)
    await _told_to_its_owner(house)
    _seen_by_purpose_as_far_as_consented(house)


def _is_what_was_told(week: Week, tally: Tally) -> None:
    hours = TALE.now / 3600
    assert week.hours_h == pytest.approx(hours, rel=0.03)
    assert week.fuel_l == pytest.approx(BURNS_LPH * hours, rel=0.03)
    assert week.idle_h == pytest.approx(IDLES * hours, rel=0.03)
    assert (week.payload_kg, week.loads, week.over) == (3 * FULL_KG, 3, 0)
    assert week.phase_s is not None
    assert week.phase_s["queue"] == pytest.approx(60 + 90 + 60 + 3 * 20, abs=10)
    assert tally.cycles.tolist() == [3]
    assert tally.fuel_l[0] == pytest.approx(BURNS_LPH * sum(week.phase_s.values()) / 3600, rel=0.03)
    metres, _, lift, share, air = tally.means[0]
    assert metres == pytest.approx(6 * ROAD_M + 500, rel=0.03)
    # The face lies higher than the hopper.
    assert lift == pytest.approx(-3 * 0.05 * ROAD_M, abs=15)
    assert (share, air) == (pytest.approx(3 * FULL_KG / 23_300), pytest.approx(3 * AIR_C))


async def _told_to_its_owner(house: House) -> None:
    """Its own figures are an owner's, who agreed to nothing."""
    api = await house.api("benchmarking", house.token(Role.CUSTOMER, "customer:acme"))
    told = (await api.get(f"/v1/machines/{TRUCK}/benchmark")).json()
    assert (told["state"], told["standing"]) == ("no_consent", None)
    figures = {one["name"]: one for one in told["total"]}
    assert figures["fuel_l_per_h"]["value"] == pytest.approx(BURNS_LPH, rel=0.03)
    assert figures["fuel_l_per_t"]["exposure"] == pytest.approx(90)
    assert "misuses_per_100h" not in figures, "nobody watched"
    assert 0 < told["weeks"][-1]["coverage"] <= 1


def _seen_by_purpose_as_far_as_consented(house: House) -> None:
    """A view shows of cycles what the policy of their table shows, and weeks are for who has all groups."""
    groups = [group for group in DataGroup if group != DataGroup.HEALTH]
    see(house.database, TRUCK, "purpose:benchmarking", groups=groups, holder="acme")
    see(house.database, TRUCK, "purpose:training", groups=[DataGroup.PRODUCTION], holder="acme")
    viewers = {
        "purpose:benchmarking": (3, True),
        "purpose:training": (0, False),
        "customer:other": (0, False),
        "": (0, False),
    }
    with psycopg.connect(house.database.url("svc_benchmarking")) as connection:
        for viewer, (cycles, weeks) in viewers.items():
            connection.execute("select set_config('howdah.viewers', %s, true)", [viewer])
            found = connection.execute("select * from positioning.cycle_v1").fetchall()
            assert len(found) == cycles, viewer
            assert bool(connection.execute("select * from benchmarking.machine_week").fetchall()) == weeks, viewer
