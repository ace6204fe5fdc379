"""Does the work of a site hang together: who loads whom, who waits, and where the material goes?"""

from datetime import date

import numpy as np
import pytest

from simulators.fleet import Fleet, Site
from simulators.shift import Day, day_at
from simulators.work.layout import Layout, lay_out
from simulators.work.plan import plan_day
from simulators.work.post import CarrierPost, CrusherPost, DiggerPost, TruckPost
from simulators.work.timeline import Phase, Rows, runs

Plan = tuple[Layout, dict[str, Rows], Day]


@pytest.fixture(scope="module", params=[0, 1, 2])
def plan(demo: Fleet, request: pytest.FixtureRequest) -> Plan:
    """Return a Wednesday at each site of the demo."""
    site = demo.sites[request.param]
    layout, day = lay_out(demo, site), Day(site, date(2026, 11, 18).toordinal())
    return layout, plan_day(layout.posts, day, seed=1), day


def test_phases_follow_one_another_without_gaps_and_everybody_stands_at_both_ends(plan: Plan) -> None:
    _, machines, day = plan
    for rows in machines.values():
        assert rows.start_s[0] == day.start_s
        assert rows.stop_s[-1] == day.stop_s
        assert np.allclose(rows.start_s[1:], rows.stop_s[:-1])
        assert rows.phase[0] == rows.phase[-1] == Phase.OFF


def test_every_engine_is_off_when_a_shift_ends(plan: Plan) -> None:
    layout, machines, day = plan
    for post in layout.posts:
        rows = machines[post.machine.id]
        stops = [window.stop_s for window in day.windows() if window.shift in post.machine.shifts]
        assert (rows.phase[rows.at(np.array(stops) - 30.0)] == Phase.OFF).all()


def test_what_diggers_load_is_what_their_trucks_dump(plan: Plan) -> None:
    layout, machines, _ = plan
    dug = sum(machines[p.machine.id].moved_kg.sum() for p in layout.posts if isinstance(p, DiggerPost))
    dumped = sum(machines[p.machine.id].moved_kg.sum() for p in layout.posts if isinstance(p, TruckPost))
    assert dug == pytest.approx(dumped)
    assert dug > 5e6


def test_the_crusher_crushes_what_was_dumped_before_it(plan: Plan) -> None:
    layout, machines, _ = plan
    crusher = next(p for p in layout.posts if isinstance(p, CrusherPost))
    rows = machines[crusher.machine.id]
    feeders = [p for p in layout.posts if isinstance(p, TruckPost | CarrierPost)]
    fed = sum(machines[p.machine.id].moved_kg.sum() for p in feeders if p.machine.dumps_at == crusher.machine.works_at)
    crushed = (rows.load_kg - rows.end_load_kg)[rows.phase == Phase.CRUSH].sum()
    assert crushed == pytest.approx(fed, rel=0.03)
    assert rows.load_kg.max() <= crusher.model.payload_kg + 1


def test_a_digger_loads_one_truck_at_a_time(plan: Plan) -> None:
    layout, machines, _ = plan
    for digger in (p for p in layout.posts if isinstance(p, DiggerPost)):
        trucks = [p for p in layout.posts if isinstance(p, TruckPost) and p.machine.works_at == digger.machine.works_at]
        rows = [machines[truck.machine.id] for truck in trucks]
        loading = [(r.start_s[i], r.stop_s[i]) for r in rows for i in np.flatnonzero(r.phase == Phase.BEING_LOADED)]
        spans = np.array(sorted(loading))
        assert (spans[1:, 0] >= spans[:-1, 1] - 1e-6).all()


def test_trucks_are_neither_half_empty_nor_overloaded(plan: Plan) -> None:
    """The rule of the trade: the mean at most the rated payload, one load in ten above 110 %, none above 120 %."""
    layout, machines, _ = plan
    for truck in (p for p in layout.posts if isinstance(p, TruckPost)):
        loads = machines[truck.machine.id].moved_kg
        share = loads[loads > 0] / truck.model.payload_kg
        assert 0.88 < share.mean() < 1.0
        assert np.mean(share > 1.1) <= 0.1
        assert share.max() < 1.2


def test_a_haul_cycle_takes_six_to_twenty_minutes_and_is_skewed_to_the_right(plan: Plan) -> None:
    layout, machines, _ = plan
    for truck in (p for p in layout.posts if isinstance(p, TruckPost)):
        rows = machines[truck.machine.id]
        cycles = np.diff(rows.stop_s[rows.phase == Phase.DUMP]) / 60
        assert 6 < np.median(cycles) < 20
        assert cycles.mean() > np.median(cycles)


def test_a_truck_keeps_its_place_from_one_phase_to_the_next(plan: Plan) -> None:
    layout, machines, _ = plan
    table, first, last = layout.atlas.table, layout.atlas.first, layout.atlas.last
    for rows in machines.values():
        end, begin = table[:2, last[rows.track[:-1]]], table[:2, first[rows.track[1:]]]
        assert np.hypot(*(end - begin)).max() < 1.0


def test_diggers_clean_the_floor_in_long_waits_with_an_empty_bucket_and_no_truck_beside_them(plan: Plan) -> None:
    layout, machines, _ = plan
    diggers = [machines[p.machine.id] for p in layout.posts if isinstance(p, DiggerPost)]
    trucks = [machines[p.machine.id] for p in layout.posts if isinstance(p, TruckPost)]
    for rows in diggers:
        tidies = rows.phase == Phase.TIDY
        assert tidies.sum() > 20
        assert rows.load_kg[tidies].max() == 0
    served = {start for rows in trucks for start in rows.start_s[rows.phase == Phase.BEING_LOADED].tolist()}
    assert not served & {start for rows in diggers for start in rows.start_s[rows.phase == Phase.TIDY].tolist()}


@pytest.fixture(scope="module")
def broken(demo: Fleet) -> list[Rows]:
    """Twelve days of a quarry's machines with engines, that break down four times as often as usual."""
    site, first = demo.sites[1], date(2026, 3, 1).toordinal()
    layout = lay_out(demo, site)
    plans = [plan_day(layout.posts, Day(site, first + number), seed=1, stops=4.0) for number in range(12)]
    engines = [post.machine.id for post in layout.posts if not isinstance(post, CrusherPost)]
    return [plan[machine] for plan in plans for machine in engines]


def test_machines_break_down_as_often_as_real_ones_and_are_back_when_the_shift_ends(broken: list[Rows]) -> None:
    stood = np.concatenate([(rows.stop_s - rows.start_s)[rows.phase == Phase.REPAIR] for rows in broken])
    worked = sum(float((rows.stop_s - rows.start_s)[runs(rows.phase)].sum()) for rows in broken)
    assert 40 < 4 * worked / 3600 / len(stood) < 60
    assert 0.5 < np.median(stood) / 3600 < 3
    assert all(rows.phase[-1] == Phase.OFF for rows in broken)


def test_who_waits_long_switches_the_engine_off_after_some_minutes(broken: list[Rows]) -> None:
    idled = [
        (rows.stop_s - rows.start_s)[:-1][(rows.phase[:-1] == Phase.QUEUE) & (rows.phase[1:] == Phase.OFF)]
        for rows in broken
    ]
    minutes = np.concatenate(idled) / 60
    assert len(minutes) > 10
    assert 2 < minutes.min() < minutes.max() < 7


def test_another_seed_makes_another_day(demo: Fleet) -> None:
    site = demo.sites[0]
    layout, day = lay_out(demo, site), Day(site, date(2026, 11, 18).toordinal())
    one, same, other = (plan_day(layout.posts, day, seed)["skb-ht-01"].start_s for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_the_day_on_which_clocks_go_back_has_25_hours_and_one_day_follows_another(demo: Fleet) -> None:
    site = demo.sites[0]
    day = Day(site, date(2026, 10, 24).toordinal())
    assert day.stop_s - day.start_s == 25 * 3600
    assert day.stop_s == Day(site, day.ordinal + 1).start_s


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_moment_lies_in_the_day_that_is_found_for_it(demo: Fleet, number: int) -> None:
    site: Site = demo.sites[number]
    for moment in np.linspace(1.79e9, 1.83e9, 500):
        day = day_at(site, float(moment))
        assert day.start_s <= moment < day.stop_s
        assert all(window.stop_s <= day.stop_s for window in day.windows())
