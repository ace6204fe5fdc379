"""How long does a machine need for a segment that nobody and nothing holds up?"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import Floats
from models.traffic.passage import EMPTY, LOADED, UNKNOWN, Passages
from models.traffic.road import Network

_GRAVITY_MPS2 = 9.81
# Whoever comes so long behind the one before it is not held up by it, and whoever stood was held up by something.
_ALONE_S, _STOOD_S = 30.0, 2.0
# What the handbooks of haul trucks give: power at the wheels and of the retarder in W for each kg of gross weight, and
# the rolling resistance of a haul road. 270 to 530 kW move 23 to 44 t empty and 51 to 99 t loaded.
_WATTS_PER_KG: Mapping[int, tuple[float, float]] = MappingProxyType(
    {EMPTY: (8.5, 9.5), LOADED: (3.8, 4.4), UNKNOWN: (5.5, 6.0)}
)
_ROLLING = 0.025
# A truck on the flat where nothing is known of the site.
_FLAT_MPS, _LEVEL = 8.0, 0.02
# What is reckoned counts as much as so many passages, and a machine is taken for an average one for so many.
_RECKONED, _AVERAGE = 3.0, 10.0
# Free passages differ by this share at least: drivers do.
_DIFFER = 0.05
_LOADS = 3
# So many passages of a site tell what more would tell.
_ENOUGH = 20_000


@dataclass(frozen=True)
class Free:
    """What passages take on a free road: by segment, direction and load (see `key_of`) the seconds, by how much they
    differ (a standard deviation), and from how many passages both were learned; by machine and load how many times as
    long it takes as others; by segment the rise over run in its drawn direction, NaN where no height is told."""

    seconds: Floats
    deviation_s: Floats
    learned: NDArray[np.int64]
    pace: Floats
    gradient: Floats

    def of(self, passages: Passages) -> tuple[Floats, Floats]:
        """Return how long each passage would have taken on a free road, and by how much that may differ, in seconds."""
        key, pace = key_of(passages), self.pace[passages.machine, passages.loaded + 1]
        return self.seconds[key] * pace, self.deviation_s[key] * pace


def key_of(passages: Passages) -> NDArray[np.int64]:
    """Return the number of each passage's segment, direction and load."""
    return (2 * passages.segment + passages.forward) * _LOADS + passages.loaded + 1


def gap_s(passages: Passages) -> Floats:
    """Return how long before each passage was over another machine left the same segment in the same direction;
    infinite where none did. Passages are in any order."""
    lane = 2 * passages.segment + passages.forward
    by_time = np.argsort(passages.leave_s, kind="stable")
    order = by_time[np.argsort(lane[by_time].astype(np.int16), kind="stable")]
    gap = np.full(len(passages), np.inf)
    after, before = order[1:], order[:-1]
    follows = (lane[after] == lane[before]) & (passages.machine[after] != passages.machine[before])
    gap[after[follows]] = (passages.leave_s[after] - passages.leave_s[before])[follows]
    return gap


def learn(network: Network, passages: Passages) -> Free:
    """Return what passages take on a free road, learned from those that nothing held up; where there are few, what a
    truck's power and weight give on the gradient counts with them."""
    gradient = gradients(network, passages)
    reckoned = _reckoned(network, passages, gradient)
    alone = np.flatnonzero((gap_s(passages) > _ALONE_S) & (passages.stood_s <= _STOOD_S))
    free = passages.where(alone[:: len(alone) // _ENOUGH + 1])
    machines = int(passages.machine.max(initial=-1)) + 1
    pace = np.ones((machines, _LOADS))
    for _ in range(2):
        key = key_of(free)
        even = free.seconds / pace[free.machine, free.loaded + 1]
        middle, learned = _medians(key, even, len(reckoned))
        weight = learned / (learned + _RECKONED)
        seconds = np.where(learned > 0, weight * np.nan_to_num(middle) + (1 - weight) * reckoned, reckoned)
        pace = _paces(free, free.seconds / seconds[key], machines)
    spread, _ = _medians(key, np.abs(free.seconds / pace[free.machine, free.loaded + 1] - seconds[key]), len(reckoned))
    deviation = np.maximum(1.4826 * np.nan_to_num(spread), _DIFFER * seconds)
    return Free(seconds, deviation, learned, pace, gradient)


def gradients(network: Network, passages: Passages) -> Floats:
    """Return rise over run of each segment in its drawn direction: the median over its passages, so that a receiver's
    drifting height counts for little; NaN where no height is told."""
    rise = np.where(passages.forward, 1, -1) * passages.rise_m
    known = ~np.isnan(rise)
    middle, _ = _medians(passages.segment[known], rise[known], len(network.segments))
    return np.asarray(middle / network.length_m, dtype=np.float64)


def _medians(key: NDArray[np.int64], values: Floats, count: int) -> tuple[Floats, NDArray[np.int64]]:
    """Return the median of the values of each key (NaN: it has none), and how many there are."""
    counted = np.bincount(key, minlength=count)
    if not len(values):
        return np.full(count, np.nan), counted
    # One sort of keys with the values as their fractions is several times as fast as sorting by two keys.
    low, size = float(values.min()), max(float(np.ptp(values)), 1e-9) * 1.001
    ordered = np.append(np.sort(key + (values - low) / size), np.nan)
    first = np.cumsum(counted) - counted
    middle = [ordered[np.minimum(first + half, len(values))] for half in ((counted - 1) // 2, counted // 2)]
    told = low + size * ((middle[0] + middle[1]) / 2 - np.arange(count))
    return np.where(counted > 0, told, np.nan), counted


def _paces(free: Passages, ratio: Floats, machines: int) -> Floats:
    middle, counted = _medians(free.machine * _LOADS + free.loaded + 1, ratio, machines * _LOADS)
    weight = counted / (counted + _AVERAGE)
    pace = 1 + weight * (np.where(counted > 0, middle, 1.0) - 1)
    return np.asarray(pace).reshape(machines, _LOADS)


def _reckoned(network: Network, passages: Passages, gradient: Floats) -> Floats:
    """Return what a truck needs by its power and weight, no faster than trucks drive on the site's level segments."""
    seconds = np.empty((len(network.segments), 2, _LOADS))
    level = np.abs(np.nan_to_num(gradient))[passages.segment] < _LEVEL
    speed = network.length_m[passages.segment] / np.maximum(passages.seconds, 0.1)
    for loaded in (UNKNOWN, EMPTY, LOADED):
        known = speed[level & (passages.loaded == loaded)]
        flat_mps = float(np.median(known)) if len(known) >= _AVERAGE else _FLAT_MPS
        for forward in (0, 1):
            mps = np.minimum(flat_mps, sustained_mps((2 * forward - 1) * np.nan_to_num(gradient), loaded))
            seconds[:, forward, loaded + 1] = network.length_m / mps
    return seconds.ravel()


def sustained_mps(slope: Floats, loaded: int) -> Floats:
    """Return the speed that a truck's engine holds up a slope (rise over run), and its retarder down it: power over
    the weight's pull down the slope and the rolling resistance."""
    engine, retarder = _WATTS_PER_KG[loaded]
    pull = _GRAVITY_MPS2 * (slope + _ROLLING)
    return np.asarray(np.where(pull > 0, engine, retarder) / np.maximum(np.abs(pull), 1e-2))
