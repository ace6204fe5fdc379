"""Is by sums of cycles the same said of trucks as by each cycle?"""

from collections.abc import Sequence

import numpy as np
import pytest

from models.production import Network, Round, Summed, changes, changes_of, route_of

HOURS = 8


def _rounds(trucks: int) -> list[tuple[int, Round]]:
    """Return the cycles of trucks with the hour in which each began, six of each in every hour."""
    random = np.random.default_rng(1)
    seconds = random.normal([180, 30, 20, 370], [30, 5, 5, 40], (6 * HOURS * trucks, 4)).tolist()
    return [
        (n // (6 * trucks), Round(f"ht-{n % trucks}", "face", "hopper", loads, dumps, waits, drives, 40.0))
        for n, (loads, dumps, waits, drives) in enumerate(seconds)
    ]


def _summed(hour: int, rounds: Sequence[Round]) -> Summed:
    loads, dumps = [one.loading_s for one in rounds], [one.dumping_s for one in rounds]
    squares = (sum(one**2 for one in loads), sum(one**2 for one in dumps))
    travelled = float(np.median([one.travelled_s for one in rounds]))
    return Summed(hour, 1, len(rounds), sum(loads), squares[0], sum(dumps), squares[1], travelled)


def _sums(rounds: Sequence[tuple[int, Round]]) -> list[Summed]:
    keys = sorted({(hour, one.truck) for hour, one in rounds})
    return [_summed(key[0], [one for hour, one in rounds if (hour, one.truck) == key]) for key in keys]


def test_one_truck_more_or_less_is_worth_the_same_by_sums_as_by_cycles() -> None:
    rounds = _rounds(3)
    route = route_of("face", "hopper", _sums(rounds))
    assert route is not None
    (by_sums,) = changes_of(Network((route,)), [("face", "hopper")], [40.0])
    (by_cycles,) = changes([one for _, one in rounds])
    assert by_sums.trucks == by_cycles.trucks == 3
    assert by_sums.more_tph == pytest.approx(by_cycles.more_tph, rel=0.02)
    assert by_sums.less_tph == pytest.approx(by_cycles.less_tph, rel=0.02)
    assert by_sums.bottleneck == "face"


def test_trucks_that_take_turns_are_not_there_at_once() -> None:
    rounds = [(hour, one) for hour, one in _rounds(4) if (hour < HOURS / 2) == (one.truck in ("ht-0", "ht-1"))]
    route = route_of("face", "hopper", _sums(rounds))
    assert route is not None
    assert route.trucks == 2


def test_a_truck_that_came_by_once_does_not_count_as_one_more() -> None:
    rounds = [(hour, one) for hour, one in _rounds(3) if one.truck != "ht-2" or hour == 0]
    route = route_of("face", "hopper", _sums(rounds))
    assert route is not None
    assert route.trucks == 2


def test_of_few_cycles_nothing_is_said() -> None:
    assert route_of("face", "hopper", _sums(_rounds(1)[:7])) is None
