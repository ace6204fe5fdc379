"""What did trucks and diggers carry that no cycle and no boom tells, by their own counters?"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from services.site.production.asking import Told
from services.site.production.step import step_edges_s, steps_of
from services.site.production.tally import Dug, Haul, hauled_t

# Where less than this share of the loads that a machine counted is seen, and so many are not, its counter is believed:
# a load is counted a little earlier or later than the cycle that it belongs to.
_SEEN, _FEW = 0.5, 2


class Counted(NamedTuple):
    """Loads of a machine in one step of time beyond those that are seen, and their tonnes."""

    time: datetime
    machine: str
    loads: int
    t: float


class _Grown(NamedTuple):
    time: datetime
    loads: float
    t: float


def unseen_hauls(told: Told, hauls: Sequence[Haul]) -> list[Counted]:
    """Return the loads of trucks that their counters tell and no cycle does, by step of time."""
    return [one for truck in told.trucks for one in _unseen(told, truck.machine, hauls)]


def _unseen(told: Told, truck: str, hauls: Sequence[Haul]) -> Iterator[Counted]:
    for grown in _grown(told, truck):
        seen = [one for one in hauls if one.truck == truck and one.time == grown.time]
        cycles = sum(one.cycles for one in seen)
        if _believed(cycles, grown.loads):
            yield Counted(grown.time, truck, round(grown.loads) - cycles, max(grown.t - (hauled_t(seen) or 0.0), 0.0))


def unweighed(told: Told, dug: Sequence[Dug]) -> list[Dug]:
    """Return what the counters of diggers tell and no boom does, by step of time."""
    return [one for digger in told.diggers for one in _unweighed(told, digger.machine, dug)]


def _unweighed(told: Told, digger: str, dug: Sequence[Dug]) -> Iterator[Dug]:
    for grown in _grown(told, digger):
        seen = [one for one in dug if one.digger == digger and one.time == grown.time]
        if _believed(sum(one.weighed for one in seen), grown.loads):
            passes = max(round(grown.loads) - sum(one.passes for one in seen), 0)
            yield Dug(grown.time, digger, passes, 0, grown.t - sum(one.t for one in seen), None, None)


def _believed(seen: int, counted: float) -> bool:
    return counted - seen >= _FEW and seen < _SEEN * counted


def _grown(told: Told, machine: str) -> Iterator[_Grown]:
    times = steps_of(told.question)
    edges = step_edges_s(told.question, times)
    loads, kg = (told.grown(machine, counter, edges) for counter in ("loads", "payload"))
    for time, count, grown in zip(times, loads, kg, strict=True):
        if count is not None and grown is not None:
            yield _Grown(time, count, grown / 1000)
