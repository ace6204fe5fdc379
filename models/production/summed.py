"""What do trucks do between two places, by sums of their cycles?"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.production.network import Route

# Of fewer cycles of a route nothing is said.
FEWEST = 8


@dataclass(frozen=True)
class Summed:
    """Cycles of one truck in one time between the same places, summed.

    `hours` are those in which any began; `loading_s2` and `dumping_s2` are sums of squares of seconds; `travelled_s` is
    the median of a cycle's seconds on the way, which a break within one does not move.
    """

    time: object
    hours: int
    cycles: int
    loading_s: float
    loading_s2: float
    dumping_s: float
    dumping_s2: float
    travelled_s: float


def route_of(loader: str, dump: str, sums: Sequence[Summed]) -> Route | None:
    """Return what trucks do between a loader and a dump, None of fewer than 8 cycles.

    Its trucks are those that work there at once: truck hours ÷ hours in which any of them worked, rounded.
    """
    cycles = sum(one.cycles for one in sums)
    if cycles < FEWEST:
        return None
    loads = _service(cycles, sum(one.loading_s for one in sums), sum(one.loading_s2 for one in sums))
    dumps = _service(cycles, sum(one.dumping_s for one in sums), sum(one.dumping_s2 for one in sums))
    serves = {loader: loads[0], dump: dumps[0]}
    return Route(serves, {loader: loads[1], dump: dumps[1]}, _middle_s(sums, cycles), _at_once(sums))


def _service(cycles: int, seconds: float, squares: float) -> tuple[float, float]:
    """Return the mean of services in seconds, at least one, and their standard deviation ÷ mean."""
    mean = max(seconds / cycles, 1.0)
    return mean, max(squares / cycles - mean**2, 0.0) ** 0.5 / mean


def _middle_s(sums: Sequence[Summed], cycles: int) -> float:
    """Return the median of medians, each as often as it has cycles."""
    passed = 0
    for one in sorted(sums, key=lambda one: one.travelled_s):
        passed += one.cycles
        if 2 * passed >= cycles:
            return one.travelled_s
    return 0.0


def _at_once(sums: Sequence[Summed]) -> int:
    worked: dict[object, int] = {}
    for one in sums:
        worked[one.time] = max(worked.get(one.time, 0), one.hours)
    return max(round(sum(one.hours for one in sums) / sum(worked.values())), 1)
