"""Which machine stands in repair, and what is exchanged when?"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulators.degradation.condition import Condition
from simulators.degradation.decay import Decay
from simulators.degradation.life import Life, lives_of
from simulators.fleet import FaultMode
from simulators.operation import Unit

_DAY_S = 86_400.0
# How much slower a machine works whose part has failed in function.
_SLOWER = {
    FaultMode.HYDRAULIC_PUMP_WEAR: 0.02,
    FaultMode.CRUSHER_LINER_WEAR: 0.11,
    FaultMode.CLUTCH_SLIP: 0.03,
    FaultMode.TURBOCHARGER_WEAR: 0.02,
}


def next_condition(decay: Decay, ended: Condition) -> Condition:
    """Return the condition in which a machine begins the day after the one that it ended so, repaired where due."""
    tomorrow = decay.operation.day.ordinal + 1
    if ended.back > tomorrow or not decay.lives:
        return ended
    due = _due(decay, ended)
    if ended.back == tomorrow or not due.any():
        return _renewed(ended, due) if ended.back == tomorrow else ended
    days = max(_days(decay.lives, ended, due))
    return replace(ended, back=tomorrow + days) if days else _renewed(ended, due)


def pace(unit: Unit, condition: Condition) -> float:
    """Return how many times longer a worn machine takes for its work."""
    lives = lives_of(unit, condition.life.tolist())
    slow = [
        _SLOWER[life.law.mode] * float(life.severity(damage))
        for life, damage in zip(lives, condition.damage, strict=False)
        if life.law.mode in _SLOWER
    ]
    return 1 + sum(slow)


def _due(decay: Decay, ended: Condition) -> NDArray[np.bool_]:
    """Return which parts are to be exchanged: those planned, and those that failed and were noticed."""
    planned = ended.damage >= [life.exchanged_at for life in decay.lives]
    planned &= ended.damage < 1
    noticed = [life.noticed_days * _DAY_S for life in decay.lives]
    failed = decay.operation.day.stop_s - ended.failure_s >= noticed
    return np.asarray(planned | failed)


def _days(lives: tuple[Life, ...], ended: Condition, due: NDArray[np.bool_]) -> Iterator[int]:
    for life, damage, is_due in zip(lives, ended.damage, due, strict=True):
        if is_due:
            yield life.repair_days[int(damage >= 1)]


def _renewed(ended: Condition, due: NDArray[np.bool_]) -> Condition:
    return replace(
        ended,
        life=ended.life + due,
        damage=np.where(due, 0.0, ended.damage),
        onset_s=np.where(due, np.nan, ended.onset_s),
        failure_s=np.where(due, np.nan, ended.failure_s),
        back=0,
    )
