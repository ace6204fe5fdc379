"""Does a plan do the right jobs at the right time, together where that is cheaper?"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.machines import Kind
from models.phrase import euros
from models.plan import HANDBOOK, Job, Plan, Rates, plan, price_of
from models.prognosis.history import Floats
from models.prognosis.part import PartForecast, usual_h

MODES = sorted(HANDBOOK)
Choice = tuple[str, float, float, float, str]


def job(mode: str, life_h: float, *, spread: float = 0.2, probability: float = 0.9, machine: str = "m1") -> Job:
    """Return a job for a part that dies about then, by a normal distribution cut at the cap."""
    cap_h = usual_h(mode)
    at_h: Floats = np.linspace(0, cap_h, 51)
    dead = np.array([0.5 * (1 + np.tanh((at - life_h) / (1.25 * spread * life_h))) for at in at_h])
    forecast = PartForecast(mode, life_h, life_h * 0.7, life_h * 1.3, cap_h, 12.0, {}, at_h, dead)
    return Job(machine, Kind.HAUL_TRUCK, mode, "", probability, forecast, price_of(mode))


choices = st.tuples(
    st.sampled_from(MODES),
    st.floats(0.1, 1.2),
    st.floats(0.05, 0.4),
    st.floats(0.05, 1.0),
    st.sampled_from(["m1", "m2", "m3"]),
)


def drawn(chosen: Sequence[Choice]) -> list[Job]:
    return [
        job(mode, share * usual_h(mode), spread=spread, probability=probability, machine=machine)
        for mode, share, spread, probability, machine in chosen
    ]


@given(st.lists(choices, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_plan_costs_more_than_each_job_alone_all_at_once_or_waiting(chosen: list[Choice]) -> None:
    told = plan(drawn(chosen))
    assert told.expected_eur <= min(told.singly_eur, told.at_once_eur, told.waiting_eur) + 1e-6
    assert sum(len(stop.tasks) for stop in told.stops) + len(told.watched) == len(chosen)
    assert [stop.at_h for stop in told.stops] == sorted(stop.at_h for stop in told.stops)
    assert all({task.job.machine for task in stop.tasks} == {stop.machine} for stop in told.stops)


@given(st.sampled_from(MODES), st.floats(0.2, 1.0), st.floats(0.3, 0.95))
@settings(max_examples=60, deadline=None)
def test_a_part_that_dies_earlier_is_repaired_no_later(mode: str, share: float, earlier: float) -> None:
    late = plan([job(mode, share * usual_h(mode))])
    early = plan([job(mode, share * usual_h(mode) * earlier)])
    assert when(early) <= when(late)


def when(told: Plan) -> float:
    return told.stops[0].at_h if told.stops else np.inf


def test_jobs_of_a_machine_with_close_times_share_a_stop_and_others_do_not() -> None:
    near = plan([job("turbocharger_wear", 100.0), job("brake_drag", 110.0)])
    assert [len(stop.tasks) for stop in near.stops] == [2]
    apart = plan([job("tyre_pressure_loss", 8.0), job("crusher_liner_wear", 500.0, spread=0.05)])
    assert len(apart.stops) == 1 + (1 - len(apart.watched))
    assert all(len(stop.tasks) == 1 for stop in apart.stops)


def test_machines_of_a_site_share_a_visit() -> None:
    told = plan([job("turbocharger_wear", 100.0), job("turbocharger_wear", 105.0, machine="m2")])
    assert [stop.machine for stop in told.stops] == ["m1", "m2"]
    assert {stop.visit for stop in told.stops} == {0}
    assert told.expected_eur < told.singly_eur


def test_moving_a_stop_costs_and_risks_more_the_later_it_is() -> None:
    stop = plan([job("engine_bearing_wear", 120.0, probability=1.0)]).stops[0]
    assert all(move.more_eur >= 0 for move in stop.moves)
    risks = [stop.risk] + [move.risk for move in stop.moves if move.days > 0]
    assert risks == sorted(risks)
    assert stop.moves[-1].days == 7


def test_a_doubtful_suspicion_that_may_fade_waits_longer_than_a_sure_one() -> None:
    sure, doubtful = (when(plan([job("turbocharger_wear", 150.0, probability=p)])) for p in (0.99, 0.1))
    assert sure < doubtful


def test_own_prices_and_rates_override_the_handbook() -> None:
    assert (
        price_of("alternator", {"alternator": HANDBOOK["clutch_slip"]}).parts_eur == HANDBOOK["clutch_slip"].parts_eur
    )
    told = plan([job("alternator", 30.0)], Rates(visit_eur=5_000.0))
    assert told.expected_eur > plan([job("alternator", 30.0)]).expected_eur
    assert any(euros(5000) in line for line in told.assumptions)
    with pytest.raises(KeyError):
        price_of("sensor_offset")


def test_every_failure_costs_more_than_its_planned_repair() -> None:
    rates = Rates()
    for kind in Kind:
        ratios = [rates.unplanned_eur(price, kind) / rates.planned_eur(price, kind) for price in HANDBOOK.values()]
        assert min(ratios) > 1.4


def test_nothing_suspected_is_nothing_planned() -> None:
    told = plan([])
    assert (told.stops, told.watched, told.expected_eur) == ((), (), 0.0)


def test_a_part_that_fails_before_anybody_can_come_is_not_left() -> None:
    assert when(plan([job("tyre_pressure_loss", 0.5)])) == 8.0
