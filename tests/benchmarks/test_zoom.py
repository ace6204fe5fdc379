"""Does the benchmark of zooms tell the quantiles that it says, and look at every level from a year to seconds?"""

from datetime import timedelta
from itertools import pairwise

from benchmarks.zoom.command import LEVELS, quantiles


def test_every_level_is_a_few_times_closer_than_the_one_before() -> None:
    spans = list(LEVELS.values())
    assert (spans[0], spans[-1]) == (timedelta(days=365), timedelta(seconds=10))
    assert all(2 < one / other <= 60 for one, other in pairwise(spans))


def test_quantiles_are_those_of_the_times() -> None:
    assert quantiles([float(i) for i in range(101)]) == {"p50": 50.0, "p95": 95.0}
