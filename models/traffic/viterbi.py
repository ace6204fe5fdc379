"""Which way through states, one of them at each moment, costs least?"""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

# Costs that differ by less than this are one.
_SAME = 1e-9


def cheapest(costs: Floats, change: Floats) -> Places:
    """Return the state of each moment on the cheapest way (Viterbi 1967).

    `costs` (moments, states) is what a state costs at a moment, `change` (moments, states, states) what it costs to go
    from the first to the second of two states on the way to a moment; that to the first moment counts for nothing.
    """
    moments, states = costs.shape
    pieces = _cut(costs, change, math.isqrt(moments - 1) + 1)
    # A step takes as long for one piece as for many, and what went before is soon forgotten: each piece goes on from
    # what the one before it was found to end with, until that is what it was taken to be.
    entered = np.zeros((len(pieces[0]), states))
    entered[0] = costs[0]
    for _ in entered:
        came, left = _came(entered, *pieces)
        ended = left - left.min(axis=1, keepdims=True)
        if np.allclose(entered[1:], ended[:-1], rtol=0.0, atol=_SAME):
            break
        entered[1:] = ended[:-1]
    return _back(came.reshape(-1, states)[: moments - 1].tolist(), int(left[-1].argmin()))


def _cut(costs: Floats, change: Floats, length: int) -> tuple[Floats, Floats]:
    """Return costs and changes behind the first moment as pieces (pieces, length, …); the last goes on for nothing."""
    moments, states = costs.shape
    pieces = max(math.ceil((moments - 1) / length), 1)
    whole_costs = np.zeros((pieces * length, states))
    whole_change = np.full((pieces * length, states, states), np.inf)
    whole_change[:, np.arange(states), np.arange(states)] = 0.0
    whole_costs[: moments - 1], whole_change[: moments - 1] = costs[1:], change[1:]
    return whole_costs.reshape(pieces, length, states), whole_change.reshape(pieces, length, states, states)


def _came(entered: Floats, costs: Floats, change: Floats) -> tuple[Places, Floats]:
    """Return from which state each one was come to (pieces, length, states), and what each costs behind each piece."""
    came = np.empty(costs.shape, dtype=np.int64)
    total = entered
    for step in range(costs.shape[1]):
        reached = total[:, :, None] + change[:, step]
        came[:, step] = reached.argmin(axis=1)
        total = reached.min(axis=1) + costs[:, step]
    return came, total


def _back(came: list[list[int]], last: int) -> Places:
    way = [last]
    for states in reversed(came):
        way.append(states[way[-1]])
    return np.array(way[::-1], dtype=np.int64)
