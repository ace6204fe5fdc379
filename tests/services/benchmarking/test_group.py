"""Who is in a release beside the one before, and which of its groups are told of?"""

from dataclasses import replace

import pytest

from services.benchmarking.release.group import admit, groups
from services.benchmarking.release.making import make
from services.benchmarking.release.market import Market, WorkRow, market_of


@pytest.fixture
def market(work: list[WorkRow]) -> Market:
    """The demo's market."""
    found = market_of(work)
    assert found is not None
    return found


def test_a_truck_that_is_sold_stands_once_for_each_who_had_it(work: list[WorkRow]) -> None:
    mine = [one for one in work if one.machine == "skb-ht-01"]
    sold = [*mine[:5], *(replace(one, owner="mesa") for one in mine[5:])]
    market = market_of(sold)
    assert market is not None
    seller, buyer = market.units
    assert (seller.owner, buyer.owner) == ("granvik", "mesa")
    assert seller.to_time == buyer.from_time
    assert market.told.cycles.tolist() == [5 * 60, (len(mine) - 5) * 60]
    assert market.told.fuel_l[0] == pytest.approx(seller.week.fuel_l)
    assert market_of([]) is None


def test_who_joins_alone_waits_and_where_one_left_nothing_is_told(market: Market) -> None:
    joined = admit(market, {(): market.owners - {"mesa"}})
    assert joined is not None
    assert joined.owners == market.owners - {"mesa"}
    assert admit(market, {(): market.owners | {"gone"}}) is None
    silent = make(market, {(): market.owners | {"gone"}}, 1)
    assert (silent.told, list(silent.placed)) == (False, [])
    three = admit(market, {(): market.owners - {"mesa", "granvik", "jarrah"}})
    assert three is not None
    assert three.owners == market.owners


def test_a_group_is_told_of_where_it_is_safe_and_nobody_came_alone(market: Market) -> None:
    first = {one.path: one for one in groups(market, {})}
    assert first[()].told
    assert {path for path, one in first.items() if len(path) == 1 and one.told} == {
        ("asia-pacific",), ("nordics",), ("north-america",)
    }  # fmt: skip
    before = {path: one.owners for path, one in first.items()}
    before[("nordics",)] = before[("nordics",)] - {"granvik"}
    after = {one.path: one.told for one in groups(market, before)}
    assert after[()]
    assert after["asia-pacific",]
    assert not any(told for path, told in after.items() if path[:1] == ("nordics",))


def test_other_secrets_tell_other_indexes_of_the_same_work(market: Market) -> None:
    one, other = (make(market, {}, seed).placed for seed in (1, 2))
    assert [placed.unit.machine for placed in one] == [placed.unit.machine for placed in other]
    assert [placed.answer for placed in one] != [placed.answer for placed in other]
    assert all(not placed.unit.simulated for placed in one)
