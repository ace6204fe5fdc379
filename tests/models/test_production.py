"""Is it right what is said of trucks that wait for one another, and of one more or less of them?"""

import math
from dataclasses import replace

import numpy as np
import pytest

from models.production import Network, Round, Route, TooManyTrucks, changes, flow, matches, network_of


def _route(trucks: int, *, loader_s: float = 180.0, dump_s: float = 30.0, varies: float = 1.0) -> Route:
    return Route({"loader": loader_s, "dump": dump_s}, {"loader": varies, "dump": varies}, 400.0, trucks)


def test_a_truck_alone_never_waits() -> None:
    found = flow(Network((_route(1),)))
    assert found.per_h[0] == pytest.approx(3600 / 610)
    assert found.waits_s[0] == pytest.approx(0.0)
    assert found.busy["loader"] == pytest.approx(180 / 610)


def test_many_trucks_carry_what_the_slowest_station_serves() -> None:
    found = flow(Network((_route(25),)))
    assert found.per_h[0] == pytest.approx(3600 / 180, rel=1e-3)
    assert found.busy["loader"] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("trucks", [1, 2, 3, 5])
def test_with_services_of_any_length_it_is_the_known_formula_of_a_closed_loop(trucks: int) -> None:
    # A loader and trucks on their way are a machine-repair model: Poisson sums truncated at the number of trucks.
    route = Route({"loader": 180.0}, {"loader": 1.0}, 400.0, trucks)
    weights = [math.factorial(trucks) / math.factorial(trucks - k) * (180 / 400) ** k for k in range(trucks + 1)]
    assert flow(Network((route,))).busy["loader"] == pytest.approx(1 - weights[0] / sum(weights), rel=1e-9)


def test_services_that_hardly_vary_make_trucks_wait_less() -> None:
    steady, wild = (flow(Network((_route(4, varies=varies),))) for varies in (0.1, 1.0))
    assert steady.waits_s[0] < wild.waits_s[0]
    assert steady.per_h[0] > wild.per_h[0]


def test_trucks_of_two_routes_wait_for_one_another_where_both_go() -> None:
    other = Route({"loader": 150.0, "pad": 40.0}, {"loader": 1.0, "pad": 1.0}, 300.0, 2)
    alone = flow(Network((_route(2),)))
    both = flow(Network((_route(2), other)))
    assert both.per_h[0] < alone.per_h[0]
    assert both.busy["loader"] > alone.busy["loader"]
    assert both.busy["pad"] == pytest.approx(both.per_h[1] * 40 / 3600)


def test_too_many_trucks_on_too_many_routes_are_refused() -> None:
    routes = tuple(replace(_route(20), serves_s={f"loader {n}": 100.0}, varies={}) for n in range(5))
    with pytest.raises(TooManyTrucks, match="100 trucks on 5 routes"):
        flow(Network(routes))


def test_a_station_for_which_trucks_come_as_fast_as_it_serves_is_matched() -> None:
    route = Route({"loader": 100.0}, {"loader": 0.1}, 300.0, 4)
    assert matches(Network((route,))) == {"loader": pytest.approx(1.0)}


def _rounds(trucks: int, *, loader: str = "ex-1") -> list[Round]:
    random = np.random.default_rng(1)
    seconds = random.normal([180, 30, 20, 400], 3, (20 * trucks, 4)).tolist()
    return [
        Round(f"ht-{n % trucks}", loader, "hopper", loads, dumps, waits, drives, 40.0)
        for n, (loads, dumps, waits, drives) in enumerate(seconds)
    ]


def test_one_truck_more_gains_less_than_one_less_costs() -> None:
    (one,) = changes(_rounds(3))
    assert one.trucks == 3
    assert 0 < one.more_tph < -one.less_tph
    assert one.bottleneck == "ex-1"


def test_beyond_what_the_loader_serves_another_truck_gains_nothing() -> None:
    (one,) = changes(_rounds(9))
    assert one.more_tph == pytest.approx(0.0, abs=0.5)
    assert one.busy > 0.99


def test_a_route_of_few_cycles_is_left_out() -> None:
    network, routes = network_of([*_rounds(2), *_rounds(1, loader="ex-2")[:3]])
    assert routes == [("ex-1", "hopper")]
    assert len(network.routes) == 1
    assert changes([]) == []
